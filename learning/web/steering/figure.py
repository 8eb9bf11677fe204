"""The list behind any figure of the board: its people, or its cohorts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import person_of
from frontend.tables import Column, as_file, matching, ordered, page_of
from learning.cohorts.models import Cohort, CohortQuerySet
from learning.counting.cells import Measures
from learning.counting.enums import Dimension
from learning.figures.queries import Figures, people_behind
from learning.reports.charts.measures import MINUTES
from learning.reports.rows import cohorts_adding_to, measures_of_cohorts
from learning.web.steering.access import steering_only
from learning.web.steering.asked import SENSITISED, WITHOUT, Asked, address, asked_of
from modules.programmes.enums import CountsAs

PEOPLE_SEARCHED = ("person__last_name", "person__first_name", "person__email", "employer__name")
PEOPLE_ORDERS = {
    "recents": ("-effective_on", "person__last_name", "person__first_name", "pk"),
    "nom": ("person__last_name", "person__first_name", "pk"),
    "structure": ("employer__name", "person__last_name", "person__first_name", "pk"),
}
COHORTS_SEARCHED = ("title", "code", "venue__city")
COHORTS_ORDERS = {
    "recents": ("-ends_on", "code"), "anciennes": ("ends_on", "code"), "nom": ("title", "code"),
}  # fmt: skip
COHORTS = "cohortes"
# Those who have no value in a dimension: their column on a verdict.
COLUMNS = {Dimension.SCHOOL: "school", Dimension.EMPLOYER_KIND: "employer"}


@require_safe
@steering_only
def figure(request: HttpRequest) -> HttpResponse:
    """List who makes a figure, or (`voir=cohortes`) which cohorts; with the board's own address."""
    asked = asked_of(request)
    if asked is None:
        return redirect("steering:target")
    counts_as = CountsAs.SENSITISED if request.GET.get("compte") == SENSITISED else None
    figures = asked.figures(counts_as)
    without = next((one for one, name in WITHOUT.items() if name == request.GET.get("sans")), None)
    list_of = _cohorts if request.GET.get("voir") == COHORTS and not without else _people
    return list_of(request, asked, figures, without)


def _people(
    request: HttpRequest, asked: Asked, figures: Figures, without: Dimension | None
) -> HttpResponse:
    everybody = people_behind(figures).visible_to(person_of(request))
    count = figures.people
    if without:
        everybody = everybody.filter(**{COLUMNS[without]: None})
        count = next((one.people for one in figures.by(without) if not one.value), 0)
    typed = request.GET.get("q", "").strip()
    found, order = ordered(request, matching(everybody, typed, PEOPLE_SEARCHED), PEOPLE_ORDERS)
    file = as_file(request, "personnes", _people_columns(), lambda: found)
    if file:
        return file
    page = page_of(request, found)
    known = everybody.count() if typed else page.paginator.count
    context = _context(request, asked, figures, without) | {
        "page": page, "count": count, "erased": count - known, "typed": typed, "order": order,
    }  # fmt: skip
    return render(request, "learning/steering/figure_people.html", context)


def _people_columns() -> tuple[Column, ...]:
    return (
        (_("Nom"), lambda row: row.person.last_name),
        (_("Prénom"), lambda row: row.person.first_name),
        (_("Employeur"), lambda row: row.employer.name if row.employer else ""),
        (_("Région"), lambda row: row.get_region_display()),
        (_("Versant"), lambda row: row.get_versant_display()),
        (_("Catégorie"), lambda row: row.get_category_display()),
        (_("Module"), lambda row: row.module.title),
        (_("Cohorte"), lambda row: row.enrolment.cohort.code),
        (_("Compte au"), lambda row: row.effective_on),
    )


def _cohorts(
    request: HttpRequest, asked: Asked, figures: Figures, _without: Dimension | None
) -> HttpResponse:
    everything: CohortQuerySet = cohorts_adding_to(figures).visible_to(person_of(request))
    typed = request.GET.get("q", "").strip()
    found, order = ordered(request, matching(everything, typed, COHORTS_SEARCHED), COHORTS_ORDERS)

    def all_rows() -> list[tuple[Any, Measures]]:
        cohorts = list(found)
        measures = measures_of_cohorts(figures, cohorts)
        return [(cohort, measures[cohort.pk]) for cohort in cohorts]

    file = as_file(request, "cohortes", _cohort_columns(), all_rows)
    if file:
        return file
    page = page_of(request, found)
    measures = measures_of_cohorts(figures, list(page.object_list))
    context = _context(request, asked, figures, None) | {
        "page": page, "rows": [_row(cohort, measures[cohort.pk]) for cohort in page.object_list],
        "totals": figures.totals, "typed": typed, "order": order,
    }  # fmt: skip
    return render(request, "learning/steering/figure_cohorts.html", context)


def _row(cohort: Cohort, sums: Measures) -> tuple[Cohort, Measures, float | None]:
    planned = sums.half_days_planned
    return cohort, sums, sums.half_days / planned if planned else None


def _cohort_columns() -> tuple[Column, ...]:
    return (
        (_("Code"), lambda row: row[0].code),
        (_("Groupe"), lambda row: row[0].title),
        (_("Ville"), lambda row: row[0].venue.city),
        (_("Du"), lambda row: row[0].starts_on),
        (_("Au"), lambda row: row[0].ends_on),
        (_("Personnes comptées"), lambda row: row[1].people),
        (_("Évaluées"), lambda row: row[1].judged),
        (_("Achèvements"), lambda row: row[1].acquired),
        (_("Heures"), lambda row: row[1].minutes / MINUTES),
        (_("Demi-journées suivies"), lambda row: row[1].half_days),
        (_("Demi-journées prévues"), lambda row: row[1].half_days_planned),
    )


def _context(
    request: HttpRequest, asked: Asked, figures: Figures, without: Dimension | None
) -> dict[str, Any]:
    """Return what both lists show: what they are restricted to, and the ways out."""
    more = {name: request.GET[name] for name in ("compte", "voir") if request.GET.get(name)}
    listed = {**asked.query, **more}
    return {
        "figures": figures,
        "is_sensitised": figures.counts_as == CountsAs.SENSITISED,
        "chips": asked.chips("steering:figure", **more),
        "without": without,
        "kept": listed | ({"sans": WITHOUT[without]} if without else {}),
        "as_people": address("steering:figure", {**listed, "voir": "personnes"}),
        "as_cohorts": address("steering:figure", {**listed, "voir": COHORTS}),
        "crumbs": [(_("Tableau de bord"), asked.url())],
    }
