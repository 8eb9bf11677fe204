from django.urls import path

from learning.api import figures, recording, views

app_name = "api"
urlpatterns = [
    path("modules/", views.Modules.as_view(), name="modules"),
    path("cohorts/", views.Cohorts.as_view(), name="cohorts"),
    path("cohorts/<slug:code>/", views.CohortDetail.as_view(), name="cohort"),
    path("cohorts/<slug:code>/request/", views.RequestPlace.as_view(), name="request_place"),
    path("cohorts/<slug:code>/enrol/", views.EnrolAgent.as_view(), name="enrol_agent"),
    path("enrolments/", views.Enrolments.as_view(), name="enrolments"),
    path("enrolments/<uuid:pk>/", views.EnrolmentDetail.as_view(), name="enrolment"),
    path("enrolments/<uuid:pk>/offer/accept/", views.AnswerOffer.as_view(), name="accept_offer"),
    path("enrolments/<uuid:pk>/offer/decline/", views.DeclineOffer.as_view(), name="decline_offer"),
    path("enrolments/<uuid:pk>/cancel/", views.CancelEnrolment.as_view(), name="cancel"),
    path(
        "enrolments/<uuid:pk>/half-days/<int:half_day>/sign/",
        views.SignHalfDay.as_view(),
        name="sign",
    ),
    path(
        "enrolments/<uuid:pk>/half-days/<int:half_day>/mark/",
        views.RecordMark.as_view(),
        name="mark",
    ),
    path(
        "enrolments/<uuid:pk>/activities/<int:activity>/statements/",
        recording.Statements.as_view(),
        name="statements",
    ),
    path(
        "enrolments/<uuid:pk>/activities/<int:activity>/state/",
        recording.State.as_view(),
        name="state",
    ),
    path(
        "half-days/<int:half_day>/countersign/",
        views.CountersignHalfDay.as_view(),
        name="countersign",
    ),
    path("completions/", views.Completions.as_view(), name="completions"),
    path("figures/", figures.FiguresView.as_view(), name="figures"),
    path("score/", views.ScoreView.as_view(), name="score"),
]
