from django.urls import path

from learning.web.steering import (
    awards,
    cohorts,
    dates,
    messages,
    people,
    places,
    structures,
    texts,
    views,
)

app_name = "steering"
urlpatterns = [
    path("", views.board, name="board"),
    path("objectif/", views.target, name="target"),
    path("demi-journees/", views.half_days, name="half_days"),
    path("cohortes/", cohorts.cohorts, name="cohorts"),
    path("cohortes/<slug:code>/", cohorts.cohort, name="cohort"),
    path("cohortes/<slug:code>/etat/", cohorts.move, name="move"),
    path("cohortes/<slug:code>/places/", places.rules, name="rules"),
    path("cohortes/<slug:code>/places/<uuid:enrolment_id>/", places.by_hand, name="by_hand"),
    path("structures/", structures.structures, name="structures"),
    path("structures/<uuid:organisation_id>/", structures.structure, name="structure"),
    path("cohortes/<slug:code>/dates/", dates.dates, name="dates"),
    path("cohortes/<slug:code>/pratique/", dates.practical, name="practical"),
    path("cohortes/<slug:code>/texte/", texts.text, name="text"),
    path("cohortes/<slug:code>/certificats/", cohorts.papers, name="papers"),
    path("personnes/", people.people, name="people"),
    path("personnes/<uuid:person_id>/", people.person, name="person"),
    path("messages/", messages.messages_, name="messages"),
    path("messages/<slug:kind>/<slug:language>/", messages.message, name="message"),
    path("certificats/", awards.awards, name="awards"),
    path("certificats/<uuid:award_id>/", awards.award, name="award"),
    path("certificats/<uuid:award_id>/pdf/", awards.award_pdf, name="award_pdf"),
    path("certificats/<uuid:award_id>/revoquer/", awards.revoke, name="revoke"),
]
