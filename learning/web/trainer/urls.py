from django.urls import path

from learning.web.trainer import (
    activities,
    evidence,
    needs,
    results,
    scans,
    sheets,
    views,
)

app_name = "trainer"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:code>/", views.room, name="room"),
    path("<slug:code>/groupe/", views.group, name="group"),
    path("<slug:code>/groupe/<uuid:enrolment_id>/", views.declare, name="declare"),
    path("<slug:code>/activites/<int:activity_id>/", activities.activity, name="activity"),
    path("<slug:code>/preuves/", evidence.evidence, name="evidence"),
    path("<slug:code>/a-preparer/", needs.needs, name="needs"),
    path("<slug:code>/feuille.pdf", sheets.sheet, name="sheet"),
    path("<slug:code>/feuilles/", scans.scans, name="scans"),
    path("<slug:code>/feuilles/lecture/<uuid:scan_id>/", scans.progress, name="scan_progress"),
    path("<slug:code>/feuilles/<uuid:page_id>/", scans.scan_page, name="scan_page"),
    path("<slug:code>/feuilles/<uuid:page_id>/classer/", scans.scan_file, name="scan_file"),
    path("<slug:code>/feuilles/<uuid:page_id>/image.jpg", scans.scan_image, name="scan_image"),
    path("<slug:code>/feuilles/<uuid:page_id>/fichier", scans.scan_original, name="scan_original"),
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
