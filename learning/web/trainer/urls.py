from django.urls import path

from learning.web.trainer import (
    absences,
    activities,
    anomalies,
    certificates,
    desk,
    desk_api,
    evidence,
    needs,
    results,
    scans,
    screen,
    sheets,
    views,
)
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
    path("<slug:code>/absences/", absences.absences, name="absences"),
    path("<slug:code>/anomalies/", anomalies.anomalies, name="anomalies"),
    path("<slug:code>/certificats/", certificates.certificates, name="certificates"),
    path("<slug:code>/preuves/", evidence.evidence, name="evidence"),
    path("<slug:code>/a-preparer/", needs.needs, name="needs"),
    path("<slug:code>/feuille.pdf", sheets.sheet, name="sheet"),
    path("<slug:code>/feuilles/", scans.scans, name="scans"),
    path("<slug:code>/feuilles/lecture/<uuid:scan_id>/", scans.progress, name="scan_progress"),
    path("<slug:code>/feuilles/<uuid:page_id>/", scans.scan_page, name="scan_page"),
    path("<slug:code>/feuilles/<uuid:page_id>/classer/", scans.scan_file, name="scan_file"),
    path("<slug:code>/feuilles/<uuid:page_id>/image.jpg", scans.scan_image, name="scan_image"),
    path("<slug:code>/feuilles/<uuid:page_id>/fichier", scans.scan_original, name="scan_original"),
    path("<slug:code>/accueil/", desk.desk, name="desk"),
    path("<slug:code>/accueil/envoi/", desk_api.scans, name="desk_scans"),
    path("<slug:code>/<int:half_day_id>/accueil/", desk_api.state, name="desk_state"),
    path("<slug:code>/badges.pdf", desk.badge_sheet, name="badges"),
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
    path("<slug:code>/<int:half_day_id>/ecran/", screen.screen, name="screen"),
    path("<slug:code>/<int:half_day_id>/ecran/codes/", screen.screen_codes, name="screen_codes"),
    path("<slug:code>/<int:half_day_id>/ecran/compte/", screen.screen_count, name="screen_count"),
]
