"""The welcome desk: people come in two by two, several desks at once, and each is noted once.

Whoever arrives more than a quarter of an hour after the beginning is late, at the time they were
scanned: before that, a queue at the door is nobody's fault. All arrivals of a request are
written together, under the one lock of the cohort's evidence, in about ten queries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from learning.attendance.enums import AttendanceStatus, DeviceMarkState, MarkMethod
from learning.attendance.models import AttendanceMark, DeviceMark, is_sealed
from learning.attendance.refusals import NoMorningToCarry, NothingToTakeBack, NotYourCohort
from learning.attendance.services import (
    HeldHalfDay,
    Presence,
    Source,
    entry_for,
    keep_late_evidence,
    record_mark,
    record_roll_call,
)
from learning.cohorts.enums import NOT_HELD, Period
from learning.cohorts.models import HalfDay
from learning.cohorts.permissions import can_run
from learning.enrolment.models import Enrolment
from learning.evidence.chain import append, locked_chain
from learning.evidence.models import EvidenceEntry
from learning.makeups.queries import has_a_seat, on_the_roll

LATE_AFTER = timedelta(minutes=15)
# The clock of a device is set right each time it sends, to within this.
SAME_INSTANT = timedelta(seconds=5)
# A scan is answered while two people walk past: what is read of each row is counted.
SEEN_OF_HALF_DAY = (
    "cohort_id", "day", "period", "starts_at", "ends_at", "countersignature__signed_at",
    "cohort__code", "cohort__title", "cohort__state", "cohort__venue__name",
    "cohort__venue__address", "cohort__venue__postal_code", "cohort__venue__city",
    "cohort__venue__time_zone", "cohort__revision__edition__number",
    "cohort__revision__edition__module__title",
)  # fmt: skip
SEEN_OF_PEOPLE = (
    "cohort_id", "state", "cancelled_at", "person__first_name", "person__last_name",
    "person__email", "employer__name",
)  # fmt: skip


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
    """A half-day held, what is known of those who arrive, and what is to be written."""

    held: HeldHalfDay
    actor: User
    device: str
    enrolments: dict[UUID, Enrolment]
    marks: dict[UUID, AttendanceMark]
    times: dict[UUID, datetime]

    @property
    def half_day(self) -> HalfDay:
        return self.held.half_day


@transaction.atomic
def welcome(
    *, actor: User, half_day: HalfDay, arrivals: Sequence[Arrival], device: str
) -> list[Welcome]:
    """Note those who arrive, in their order, and answer for each. Twice the same is harmless.

    Who is already noted as being there stays as noted; who was noted absent or excused is there
    after all. Raises NotYourCohort.
    """
    held = _hold(half_day)
    trainers = held.half_day.cohort.trainers.all()
    # Whether someone administers is one more question: few of those who receive do.
    if actor not in trainers and not can_run(actor, held.half_day.cohort):
        raise NotYourCohort
    asked = [one.enrolment_id for one in arrivals if one.enrolment_id]
    people = Enrolment.objects.select_related("person", "employer").only(*SEEN_OF_PEOPLE)
    marks = AttendanceMark.objects.filter(half_day=half_day.pk, enrolment__in=asked)
    desk = _Desk(
        held, actor, device,
        enrolments={one.pk: one for one in people.filter(pk__in=asked)},
        marks={mark.enrolment_id: mark for mark in marks},
        times={},
    )  # fmt: skip
    answers = [_receive(desk, arrival) for arrival in arrivals]
    _write(desk)
    _keep_received_late(desk, zip(arrivals, answers, strict=True))
    return _with_times(desk, arrivals, answers)


def _hold(half_day: HalfDay) -> HeldHalfDay:
    """Hold a half-day as `hold_half_day` does, reading only what a welcome needs of it."""
    chain = locked_chain(half_day.cohort_id)
    names = User.objects.only("first_name", "last_name", "email")
    fresh = (
        HalfDay.objects.select_related(
            "countersignature", "cohort__venue", "cohort__revision__edition__module"
        )
        .only(*SEEN_OF_HALF_DAY)
        .prefetch_related(Prefetch("cohort__trainers", names))
    )
    return HeldHalfDay(fresh.get(pk=half_day.pk), chain)


def _receive(desk: _Desk, arrival: Arrival) -> Welcome:
    """Decide on one arrival; what is to be written is left on the desk."""
    enrolment = desk.enrolments.get(arrival.enrolment_id) if arrival.enrolment_id else None
    refusal = _refusal(desk.half_day, enrolment, arrival.at)
    if enrolment is None or refusal in {Outcome.ELSEWHERE, Outcome.UNKNOWN}:
        return Welcome(nonce=arrival.nonce, outcome=refusal or Outcome.UNKNOWN)
    mark = desk.marks.get(enrolment.pk)
    if mark is not None and mark.was_there:
        return Welcome(
            nonce=arrival.nonce, outcome=Outcome.ALREADY, enrolment=enrolment,
            is_same_device=mark.device == desk.device,
        )  # fmt: skip
    if refusal:
        return Welcome(nonce=arrival.nonce, outcome=refusal, enrolment=enrolment)
    is_late = arrival.at > desk.half_day.starts_at + LATE_AFTER
    if mark is None:
        mark = AttendanceMark(enrolment=enrolment, half_day=desk.half_day)
        desk.marks[enrolment.pk] = mark
    mark.enrolment = enrolment
    mark.status = AttendanceStatus.LATE if is_late else AttendanceStatus.PRESENT
    mark.arrived_at = arrival.at if is_late else None
    mark.left_at, mark.note = None, ""
    mark.method, mark.device, mark.signed_at = MarkMethod.WELCOMED, desk.device, None
    desk.times[enrolment.pk] = arrival.at
    return Welcome(
        nonce=arrival.nonce, outcome=Outcome.LATE if is_late else Outcome.ARRIVED,
        enrolment=enrolment, since=arrival.at,
    )  # fmt: skip


def _refusal(half_day: HalfDay, enrolment: Enrolment | None, at: datetime) -> Outcome | None:
    """Return why an arrival cannot be noted, None when it can."""
    cohort, zone = half_day.cohort, half_day.cohort.venue.zone
    if enrolment is None:
        return Outcome.UNKNOWN
    reasons = (
        (
            enrolment.cohort_id != half_day.cohort_id and not has_a_seat(enrolment, half_day),
            Outcome.ELSEWHERE,
        ),
        (enrolment.cancelled_at is not None, Outcome.CANCELLED),
        (not enrolment.is_confirmed, Outcome.WAITING),
        (cohort.state in NOT_HELD, Outcome.NOT_HELD),
        (is_sealed(half_day), Outcome.SEALED),
        (at > half_day.ends_at, Outcome.OVER),
        (
            at.astimezone(zone).date() != half_day.starts_at.astimezone(zone).date(),
            Outcome.NOT_TODAY,
        ),
    )
    return next((outcome for is_so, outcome in reasons if is_so), None)


def _write(desk: _Desk) -> None:
    """Write what was decided: entries of evidence, marks, one line of the audit trail."""
    changed = [desk.marks[pk] for pk in desk.times]
    if not changed:
        return
    drafts = [
        entry_for(mark, desk.half_day, desk.actor.pk, desk.times[mark.enrolment_id])
        for mark in changed
    ]
    for mark, entry in zip(changed, append(desk.held.chain, drafts), strict=True):
        mark.entry, mark.recorded_at = entry.position, entry.recorded_at
        mark.recorded_by = desk.actor
    for known in [mark for mark in changed if mark.pk is not None]:
        known.save()
    AttendanceMark.objects.bulk_create(mark for mark in changed if mark.pk is None)
    record(
        actor=desk.actor, action="arrivals_welcomed", target=desk.half_day, device=desk.device,
        enrolments=[str(mark.enrolment_id) for mark in changed],
    )  # fmt: skip


def _keep_received_late(desk: _Desk, answered: Iterable[tuple[Arrival, Welcome]]) -> None:
    """Keep what reached a sealed half-day: the team settles it, with a reason."""
    rows = [
        DeviceMark(
            nonce=arrival.nonce, device=desk.device, cohort=desk.half_day.cohort,
            half_day=desk.half_day, enrolment=answer.enrolment, status=AttendanceStatus.PRESENT,
            method=MarkMethod.WELCOMED, made_at=arrival.made_at,
            clock_offset_ms=round(arrival.offset.total_seconds() * 1000),
            marked_by=desk.actor, sent_by=desk.actor, state=DeviceMarkState.PENDING,
        )
        for arrival, answer in answered
        if answer.outcome == Outcome.SEALED
    ]  # fmt: skip
    if rows:
        nonces = [row.nonce for row in rows]
        known = set(DeviceMark.objects.filter(pk__in=nonces).values_list("pk", flat=True))
        new = [row for row in rows if row.nonce not in known]
        DeviceMark.objects.bulk_create(new)
        keep_late_evidence(desk.held.chain, new)


def _with_times(
    desk: _Desk, arrivals: Sequence[Arrival], answers: Sequence[Welcome]
) -> list[Welcome]:
    """Say since when those who were there already are; an arrival sent again is one arrival."""
    known = [desk.marks[a.enrolment.pk] for a in answers if _is_already(a) and a.enrolment]
    if not known:
        return list(answers)
    entries = EvidenceEntry.objects.filter(
        cohort=desk.half_day.cohort_id, position__in={mark.entry for mark in known}
    )
    times = {entry.position: entry.at for entry in entries}
    told = []
    for arrival, answer in zip(arrivals, answers, strict=True):
        if not (_is_already(answer) and answer.enrolment):
            told.append(answer)
            continue
        mark = desk.marks[answer.enrolment.pk]
        noted_at = times.get(mark.entry, mark.recorded_at)
        is_same = answer.is_same_device and abs(noted_at - arrival.at) <= SAME_INSTANT
        if is_same and answer.enrolment.pk not in desk.times:
            outcome = Outcome.LATE if mark.status == AttendanceStatus.LATE else Outcome.ARRIVED
            answer = replace(answer, outcome=outcome)  # noqa: PLW2901 - the same, said better
        told.append(replace(answer, since=mark.arrived_at or noted_at))
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
