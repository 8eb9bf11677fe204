from django.urls import path

from learning.web.learner import (
    arrivals,
    awards,
    history,
    journal,
    make_ups,
    name_shown,
    needs,
    places,
    scanning,
    signing,
    views,
)

app_name = "learner"
urlpatterns = [
    path("demander/", places.ask, name="ask"),
    path("e/<str:token>/", scanning.scan, name="scan"),
    path("emarger/", scanning.code, name="code"),
    path("mes-formations/", views.home, name="home"),
    path("mes-formations/presences/", history.attendance, name="attendance"),
    path("mes-formations/carnet/", journal.journal, name="journal"),
    path("mes-formations/carnet/texte/", journal.as_text, name="journal_text"),
    path("mes-formations/invitation/", places.invitation, name="invitation"),
    path("mes-formations/<uuid:enrolment_id>/", views.enrolment, name="enrolment"),
    path("mes-formations/<uuid:enrolment_id>/repondre/", places.answer, name="answer"),
    path("mes-formations/<uuid:enrolment_id>/dates/", places.dates, name="dates"),
    path("mes-formations/<uuid:enrolment_id>/accord/", places.approval, name="approval"),
    path("mes-formations/<uuid:enrolment_id>/besoins/", needs.needs, name="needs"),
    path("mes-formations/<uuid:enrolment_id>/annuler/", views.cancel, name="cancel"),
    # Short: it is printed as a QR code.
    path("b/<slug:arrival>/", arrivals.arrival, name="arrival"),
    path("mes-formations/<uuid:enrolment_id>/code/", arrivals.my_code, name="arrival_code"),
    path("mes-formations/<uuid:enrolment_id>/agenda.ics", views.calendar, name="calendar"),
    path(
        "mes-formations/<uuid:enrolment_id>/convocation.pdf", views.convocation, name="convocation"
    ),
    path(
        "mes-formations/<uuid:enrolment_id>/emarger/<int:half_day_id>/", signing.sign, name="sign"
    ),
    path(
        "mes-formations/<uuid:enrolment_id>/rattraper/<int:half_day_id>/",
        make_ups.make_up,
        name="make_up",
    ),
    path(
        "mes-formations/<uuid:enrolment_id>/activites/<int:activity_id>/",
        views.activity,
        name="activity",
    ),
    path(
        "mes-formations/<uuid:enrolment_id>/activites/<int:activity_id>/carnet/",
        journal.write,
        name="write",
    ),
    path(
        "mes-formations/<uuid:enrolment_id>/activites/<int:activity_id>/recommencer/",
        views.restart,
        name="restart",
    ),
    path("mes-titres/nom/", name_shown.name_shown, name="name_shown"),
    path("mes-titres/", awards.awards, name="awards"),
    path("mes-titres/tous.zip", awards.awards_zip, name="awards_zip"),
    path("mes-titres/<uuid:award_id>/pdf/", awards.award_pdf, name="award_pdf"),
]
