"""Have papers issued: what is due and why, the runs, and a cohort's papers."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import page_of
from learning.cohorts.models import Cohort
from learning.completion.enums import Paper
from learning.enrolment.models import Enrolment
from learning.issuing.models import IssueRun
from learning.issuing.queries import due_by_cohort, people_with_papers, undrawn
from learning.issuing.services import (
    MOST_AT_ONCE,
    issue_for_cohort,
    issue_for_person,
    issue_what_is_due,
)
from learning.web.issuing.runs import RunDesk, subject_of
from learning.web.steering.access import steering_only, steering_person
from learning.web.steering.cohorts import cohort_of, papers_drawn

RUNS = RunDesk(space="steering", enter=steering_person)


def _papers_asked(request: HttpRequest) -> list[Paper]:
    asked = set(request.POST.getlist("titres"))
    return [paper for paper in Paper if paper.value in asked]


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def issue_runs(request: HttpRequest) -> HttpResponse:
    """Show what is due and why, and the runs; POST has it issued."""
    person, refusal = person_of(request), None
    if request.method == "POST":
        try:
            run = issue_what_is_due(actor=person, papers=_papers_asked(request))
        except DomainError as error:
            refusal = error
        else:
            return redirect("steering:issue_run", run.pk)
    runs = IssueRun.objects.visible_to(person).select_related(
        "cohort", "enrolment__person", "organisation", "asked_by"
    )
    page = page_of(request, runs.defer("work").order_by("-asked_at", "pk"))
    due = due_by_cohort()
    context = {
        "page": page,
        "rows": [(run, subject_of(run)) for run in page],
        "due": due,
        "certificates": sum(one.certificates for one in due),
        "attestations": sum(one.attestations for one in due),
        "undrawn": undrawn().count(),
        "most": MOST_AT_ONCE,
        "refusal": refusal,
        "crumbs": [(_("Certificats"), reverse("steering:awards"))],
    }
    status = 409 if refusal else 200
    return render(request, "learning/steering/issue_runs.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Show who of a cohort has which paper; POST has them issued, `inscription` for one alone."""
    shown = cohort_of(request, code)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            run = _ask(request, shown)
        except DomainError as error:
            refusal = error
        else:
            return redirect("steering:issue_run", run.pk)
    rows = people_with_papers(Enrolment.objects.filter(cohort=shown))
    context = {
        "cohort": shown,
        "rows": rows,
        "acquired": sum(row.is_acquired for row in rows),
        "lacking": sum(Paper.CERTIFICATE in row.lacks for row in rows),
        "attested": any(row.attestation for row in rows),
        "papers": papers_drawn(shown),
        "runs": IssueRun.objects.filter(cohort=shown).defer("work").order_by("-asked_at")[:5],
        "may_issue": True,
        "space": "steering",
        "refusal": refusal,
        "crumbs": [
            (_("Cohortes"), reverse("steering:cohorts")),
            (shown.title, reverse("steering:cohort", args=[code])),
        ],
    }
    status = 409 if refusal else 200
    return render(request, "learning/steering/cohort_papers.html", context, status=status)


def _ask(request: HttpRequest, cohort: Cohort) -> IssueRun:
    person, papers = person_of(request), _papers_asked(request)
    one = request.POST.get("inscription")
    if not one:
        return issue_for_cohort(actor=person, cohort=cohort, papers=papers)
    try:
        enrolment = get_object_or_404(Enrolment.objects.filter(cohort=cohort), pk=UUID(one))
    except (ValueError, ValidationError) as wrong:
        raise Http404 from wrong
    return issue_for_person(actor=person, enrolment=enrolment, papers=papers)


@require_safe
@steering_only
def papers_progress(request: HttpRequest, code: str) -> HttpResponse:
    """Say how far the drawing of a cohort's papers is; the page asks again by itself."""
    shown = cohort_of(request, code)
    context = {"cohort": shown, "papers": papers_drawn(shown)}
    return render(request, "learning/steering/papers.html", context)
