"""The trainer's room: the day's timetable, the roll, the countersignature, the group."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.formats import long_day
from frontend.tables import as_file, matching, page_of
from learning.attendance.models import is_sealed
from learning.attendance.permissions import can_countersign
from learning.attendance.services import (
    correct_mark,
    countersign_half_day,
    record_roll_call,
)
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.cohorts.queries import warnings
from learning.completion.preview import Outcome
from learning.completion.services import declare_completion
from learning.enrolment.models import Enrolment
from learning.web.trainer.absences import absent_by_cohort
from learning.web.trainer.activities import of_the_day
from learning.web.trainer.cohorts import cohort_of, crumbs_of, half_day_of, halves_of
from learning.web.trainer.correcting import seen_before
from learning.web.trainer.group import VERDICTS, columns_of, feet_of, group_of
from learning.web.trainer.room import (
    UNMARKED,
    absent_in,
    as_typed,
    counts_of,
    half_day_to_show,
    has_changed,
    picks_of,
    presence_from,
    roll_of,
    segments_of,
)
from modules.programmes.enums import CompletionBasis
from modules.programmes.models import Sequence

SEARCHED = ("title", "venue__city", "venue__name", "revision__edition__module__title")
# Once people are in the room, what could be changed no longer can.
BEFORE_IT_MEETS = (CohortState.DRAFT, CohortState.OPEN, CohortState.CONFIRMED)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the cohorts the person trains, the one of today first."""
    person = person_of(request)
    typed = request.GET.get("q", "").strip()
    mine = Cohort.objects.visible_to(person).run_by(person).for_lists()
    found = matching(mine, typed, SEARCHED).prefetch_related("half_days")
    others = found.exclude(state=CohortState.RUNNING)
    today = timezone.localdate()
    running = list(found.filter(state=CohortState.RUNNING).order_by("starts_on", "code"))
    coming = list(others.filter(ends_on__gte=today).order_by("starts_on", "code"))
    context = {
        "today": running,
        "coming": coming,
        "page": page_of(request, others.filter(ends_on__lt=today).order_by("-starts_on", "code")),
        "typed": typed,
        "finding": _finding(running, coming),
        "has_any": bool(typed) or mine.exists(),
        "absent": absent_by_cohort(Cohort.objects.run_by(person), timezone.now()),
    }
    return render(request, "learning/trainer/home.html", context)


def _finding(running: list[Cohort], coming: list[Cohort]) -> str:
    """Say in one line what waits for the trainer."""
    if running:
        said = ngettext("Une cohorte est en cours", "%(n)s cohortes sont en cours", len(running))
        return said % {"n": len(running)}
    if coming:
        first = coming[0]
        said = _("Prochaine cohorte : %(city)s, %(first)s")
        return said % {"city": first.venue.city, "first": long_day(first.starts_on)}
    return _("Aucune cohorte à venir")


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, code: str, half_day_id: int | None = None) -> HttpResponse:
    """Show the room on one half-day; POST writes the roll, all of it or nothing."""
    cohort = cohort_of(request, code)
    halves = halves_of(cohort)
    if half_day_id is None:
        half_day = half_day_to_show(halves, timezone.now())
    else:
        half_day = half_day_of(cohort, half_day_id)
    refusal: DomainError | None = None
    if request.method == "POST" and half_day is not None:
        try:
            written = _record(request, cohort, half_day)
        except DomainError as error:
            refusal = error
        else:
            said = ngettext("%(n)s présence notée.", "%(n)s présences notées.", written)
            messages.success(request, said % {"n": written})
            return redirect("trainer:half_day", cohort.code, half_day.pk)
    return _show_room(request, cohort, halves, half_day, refusal)


def _record(request: HttpRequest, cohort: Cohort, half_day: HalfDay) -> int:
    answers = {}
    for row in roll_of(cohort, half_day):
        presence = presence_from(request.POST, str(row.enrolment.pk), half_day)
        if presence is not None and has_changed(row, presence):
            answers[row.enrolment] = presence
    return record_roll_call(actor=person_of(request), half_day=half_day, presences=answers)


def _show_room(
    request: HttpRequest,
    cohort: Cohort,
    halves: list[HalfDay],
    half_day: HalfDay | None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    now = timezone.now()
    context: dict[str, object] = {
        "cohort": cohort,
        "halves": halves,
        "half_day": half_day,
        "refusal": refusal,
        "now": now,
        "missing": [half for half in halves if half.ends_at < now and not is_sealed(half)],
        "sealed": {half.pk for half in halves if is_sealed(half)},
        "warnings": warnings(cohort) if cohort.state in BEFORE_IT_MEETS else [],
        "is_today": False,
    }
    if half_day is not None:
        rows = roll_of(cohort, half_day)
        if refusal is not None:
            rows = [as_typed(row, request.POST) for row in rows]
        sequences = Sequence.objects.filter(
            day__revision=cohort.revision_id, day__position=half_day.day
        ).order_by("starts")
        segments = segments_of(sequences, half_day, cohort, now)
        current = next((segment for segment in segments if segment.is_now), None)
        following = next((s for s in segments if s.sequence and s.starts_at > now), None)
        context |= {
            "rows": rows,
            "picks": picks_of(rows, half_day, now),
            "unmarked": counts_of(rows)[UNMARKED],
            "segments": segments,
            "current": current,
            "following": following,
            "left": int((current.ends_at - now).total_seconds() // 60) + 1 if current else 0,
            "activities": of_the_day(cohort, half_day),
            "same_day": [half for half in halves if half.day == half_day.day],
            "day_count": len({half.day for half in halves}),
            "is_today": _local_day(half_day, cohort) == now.astimezone(cohort.venue.zone).date(),
            # Late means "just now", unless told otherwise.
            "clock": now.astimezone(cohort.venue.zone).time() if half_day.is_now(now) else None,
            "is_sealed": is_sealed(half_day),
            "to_settle": cohort.device_marks.to_settle().count(),
            "may_countersign": can_countersign(person_of(request), half_day, now),
            "absent": absent_in(rows, half_day, now),
        }
        if segments:
            first, last = segments[0].starts_at, segments[-1].ends_at
            context["span"] = int((last - first).total_seconds() // 60)
            context["elapsed"] = int((now - first).total_seconds() // 60)
    with timezone.override(cohort.venue.zone):
        return render(
            request, "learning/trainer/room.html", context, status=409 if refusal else 200
        )


def _local_day(half_day: HalfDay, cohort: Cohort) -> date:
    return half_day.starts_at.astimezone(cohort.venue.zone).date()


@require_http_methods(["GET", "HEAD", "POST"])
def countersign(request: HttpRequest, code: str, half_day_id: int) -> HttpResponse:
    """Say what sealing will do, then do it."""
    cohort = cohort_of(request, code)
    half_day = half_day_of(cohort, half_day_id)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            countersign_half_day(trainer=person_of(request), half_day=half_day)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("La demi-journée est contresignée. La feuille est close."))
            return redirect("trainer:half_day", cohort.code, half_day.pk)
    rows = roll_of(cohort, half_day)
    now = timezone.now()
    context = {
        "cohort": cohort,
        "half_day": half_day,
        "refusal": refusal,
        "picks": picks_of(rows, half_day, now),
        "unmarked": counts_of(rows)[UNMARKED],
        "blanks": [row.enrolment.person.display_name for row in rows if row.state == UNMARKED],
        "to_settle": half_day.device_marks.to_settle().count(),
        "is_over": half_day.ends_at <= now,
        "may_countersign": can_countersign(person_of(request), half_day, now),
        "is_sealed": is_sealed(half_day),
        "crumbs": crumbs_of(cohort, half_day),
    }
    with timezone.override(cohort.venue.zone):
        return render(
            request, "learning/trainer/countersign.html", context, status=409 if refusal else 200
        )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, code: str, half_day_id: int, enrolment_id: UUID) -> HttpResponse:
    """Correct one mark of a sealed half-day, with its reason; `acte`=voir says what follows."""
    cohort = cohort_of(request, code)
    half_day = half_day_of(cohort, half_day_id)
    row = next((r for r in roll_of(cohort, half_day) if r.enrolment.pk == enrolment_id), None)
    if row is None:
        return redirect("trainer:half_day", cohort.code, half_day.pk)
    refusal: DomainError | None = None
    outcome: Outcome | None = None
    presence = presence_from(request.POST, str(enrolment_id), half_day)
    if request.method == "POST" and request.POST.get("acte") == "voir":
        outcome = seen_before(cohort, row.enrolment, half_day, presence)
    elif request.method == "POST":
        try:
            correct_mark(
                actor=person_of(request), enrolment=row.enrolment, half_day=half_day,
                presence=presence, reason=request.POST.get("raison", ""),
            )  # fmt: skip
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("La correction est écrite, avec sa raison."))
            return redirect("trainer:half_day", cohort.code, half_day.pk)
    context = {
        "cohort": cohort,
        "half_day": half_day,
        "row": as_typed(row, request.POST),
        "picks": picks_of([], half_day, half_day.ends_at),
        "refusal": refusal,
        "outcome": outcome,
        "presence": presence,
        "typed": request.POST.get("raison", ""),
        "crumbs": crumbs_of(cohort, half_day),
    }
    with timezone.override(cohort.venue.zone):
        return render(
            request, "learning/trainer/correct.html", context, status=409 if refusal else 200
        )


@require_safe
def group(request: HttpRequest, code: str) -> HttpResponse:
    """Show the whole group: people × half-days, and what the rule says."""
    cohort = cohort_of(request, code)
    return _show_group(request, cohort)


def _show_group(
    request: HttpRequest, cohort: Cohort, refusal: DomainError | None = None
) -> HttpResponse:
    halves = halves_of(cohort)
    programme = cohort.revision.edition.module.format
    with_details = request.GET.get("detail") == "1"
    every = group_of(cohort, halves, with_details=with_details)
    typed, verdict = request.GET.get("q", "").strip(), request.GET.get("verdict", "")
    rows = [row for row in every if row.answers(typed, verdict)]
    if file := as_file(request, cohort.code, columns_of(halves), lambda: rows):
        return file
    now = timezone.now()
    context = {
        "cohort": cohort,
        "rows": rows,
        "total": len(every),
        "acquired": sum(row.verdict == "acquis" for row in every),
        "feet": feet_of(halves, rows),
        "minutes": sum(row.minutes for row in rows),
        "to_seal": [half for half in halves if half.ends_at < now and not is_sealed(half)],
        "typed": typed,
        "verdict": verdict,
        "verdicts": VERDICTS,
        "with_details": with_details,
        "warnings": warnings(cohort) if cohort.state in BEFORE_IT_MEETS else [],
        "is_declared": programme.completion_basis == CompletionBasis.DECLARED,
        "refusal": refusal,
        "crumbs": crumbs_of(cohort),
    }
    with timezone.override(cohort.venue.zone):
        return render(
            request, "learning/trainer/group.html", context, status=409 if refusal else 200
        )


@require_POST
def declare(request: HttpRequest, code: str, enrolment_id: UUID) -> HttpResponse:
    """Declare a completion on evidence, where the format asks for it."""
    cohort = cohort_of(request, code)
    person = person_of(request)
    enrolment = get_object_or_404(
        Enrolment.objects.visible_to(person).select_related(
            "person", "cohort__revision__edition__module__format"
        ),
        pk=enrolment_id,
        cohort=cohort,
    )
    programme = cohort.revision.edition.module.format
    try:
        declare_completion(
            actor=person, enrolment=enrolment, evidence=request.POST.get("preuve", ""),
            effective_on=timezone.localdate(), minutes=programme.planned_minutes,
        )  # fmt: skip
    except DomainError as refusal:
        return _show_group(request, cohort, refusal)
    messages.success(request, _("L’achèvement est déclaré."))
    return redirect("trainer:group", cohort.code)
