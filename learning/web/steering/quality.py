"""The quality standard: what the platform holds for each indicator, what is missing, and where."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import person_of
from frontend.tables import as_csv
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.proofs.coverage import coverage_of
from learning.proofs.indicators import standard
from learning.web.steering.access import steering_only

# Each is read whole: a few at a time, the latest first.
COHORTS_AT_ONCE = 6


@require_safe
@steering_only
def quality(request: HttpRequest) -> HttpResponse:
    """Show the indicators over the latest cohorts that are over; CSV of what each lacks."""
    over = Cohort.objects.visible_to(person_of(request)).filter(state=CohortState.CLOSED)
    latest = over.select_related("venue").order_by("-ends_on", "code")
    page = Paginator(latest, COHORTS_AT_ONCE).get_page(request.GET.get("page"))
    cohorts = list(page.object_list)
    criteria = coverage_of(cohorts)
    if request.GET.get("format") == "csv":
        rows = [
            (one.indicator, lacking.cohort, gap)
            for _title, covered in criteria
            for one in covered
            for lacking in one.lacking
            for gap in lacking.gaps
        ]
        columns = (
            (_("Indicateur"), lambda row: row[0].number),
            (_("Intitulé"), lambda row: row[0].title),
            (_("Cohorte"), lambda row: row[1].title),
            (_("Ce qui manque"), lambda row: row[2].sentence),
            (_("Qui ou quoi"), lambda row: ", ".join(row[2].names)),
        )
        return as_csv("qualite", columns, rows)
    context = {
        "criteria": criteria,
        "cohorts": cohorts,
        "page": page,
        "standard": standard(),
        "shown": sum(one.is_shown for _title, covered in criteria for one in covered),
        "lacking": sum(bool(one.lacking) for _title, covered in criteria for one in covered),
        "crumbs": [(_("Tableau de bord"), reverse("steering:board"))],
    }
    return render(request, "learning/steering/quality.html", context)
