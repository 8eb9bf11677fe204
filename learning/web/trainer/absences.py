"""Who was not there, half-day by half-day, and where each may make up for it."""

from datetime import datetime
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import PAGE_SIZE, as_file
from learning.attendance.missing import absences_of, absent_today, begun
from learning.cohorts.models import Cohort, CohortQuerySet
from learning.enrolment.models import Enrolment
from learning.makeups.models import MakeUp
from learning.web.absence_columns import TEAM_COLUMNS
from learning.web.make_ups import act_on, guests_as_seen, rows_of
from learning.web.trainer.cohorts import cohort_of, crumbs_of


def absent_by_cohort(cohorts: CohortQuerySet, at: datetime) -> list[tuple[Cohort, int]]:
    """Return how many people of each of these cohorts are missing today, in three queries."""
    people: dict[object, set[object]] = {}
    named: dict[object, Cohort] = {}
    for one in absent_today(Enrolment.objects.confirmed().filter(cohort__in=cohorts), at):
        named[one.half_day.cohort_id] = one.half_day.cohort
        people.setdefault(one.half_day.cohort_id, set()).add(one.enrolment.pk)
    return [(named[pk], len(who)) for pk, who in people.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest, code: str) -> HttpResponse:
    """Show who was absent and their make-ups; POST proposes a date, or answers who asks for one."""
    cohort = cohort_of(request, code)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            said = act_on(request, Enrolment.objects.visible_to(person_of(request)))
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, said)
            return redirect("trainer:absences", code)
    return _show(request, cohort, refusal)


def _show(request: HttpRequest, cohort: Cohort, refusal: DomainError | None) -> HttpResponse:
    now = timezone.now()
    halves = list(cohort.half_days.filter(begun(now)).select_related("countersignature"))
    for half in halves:
        half.cohort = cohort
    people = Enrolment.objects.filter(cohort=cohort)
    found = absences_of(people, halves)
    if file := as_file(
        request, f"{cohort.code}-absences", TEAM_COLUMNS, lambda: rows_of(found, now)
    ):
        return file
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list, now)
    guests = (
        MakeUp.objects.open()
        .filter(Q(taken__cohort=cohort) | Q(enrolment__cohort=cohort))
        .with_facts()
        .prefetch_related("taken__cohort__trainers", "enrolment__cohort__trainers")
        .order_by("taken__starts_at", "enrolment__person__last_name")
    )
    seen = guests_as_seen(request, guests, now)
    context = {
        "cohort": cohort,
        "refusal": refusal,
        "total": len(found),
        "page": page,
        "days": [
            (half, list(mine)) for half, mine in groupby(rows, key=lambda row: row.absence.half_day)
        ],
        "to_answer": [row for row in seen if row.make_up.is_asked],
        "expected": [row for row in seen if row.make_up.taken.cohort_id == cohort.pk
                     and row.make_up.is_accepted],
        "crumbs": crumbs_of(cohort),
    }  # fmt: skip
    with timezone.override(cohort.venue.zone):
        return render(
            request, "learning/trainer/absences.html", context, status=409 if refusal else 200
        )
