from django.urls import path

from learning.web.steering import (
    awards,
    cohorts,
    conventions,
    decisions,
    people,
    places,
    structures,
    terms,
    texts,
    views,
)

app_name = "steering"
urlpatterns = [
    path("", views.board, name="board"),
    path("objectif/", views.target, name="target"),
    path("demi-journees/", views.half_days, name="half_days"),
    path("cohortes/", cohorts.cohorts, name="cohorts"),
    path("cohortes/conventions/", conventions.conventions, name="conventions"),
    path("cohortes/conventions/<uuid:convention_id>/", conventions.convention, name="convention"),
    path(
        "cohortes/conventions/<uuid:convention_id>/pdf/",
        conventions.convention_pdf,
        name="convention_pdf",
    ),
    path("cohortes/<slug:code>/", cohorts.cohort, name="cohort"),
    path("cohortes/<slug:code>/etat/", cohorts.move, name="move"),
    path("cohortes/<slug:code>/decision/", decisions.decision, name="decision"),
    path("cohortes/<slug:code>/places/", places.rules, name="rules"),
    path("cohortes/<slug:code>/places/<uuid:enrolment_id>/", places.by_hand, name="by_hand"),
    path("structures/", structures.structures, name="structures"),
    path("structures/<uuid:organisation_id>/", structures.structure, name="structure"),
    path("cohortes/<slug:code>/texte/", texts.text, name="text"),
    path("cohortes/<slug:code>/certificats/", cohorts.papers, name="papers"),
    path(
        "cohortes/<slug:code>/conventions/",
        conventions.cohort_conventions,
        name="cohort_conventions",
    ),
    path("cohortes/<slug:code>/conditions/", terms.terms, name="terms"),
    path("personnes/", people.people, name="people"),
    path("personnes/<uuid:person_id>/", people.person, name="person"),
    path("certificats/", awards.awards, name="awards"),
    path("certificats/<uuid:award_id>/", awards.award, name="award"),
    path("certificats/<uuid:award_id>/pdf/", awards.award_pdf, name="award_pdf"),
    path("certificats/<uuid:award_id>/revoquer/", awards.revoke, name="revoke"),
]
