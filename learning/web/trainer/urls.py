from django.urls import path

from learning.web.trainer import (
    absences,
    activities,
    anomalies,
    evidence,
    needs,
    results,
    views,
)

app_name = "trainer"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:code>/", views.room, name="room"),
    path("<slug:code>/groupe/", views.group, name="group"),
    path("<slug:code>/groupe/<uuid:enrolment_id>/", views.declare, name="declare"),
    path("<slug:code>/activites/<int:activity_id>/", activities.activity, name="activity"),
    path("<slug:code>/absences/", absences.absences, name="absences"),
    path("<slug:code>/anomalies/", anomalies.anomalies, name="anomalies"),
    path("<slug:code>/preuves/", evidence.evidence, name="evidence"),
    path("<slug:code>/a-preparer/", needs.needs, name="needs"),
    path("<slug:code>/resultats/", results.results, name="results"),
    path(
        "<slug:code>/resultats/<int:activity_id>/",
        results.activity_results,
        name="activity_results",
    ),
    path(
        "<slug:code>/resultats/<int:activity_id>/reponses.csv",
        results.statements_csv,
        name="statements_csv",
    ),
    path(
        "<slug:code>/resultats/<int:activity_id>/reponses.jsonl",
        results.statements_jsonl,
        name="statements_jsonl",
    ),
    path("<slug:code>/<int:half_day_id>/", views.room, name="half_day"),
    path("<slug:code>/<int:half_day_id>/contresigner/", views.countersign, name="countersign"),
    path(
        "<slug:code>/<int:half_day_id>/corriger/<uuid:enrolment_id>/",
        views.correct,
        name="correct",
    ),
]
