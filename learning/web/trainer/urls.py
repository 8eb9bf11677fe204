from django.urls import path

from learning.web.trainer import activities, evidence, needs, results, views
from learning.web.trainer.roll_call import pages as roll_pages
from learning.web.trainer.roll_call import sending, settling

app_name = "trainer"
urlpatterns = [
    path("", views.home, name="home"),
    # Before the codes: the room's service worker, and where the installed roll-call opens.
    path("sw.js", roll_pages.worker, name="worker"),
    path("appel.webmanifest", roll_pages.manifest, name="manifest"),
    path("appel/", roll_pages.start, name="roll_start"),
    path("<slug:code>/appel/", roll_pages.roll, name="roll"),
    path("<slug:code>/appel/donnees/", sending.data, name="roll_data"),
    path("<slug:code>/appel/envoi/", sending.upload, name="roll_upload"),
    path("<slug:code>/a-regler/", settling.conflicts, name="conflicts"),
    path("<slug:code>/a-regler/<uuid:nonce>/", settling.settle, name="settle"),
    path("<slug:code>/", views.room, name="room"),
    path("<slug:code>/groupe/", views.group, name="group"),
    path("<slug:code>/groupe/<uuid:enrolment_id>/", views.declare, name="declare"),
    path("<slug:code>/activites/<int:activity_id>/", activities.activity, name="activity"),
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
