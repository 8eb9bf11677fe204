"""The papers of a school's people in a cohort, and one zip of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.organisations.models import Organisation
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.issuing.models import IssueRun
from learning.issuing.queries import people_with_papers
from learning.issuing.services import CannotGather, gather_papers
from learning.web.issuing.runs import RunDesk
from learning.web.school.access import school_manager
from learning.web.school.lists import mine

RUNS = RunDesk(space="school", enter=school_manager)


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Show the papers of the school's people; POST packs those of one `structure`."""
    person = school_manager(request)
    # Only cohorts where the school has someone: of the others there is nothing to tell.
    cohorts = Cohort.objects.visible_to(person).filter(pk__in=mine(person).values("cohort"))
    shown = get_object_or_404(cohorts.for_lists(), code=code)
    enrolments = mine(person).filter(cohort=shown)
    structures = list(
        Organisation.objects.managed_by(person)
        .filter(pk__in=enrolments.values("enrolling_organisation"))
        .order_by("name", "pk")
    )
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            run = _gather(request, shown, structures)
        except DomainError as error:
            refusal = error
        else:
            return redirect("school:issue_run", run.pk)
    rows = people_with_papers(enrolments)
    mine_runs = IssueRun.objects.visible_to(person).filter(cohort=shown).defer("work")
    context = {
        "cohort": shown,
        "rows": rows,
        "ready": sum(award.is_ready for row in rows for award in row.papers.in_order()),
        "structures": structures,
        "attested": any(row.attestation for row in rows),
        "runs": mine_runs.order_by("-asked_at")[:5],
        "may_issue": False,
        "space": "school",
        "refusal": refusal,
        "crumbs": [
            (_("Cohortes"), reverse("school:home")),
            (shown.title, reverse("school:cohort", args=[code])),
        ],
    }
    status = 409 if refusal else 200
    return render(request, "learning/school/papers.html", context, status=status)


def _gather(request: HttpRequest, cohort: Cohort, structures: list[Organisation]) -> IssueRun:
    chosen = {str(one.pk): one for one in structures}.get(request.POST.get("structure", ""))
    if chosen is None:
        raise CannotGather
    return gather_papers(actor=school_manager(request), cohort=cohort, organisation=chosen)
