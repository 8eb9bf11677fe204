from django.urls import path

from learning.web.enrolments.urls import enrolment_urls
from learning.web.issuing.runs import run_urls
from learning.web.school import (
    absences,
    awards,
    cohort,
    conventions,
    convocations,
    desk,
    groups,
    kept,
    papers,
    paste,
    reports,
    rosters,
)
from learning.web.school.access import DESK

app_name = "school"
urlpatterns = [
    path("", desk.home, name="home"),
    path("absences/", absences.absences, name="absences"),
    path("cohortes/<slug:code>/", cohort.cohort, name="cohort"),
    path("cohortes/<slug:code>/coller/", paste.paste, name="paste"),
    path("cohortes/<slug:code>/groupes/", groups.make, name="group_make"),
    path("groupes/<uuid:group_id>/", groups.change, name="group"),
    path("cohortes/<slug:code>/garder/", kept.reserve, name="reserve"),
    path("reservations/<uuid:reservation_id>/rendre/", kept.release, name="release"),
    path("cohortes/<slug:code>/import/", rosters.send, name="import"),
    path("imports/modele.<str:kind>", rosters.sample, name="roster_sample"),
    path("imports/<uuid:roster_id>/", rosters.roster, name="roster"),
    path("imports/<uuid:roster_id>/colonnes/", rosters.columns, name="roster_columns"),
    path("imports/<uuid:roster_id>/reponses/", rosters.answer, name="roster_answer"),
    path("imports/<uuid:roster_id>/appliquer/", rosters.apply, name="roster_apply"),
    path("imports/<uuid:roster_id>/avancement/", rosters.progress, name="roster_progress"),
    *enrolment_urls(DESK),
    path("cohortes/<slug:code>/titres/", papers.papers, name="papers"),
    path("rapport/", reports.report, name="report"),
    path("rapport/<uuid:report_id>/", reports.report_made, name="report_made"),
    path(
        "rapport/envois/<uuid:subscription_id>/",
        reports.report_subscription,
        name="report_subscription",
    ),
    path("certificats/", awards.awards, name="awards"),
    *run_urls(papers.RUNS, "certificats/reunis/"),
    path("certificats/<uuid:award_id>/pdf/", awards.award_pdf, name="award_pdf"),
    path("conventions/", conventions.conventions, name="conventions"),
    path("cohortes/<slug:code>/convention/", conventions.make, name="make_convention"),
    path(
        "conventions/<uuid:convention_id>/pdf/", conventions.convention_pdf, name="convention_pdf"
    ),
    path(
        "inscriptions/<uuid:enrolment_id>/convocation.pdf",
        convocations.convocation,
        name="convocation",
    ),
]
