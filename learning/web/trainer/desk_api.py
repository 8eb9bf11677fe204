"""What the desk's script sends and asks: arrivals, by one or by many, and who has come since."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from accounts.users.models import User
from common.errors import DomainError
from learning.attendance.doors import Door, door_of
from learning.attendance.enums import WERE_THERE, AttendanceStatus
from learning.attendance.models import AttendanceMark
from learning.attendance.welcome import Arrival, take_back, welcome
from learning.cohorts.models import HalfDay
from learning.enrolment.arrival_codes import enrolment_of_code
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.makeups.queries import on_the_roll
from learning.web.trainer.cohorts import cohort_of
from learning.web.trainer.desk_words import BAD, GOOD, as_json, hour_of, since_of, times_of

MOST_ACTS, MOST_BYTES = 50, 64 * 1024
# Marks are dated before they are committed: what came in just before is told again.
OVERLAP = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a device, in the order of its queue."""

    nonce: UUID
    half_day_id: int
    enrolment_id: UUID | None
    is_undo: bool
    made_at: datetime


class Unreadable(ValueError):
    """What was sent is not what the desk's script sends."""


@require_POST
def scans(request: HttpRequest, code: str) -> HttpResponse:
    """Note the arrivals of one request; answer for each, whatever became of the others."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        sent = json.loads(request.body)
        device, offset = str(UUID(sent["device"])), timezone.now() - _instant(sent["sent_at"])
        acts = [_act(one) for one in sent["acts"][:MOST_ACTS]]
        _refuse_nothing(acts)
    except (ValueError, TypeError, KeyError, AttributeError) as unreadable:
        return HttpResponseBadRequest(str(unreadable), content_type="text/plain")
    person = person_of(request)
    said: list[dict[str, object]] = []
    for half_day_id, run in groupby(acts, key=lambda act: act.half_day_id):
        try:
            door = _door(person, code, half_day_id)
        except Http404:
            # Moved or cancelled since the device kept it: said, or its queue would wait for ever.
            cohort_of(request, code)
            said += [_gone(act) for act in run]
            continue
        with timezone.override(door.zone):
            said += _answers(person, door, list(run), device, offset)
    return JsonResponse({"said": said})


def _refuse_nothing(acts: list[Act]) -> None:
    if not acts:
        message = "Nothing was sent."
        raise Unreadable(message)


def _act(sent: Mapping[str, Any]) -> Act:
    told = sent.get("enrolment")
    return Act(
        nonce=UUID(sent["nonce"]),
        half_day_id=int(sent["half_day"]),
        enrolment_id=UUID(told) if told else enrolment_of_code(str(sent.get("code", "")).lower()),
        is_undo=bool(sent.get("undo")),
        made_at=_instant(sent["at"]),
    )


def _instant(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None or timezone.is_naive(found):
        message = "An instant is needed, with its offset."
        raise Unreadable(message)
    return found


def _door(person: User, code: str, half_day_id: int) -> Door:
    """Return the door of a half-day of this cohort, where the person receives, or 404."""
    try:
        door = door_of(half_day_id)
    except HalfDay.DoesNotExist as gone:
        raise Http404 from gone
    if door.code != code or not door.is_kept_by(person):
        raise Http404
    return door


def _gone(act: Act) -> dict[str, object]:
    return {
        "nonce": str(act.nonce), "tone": BAD, "name": "", "employer": "", "enrolment": None,
        "words": _("Cette demi-journée n’existe plus : rechargez la page de l’accueil."),
        "here": False, "hour": "", "undo": False,
    }  # fmt: skip


def _answers(
    person: User, door: Door, acts: list[Act], device: str, offset: timedelta
) -> Iterator[dict[str, object]]:
    for is_undo, run in groupby(acts, key=lambda act: act.is_undo):
        if is_undo:
            for act in run:
                yield _taken_back(person, door.half_day, act, device)
            continue
        arrivals = [
            Arrival(
                nonce=act.nonce, enrolment_id=act.enrolment_id, made_at=act.made_at, offset=offset
            )
            for act in run
        ]  # fmt: skip
        told = welcome(actor=person, door=door, arrivals=arrivals, device=device)
        yield from map(as_json, told)


def _taken_back(person: User, half_day: HalfDay, act: Act, device: str) -> dict[str, object]:
    people = Enrolment.objects.select_related("person", "employer")
    of_this = people.filter(cohort=half_day.cohort_id)
    found = get_object_or_404(of_this, pk=act.enrolment_id)
    words, tone = _("Arrivée reprise : la personne n’est plus notée ici."), GOOD
    is_here = False
    try:
        mark = take_back(actor=person, half_day=half_day, enrolment=found, device=device)
    except DomainError as refusal:
        words, tone = str(refusal), BAD
    else:
        is_here = mark.was_there
    return {
        "nonce": str(act.nonce), "tone": tone, "name": found.person.display_name,
        "employer": found.employer.name if found.employer else "", "words": words,
        "enrolment": str(found.pk), "here": is_here, "hour": "", "undo": False,
    }  # fmt: skip


@require_safe
def state(request: HttpRequest, code: str, half_day_id: int) -> HttpResponse:
    """Count those who have come, and tell who has since an instant (`depuis`)."""
    now = timezone.now()
    door = _door(person_of(request), code, half_day_id)
    half_day = door.half_day
    marks = AttendanceMark.objects.filter(
        half_day=half_day, enrolment__state=EnrolmentState.CONFIRMED
    )
    counts = marks.aggregate(
        arrived=Count("pk", filter=Q(status__in=WERE_THERE)),
        late=Count("pk", filter=Q(status=AttendanceStatus.LATE)),
    )
    since = parse_datetime(request.GET.get("depuis", ""))
    changed: list[AttendanceMark] = []
    if since is not None and timezone.is_aware(since):
        changed = list(marks.filter(recorded_at__gt=since - OVERLAP))
    times = times_of(half_day, changed) if changed else {}
    with timezone.override(door.zone):
        changes = [
            {
                "enrolment": str(mark.enrolment_id),
                "here": mark.was_there,
                "hour": hour_of(since_of(mark, times)) if mark.was_there else "",
            }
            for mark in changed
        ]
    expected = on_the_roll(half_day).count()
    return JsonResponse(
        {"now": now.isoformat(), "expected": expected, **counts, "changes": changes}
    )
