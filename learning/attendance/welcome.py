"""The welcome desk: people come in two by two, several desks at once, and each is noted once.

Whoever arrives more than a quarter of an hour after the beginning is late, at the time they were
scanned: before that, a queue at the door is nobody's fault. All arrivals of a request are
written together, under the one lock of the cohort's evidence, in five queries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from learning.attendance.doors import Door, Known, known_people
from learning.attendance.enums import AttendanceStatus, DeviceMarkState, MarkMethod
from learning.attendance.models import AttendanceMark, DeviceMark
from learning.attendance.refusals import NoMorningToCarry, NothingToTakeBack, NotYourCohort
from learning.attendance.services import (
    Presence,
    Source,
    entry_for,
    keep_late_evidence,
    record_mark,
    record_roll_call,
)
from learning.cohorts.enums import NOT_HELD, Period
from learning.cohorts.models import HalfDay
from learning.enrolment.models import Enrolment
from learning.evidence.chain import append, locked_chain
from learning.evidence.models import EvidenceChain, EvidenceEntry
from learning.makeups.queries import has_a_seat, on_the_roll

LATE_AFTER = timedelta(minutes=15)
# The clock of a device is set right each time it sends, to within this.
SAME_INSTANT = timedelta(seconds=5)


class Outcome(Enum):
    """What became of an arrival; only the first two are written as such."""

    ARRIVED = "arrived"
    LATE = "late"
    ALREADY = "already"
    # The half-day is sealed: kept as evidence received late, for the team to settle.
    SEALED = "sealed"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
    NOT_TODAY = "not_today"
    OVER = "over"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Someone scanned, or found by name. `enrolment_id` is None for a code that is not ours.

    `made_at` is the device's clock; `offset` what it lacked when the arrival was sent.
    """

    nonce: UUID
    enrolment_id: UUID | None
    made_at: datetime
    offset: timedelta = timedelta(0)

    @property
    def at(self) -> datetime:
        """Return when it happened, never in the future."""
        return min(self.made_at + self.offset, timezone.now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What the desk answers: to whom, and since when they are there."""

    nonce: UUID
    outcome: Outcome
    enrolment: Enrolment | None = None
    since: datetime | None = None
    is_same_device: bool = True


@dataclass(slots=True)
class _Desk:
    """A door held, what is known of those who arrive, and what is to be written."""

    door: Door
    chain: EvidenceChain
    actor: User
    device: str
    people: dict[UUID, Known]
    arrived: dict[UUID, tuple[AttendanceMark, datetime]] = field(default_factory=dict)

    @property
    def half_day(self) -> HalfDay:
        return self.door.half_day


@transaction.atomic
def welcome(*, actor: User, door: Door, arrivals: Sequence[Arrival], device: str) -> list[Welcome]:
    """Note those who arrive, in their order, and answer for each. Twice the same is harmless.

    Who is already noted as being there stays as noted; who was noted absent or excused is there
    after all. Each leaves its entry of evidence, which names who received them and on which
    device: the audit trail does not say it again. Raises NotYourCohort.
    """
    if not door.is_kept_by(actor):
        raise NotYourCohort
    chain = locked_chain(door.half_day.cohort_id)
    desk = _Desk(
        door, chain, actor, device,
        known_people(door.half_day, [a.enrolment_id for a in arrivals if a.enrolment_id]),
    )  # fmt: skip
    answers = [_receive(desk, arrival) for arrival in arrivals]
    _write(desk)
    _keep_received_late(desk, zip(arrivals, answers, strict=True))
    return _with_times(desk, arrivals, answers)


def _receive(desk: _Desk, arrival: Arrival) -> Welcome:
    """Decide on one arrival; what is to be written is left on the desk."""
    known = desk.people.get(arrival.enrolment_id) if arrival.enrolment_id else None
    refusal = _refusal(desk.door, known, arrival.at)
    if known is None or refusal in {Outcome.ELSEWHERE, Outcome.UNKNOWN}:
        return Welcome(nonce=arrival.nonce, outcome=refusal or Outcome.UNKNOWN)
    enrolment, noted = known.enrolment, known.noted
    is_here = enrolment.pk in desk.arrived or (noted is not None and noted.was_there)
    if is_here:
        return Welcome(
            nonce=arrival.nonce, outcome=Outcome.ALREADY, enrolment=enrolment,
            is_same_device=noted is None or noted.device == desk.device,
        )  # fmt: skip
    if refusal:
        return Welcome(nonce=arrival.nonce, outcome=refusal, enrolment=enrolment)
    is_late = arrival.at > desk.half_day.starts_at + LATE_AFTER
    mark = (
        AttendanceMark.objects.get(pk=noted.key)
        if noted
        else AttendanceMark(enrolment=enrolment, half_day=desk.half_day)
    )
    mark.enrolment = enrolment
    mark.status = AttendanceStatus.LATE if is_late else AttendanceStatus.PRESENT
    mark.arrived_at = arrival.at if is_late else None
    mark.left_at, mark.note, mark.signature = None, "", None
    mark.method, mark.device, mark.signed_at = MarkMethod.WELCOMED, desk.device, None
    desk.arrived[enrolment.pk] = mark, arrival.at
    return Welcome(
        nonce=arrival.nonce, outcome=Outcome.LATE if is_late else Outcome.ARRIVED,
        enrolment=enrolment, since=arrival.at,
    )  # fmt: skip


def _refusal(door: Door, known: Known | None, at: datetime) -> Outcome | None:
    """Return why an arrival cannot be noted, None when it can."""
    if known is None:
        return Outcome.UNKNOWN
    half_day, zone, enrolment = door.half_day, door.zone, known.enrolment
    reasons = (
        (
            enrolment.cohort_id != half_day.cohort_id and not has_a_seat(enrolment, half_day),
            Outcome.ELSEWHERE,
        ),
        (enrolment.cancelled_at is not None, Outcome.CANCELLED),
        (not enrolment.is_confirmed, Outcome.WAITING),
        (door.state in NOT_HELD, Outcome.NOT_HELD),
        (known.is_sealed, Outcome.SEALED),
        (at > half_day.ends_at, Outcome.OVER),
        (
            at.astimezone(zone).date() != half_day.starts_at.astimezone(zone).date(),
            Outcome.NOT_TODAY,
        ),
    )
    return next((outcome for is_so, outcome in reasons if is_so), None)


def _write(desk: _Desk) -> None:
    """Write what was decided: entries of evidence, and marks."""
    if not desk.arrived:
        return
    drafts = [
        entry_for(mark, desk.half_day, desk.actor.pk, at, facts=desk.door.facts)
        for mark, at in desk.arrived.values()
    ]
    marks = [mark for mark, _at in desk.arrived.values()]
    for mark, entry in zip(marks, append(desk.chain, drafts), strict=True):
        mark.entry, mark.recorded_at = entry.position, entry.recorded_at
        mark.recorded_by = desk.actor
    for known in [mark for mark in marks if mark.pk is not None]:
        known.save()
    AttendanceMark.objects.bulk_create(mark for mark in marks if mark.pk is None)


def _keep_received_late(desk: _Desk, answered: Iterable[tuple[Arrival, Welcome]]) -> None:
    """Keep what reached a sealed half-day: the team settles it, with a reason."""
    late = [(arrival, answer) for arrival, answer in answered if answer.outcome == Outcome.SEALED]
    if not late:
        return
    half_day = HalfDay.objects.select_related(
        "cohort__venue", "cohort__revision__edition__module"
    ).get(pk=desk.half_day.pk)
    known = set(
        DeviceMark.objects.filter(pk__in=[arrival.nonce for arrival, _answer in late]).values_list(
            "pk", flat=True
        )
    )
    new = [
        DeviceMark(
            nonce=arrival.nonce, device=desk.device, cohort=half_day.cohort, half_day=half_day,
            enrolment=answer.enrolment, status=AttendanceStatus.PRESENT,
            method=MarkMethod.WELCOMED, made_at=arrival.made_at,
            clock_offset_ms=round(arrival.offset.total_seconds() * 1000),
            marked_by=desk.actor, sent_by=desk.actor, state=DeviceMarkState.PENDING,
        )
        for arrival, answer in late
        if arrival.nonce not in known
    ]  # fmt: skip
    DeviceMark.objects.bulk_create(new)
    keep_late_evidence(desk.chain, new)


def _with_times(
    desk: _Desk, arrivals: Sequence[Arrival], answers: Sequence[Welcome]
) -> list[Welcome]:
    """Say since when those who were there already are; an arrival sent again is one arrival."""
    known = {
        answer.enrolment.pk: noted
        for answer in answers
        if _is_already(answer) and answer.enrolment
        if (noted := desk.people[answer.enrolment.pk].noted)
    }
    entries = EvidenceEntry.objects.filter(
        cohort=desk.half_day.cohort_id, position__in=[noted.entry for noted in known.values()]
    )
    times = dict(entries.values_list("position", "at")) if known else {}
    told = []
    for arrival, answer in zip(arrivals, answers, strict=True):
        if not (_is_already(answer) and answer.enrolment):
            told.append(answer)
            continue
        if answer.enrolment.pk in desk.arrived:
            told.append(replace(answer, since=desk.arrived[answer.enrolment.pk][1]))
            continue
        noted = known[answer.enrolment.pk]
        noted_at = times.get(noted.entry, noted.recorded_at)
        if answer.is_same_device and abs(noted_at - arrival.at) <= SAME_INSTANT:
            outcome = Outcome.LATE if noted.status == AttendanceStatus.LATE else Outcome.ARRIVED
            answer = replace(answer, outcome=outcome)  # noqa: PLW2901 - the same, said better
        told.append(replace(answer, since=noted.arrived_at or noted_at))
    return told


def _is_already(answer: Welcome) -> bool:
    return answer.outcome == Outcome.ALREADY


@transaction.atomic
def take_back(
    *, actor: User, half_day: HalfDay, enrolment: Enrolment, device: str
) -> AttendanceMark:
    """Take back an arrival that this very device noted: the person is as they were before.

    Who was not noted at all is noted absent: the evidence keeps both. Raises NothingToTakeBack,
    NotYourCohort or HalfDayIsSealed.
    """
    mark = AttendanceMark.objects.filter(half_day=half_day, enrolment=enrolment).first()
    is_ours = mark is not None and (mark.method, mark.device) == (MarkMethod.WELCOMED, device)
    if mark is None or not is_ours or not mark.was_there:
        raise NothingToTakeBack
    before = (
        EvidenceEntry.objects.filter(
            enrolment_id=enrolment.pk, half_day_id=half_day.pk, position__lt=mark.entry
        )
        .order_by("position")
        .last()
    )
    if before is None:
        presence = Presence(
            status=AttendanceStatus.ABSENT, note=str(_("Arrivée notée par erreur, reprise"))
        )
    else:
        presence = Presence(
            status=AttendanceStatus(before.status), at=before.arrived_at or before.left_at,
            note=before.reason,
        )  # fmt: skip
    return record_mark(
        actor=actor, enrolment=enrolment, half_day=half_day, presence=presence,
        source=Source(method=MarkMethod.WELCOMED, device=device),
    )  # fmt: skip


def carry_the_morning(*, actor: User, half_day: HalfDay) -> int:
    """Note as present in the afternoon those who were there all morning; return how many.

    It is the act of the person who sees them come back. Who is noted already stays as noted.
    Raises NotYourCohort, HalfDayIsSealed or NoMorningToCarry.
    """
    morning = HalfDay.objects.filter(
        cohort=half_day.cohort_id, day=half_day.day, period=Period.MORNING
    ).first()
    if morning is None or half_day.period != Period.AFTERNOON:
        raise NoMorningToCarry
    stayed = (AttendanceStatus.PRESENT, AttendanceStatus.LATE)
    there = (
        on_the_roll(half_day)
        .filter(marks__half_day=morning, marks__status__in=stayed)
        .exclude(pk__in=AttendanceMark.objects.filter(half_day=half_day).values("enrolment"))
        .select_related("person")
        .order_by("pk")
    )
    present = Presence(status=AttendanceStatus.PRESENT)
    return record_roll_call(actor=actor, half_day=half_day, presences=dict.fromkeys(there, present))
