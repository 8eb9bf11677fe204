"""Sign, note, countersign, correct. Each act leaves an entry of evidence (learning.evidence)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.users.models import User
from common.audit.services import record
from common.jobs.services import queue
from learning.attendance.enums import WERE_THERE, AttendanceStatus, MarkMethod, hand_in
from learning.attendance.models import (
    AttendanceMark,
    Countersignature,
    DeviceMark,
    is_sealed,
    window_of,
)
from learning.attendance.permissions import can_countersign
from learning.attendance.refusals import (
    HalfDayHasNotBegun,
    HalfDayIsNotSealed,
    HalfDayIsSealed,
    NotYourCohort,
    NotYourPlace,
    PresenceRequired,
    ReasonRequired,
    RoomCodeRequired,
    SignatureRequired,
    SigningIsClosed,
    TimeRequired,
)
from learning.attendance.signatures import DrawnSignature, keep_signature
from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import HalfDay
from learning.cohorts.permissions import can_run
from learning.enrolment.models import Enrolment
from learning.evidence.chain import Draft, append, locked_chain
from learning.evidence.digests import instant
from learning.evidence.enums import EntryKind
from learning.evidence.models import EvidenceChain
from learning.evidence.tasks import anchor_soon
from learning.makeups.queries import has_a_seat, on_the_roll
from modules.programmes.enums import SignatureRule

# The facts other rooms react to: learning/reactions.py.
HALF_DAY_SEALED = "half_day_sealed"
MARK_CORRECTED = "mark_corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What is noted of a person; `at` is the instant of arrival or departure, where it matters."""

    status: AttendanceStatus
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a presence comes from: how, from which device, when it was noted (now, for None)."""

    method: MarkMethod = MarkMethod.TRAINER_RECORDED
    device: str = ""
    at: datetime | None = None
    signature: DrawnSignature | None = None


NOTED_NOW = Source()


@dataclass(frozen=True, slots=True)
class HeldHalfDay:
    """A half-day whose marks nobody else changes until the transaction ends."""

    half_day: HalfDay
    chain: EvidenceChain


def hold_half_day(half_day: HalfDay) -> HeldHalfDay:
    """Return the half-day as it is, with its cohort, its countersignature and its evidence held.

    The marks of a cohort are written one after the other: the chain of its evidence has one end.
    """
    chain = locked_chain(half_day.cohort_id)
    fresh = HalfDay.objects.select_related(
        "countersignature", "cohort__venue", "cohort__revision__edition__module__format"
    ).prefetch_related("cohort__trainers")
    return HeldHalfDay(fresh.get(pk=half_day.pk), chain)


@transaction.atomic
def sign_half_day(
    *,
    person: User,
    enrolment: Enrolment,
    half_day: HalfDay,
    signature: DrawnSignature | None = None,
    room_code_seen: bool = False,
) -> AttendanceMark:
    """Sign for oneself: present, now. Signing again changes nothing.

    Raises NotYourPlace, SigningIsClosed, HalfDayIsSealed, and where the format asks for them
    RoomCodeRequired or SignatureRequired.
    """
    held = hold_half_day(half_day)
    half_day = held.half_day
    if enrolment.person_id != person.pk or not has_a_seat(enrolment, half_day):
        raise NotYourPlace
    _refuse_sealed(half_day)
    now = timezone.now()
    opens, closes = window_of(half_day)
    if half_day.cohort.state in NOT_HELD or not opens <= now <= closes:
        raise SigningIsClosed
    mark = AttendanceMark.objects.filter(enrolment=enrolment, half_day=half_day).first()
    if mark is not None and mark.method == MarkMethod.SELF_SIGNED:
        return mark
    rules = half_day.cohort.revision.edition.module.format
    if rules.asks_room_code and not room_code_seen:
        raise RoomCodeRequired
    if rules.signature == SignatureRule.DRAWN and signature is None:
        raise SignatureRequired
    # A late arrival noted by the trainer stays one: the person adds their signature to it.
    if mark is None or not mark.was_there:
        mark = mark or AttendanceMark(enrolment=enrolment, half_day=half_day)
        mark.status = AttendanceStatus.PRESENT
        mark.note = ""
    mark.method = MarkMethod.SELF_SIGNED
    mark.device = ""
    mark.signed_at = now
    mark.signature = keep_signature(signature, enrolment, half_day)
    _write(held, mark, person, entry_for(mark, half_day, person.pk, now))
    record(actor=person, action="half_day_signed", target=half_day, enrolment=str(enrolment.pk))
    return mark


@transaction.atomic
def record_mark(
    *,
    actor: User,
    enrolment: Enrolment,
    half_day: HalfDay,
    presence: Presence,
    source: Source = NOTED_NOW,
) -> AttendanceMark:
    """Note whether a participant is there; the person's own signature, if any, is kept.

    Raises NotYourCohort, NotYourPlace, HalfDayIsSealed or TimeRequired.
    """
    held = hold_half_day(half_day)
    if not can_run(actor, held.half_day.cohort):
        raise NotYourCohort
    _refuse_sealed(held.half_day)
    mark = _note(held, actor, enrolment, presence, source)
    record(
        actor=actor, action="mark_recorded", target=half_day,
        enrolment=str(enrolment.pk), status=presence.status.value,
    )  # fmt: skip
    return mark


@transaction.atomic
def record_roll_call(
    *, actor: User, half_day: HalfDay, presences: Mapping[Enrolment, Presence]
) -> int:
    """Note several participants at once, all or none; return how many were written.

    Raises NotYourCohort, NotYourPlace, HalfDayIsSealed or TimeRequired.
    """
    held = hold_half_day(half_day)
    if not can_run(actor, held.half_day.cohort):
        raise NotYourCohort
    _refuse_sealed(held.half_day)
    for enrolment, presence in presences.items():
        _note(held, actor, enrolment, presence, NOTED_NOW)
    if presences:
        record(
            actor=actor, action="roll_call_recorded", target=half_day,
            statuses={str(who.pk): presence.status.value for who, presence in presences.items()},
        )  # fmt: skip
    return len(presences)


def _refuse_sealed(half_day: HalfDay) -> None:
    if is_sealed(half_day):
        raise HalfDayIsSealed


def _note(
    held: HeldHalfDay, actor: User, enrolment: Enrolment, presence: Presence, source: Source
) -> AttendanceMark:
    """Write a presence noted by the team; what says nothing new writes nothing."""
    mark, is_new = _with_presence(held, enrolment, presence, source.method)
    hand, kept = hand_in(source.method), hand_in(mark.method) if mark.entry else 0
    signs = hand > kept or (source.signature is not None and hand == kept)
    if not is_new and not signs:
        return mark
    at = source.at or timezone.now()
    mark.device = source.device
    # What the person signed stays theirs, whatever is noted after: this note is the team's.
    drawn = keep_signature(source.signature, enrolment, held.half_day) if signs else None
    if hand >= kept:
        mark.method, mark.signature = source.method, drawn
        mark.signed_at = at if source.method == MarkMethod.DEVICE_SIGNED else None
    said = entry_for(
        mark, held.half_day, actor.pk, at, method=source.method, reason=mark.note,
        signature=drawn.digest if drawn else "",
    )  # fmt: skip
    _write(held, mark, actor, said)
    return mark


def _with_presence(
    held: HeldHalfDay, enrolment: Enrolment, presence: Presence, method: MarkMethod
) -> tuple[AttendanceMark, bool]:
    """Return the mark with what is noted of the person, and whether it says something new."""
    half_day = held.half_day
    if not has_a_seat(enrolment, half_day):
        raise NotYourPlace
    needs_time = presence.status in {AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY}
    if needs_time and not (presence.at and half_day.starts_at <= presence.at <= half_day.ends_at):
        raise TimeRequired(name=enrolment.person.display_name)
    mark = AttendanceMark.objects.filter(enrolment=enrolment, half_day=half_day).first()
    if mark is None:
        mark = AttendanceMark(enrolment=enrolment, half_day=half_day, method=method)
    before = (mark.entry > 0, mark.status, mark.arrived_at, mark.left_at, mark.note)
    mark.status = presence.status
    mark.arrived_at = presence.at if presence.status == AttendanceStatus.LATE else None
    mark.left_at = presence.at if presence.status == AttendanceStatus.LEFT_EARLY else None
    mark.note = presence.note.strip()
    return mark, before != (True, mark.status, mark.arrived_at, mark.left_at, mark.note)


def _write(held: HeldHalfDay, mark: AttendanceMark, author: User, said: Draft) -> None:
    """Write a mark and the entry of evidence that it leaves."""
    (entry,) = append(held.chain, [said])
    mark.entry = entry.position
    mark.recorded_by = author
    mark.recorded_at = entry.recorded_at
    mark.save()


def entry_for(
    mark: AttendanceMark, half_day: HalfDay, author_id: UUID, at: datetime, **said: Any
) -> Draft:
    """Return what the evidence says of a mark; `said` is what this entry says otherwise."""
    as_it_is: dict[str, Any] = {
        "kind": EntryKind.MARKED, "status": mark.status, "arrived_at": mark.arrived_at,
        "left_at": mark.left_at, "method": mark.method, "device": mark.device,
        "signature": mark.signature.digest if mark.signature else "",
        "enrolment_id": mark.enrolment_id, "person_id": mark.enrolment.person_id,
    }  # fmt: skip
    return Draft(half_day=half_day, author_id=author_id, at=at, **(as_it_is | said))


def seal_entry(seal: Countersignature, half_day: HalfDay, **said: Any) -> Draft:
    """Return what the evidence says of a countersignature."""
    counts = {"present": seal.present_count, "absent": seal.absent_count}
    return Draft(
        kind=EntryKind.SEALED, half_day=half_day, at=seal.signed_at, author_id=seal.trainer_id,
        detail=counts | said,
    )  # fmt: skip


def keep_late_evidence(chain: EvidenceChain, marks: Iterable[DeviceMark]) -> None:
    """Leave evidence of marks received after the countersignature; they change nothing yet.

    Kept with the device's time, that of receipt and the measured difference of their clocks.
    """
    drafts = [
        Draft(
            kind=EntryKind.RECEIVED_LATE, half_day=mark.half_day, at=mark.true_at,
            author_id=mark.sent_by_id, enrolment_id=mark.enrolment_id,
            person_id=mark.enrolment.person_id, status=mark.status,
            arrived_at=mark.at if mark.status == AttendanceStatus.LATE else None,
            left_at=mark.at if mark.status == AttendanceStatus.LEFT_EARLY else None,
            method=mark.method, device=mark.device,
            signature=mark.signature.digest if mark.signature else "", detail={
                "nonce": str(mark.nonce), "made_at": instant(mark.made_at),
                "clock_offset_ms": mark.clock_offset_ms, "marked_by": str(mark.marked_by_id),
            },
        )
        for mark in marks
        if mark.half_day and mark.enrolment
    ]  # fmt: skip
    if drafts:
        append(chain, drafts)
        anchor_soon(chain)


@transaction.atomic
def countersign_half_day(*, trainer: User, half_day: HalfDay) -> Countersignature:
    """Seal a half-day: whoever is neither signed nor noted is absent. Sealing again is harmless.

    Raises NotYourCohort or HalfDayHasNotBegun.
    """
    held = hold_half_day(half_day)
    half_day = held.half_day
    if is_sealed(half_day):
        return half_day.countersignature
    now = timezone.now()
    if trainer not in half_day.cohort.trainers.all():
        raise NotYourCohort
    if not can_countersign(trainer, half_day, now):
        raise HalfDayHasNotBegun
    _strike_blanks(held, trainer, now)
    marks = half_day.marks.values_list("status", flat=True)
    present = sum(status in WERE_THERE for status in marks)
    seal = Countersignature.objects.create(
        half_day=half_day, trainer=trainer, signed_at=now,
        present_count=present, absent_count=len(marks) - present,
    )  # fmt: skip
    HalfDay.objects.filter(pk=half_day.pk).update(sealed=True)
    append(held.chain, [seal_entry(seal, half_day)])
    anchor_soon(held.chain)
    record(
        actor=trainer, action="half_day_countersigned", target=half_day,
        present=seal.present_count, absent=seal.absent_count,
    )  # fmt: skip
    queue(
        kind=HALF_DAY_SEALED,
        key=str(half_day.pk),
        payload={"cohort": str(half_day.cohort_id), "half_day": half_day.pk},
    )
    return seal


def _strike_blanks(held: HeldHalfDay, trainer: User, now: datetime) -> None:
    blanks = on_the_roll(held.half_day).exclude(marks__half_day=held.half_day)
    marks = [
        AttendanceMark(
            enrolment=enrolment,
            half_day=held.half_day,
            status=AttendanceStatus.ABSENT,
            method=MarkMethod.STRUCK,
            recorded_by=trainer,
            recorded_at=now,
        )
        for enrolment in blanks.order_by("pk")
    ]
    drafts = [entry_for(mark, held.half_day, trainer.pk, now) for mark in marks]
    for mark, entry in zip(marks, append(held.chain, drafts), strict=True):
        mark.entry = entry.position
    AttendanceMark.objects.bulk_create(marks)


@transaction.atomic
def correct_mark(
    *, actor: User, enrolment: Enrolment, half_day: HalfDay, presence: Presence | None, reason: str
) -> AttendanceMark:
    """Correct a sealed half-day, with a reason that stays; the verdict is looked at again.

    `presence` is None where nothing was chosen. Raises NotYourCohort, HalfDayIsNotSealed,
    PresenceRequired, ReasonRequired, NotYourPlace or TimeRequired.
    """
    held = hold_half_day(half_day)
    if not can_run(actor, held.half_day.cohort):
        raise NotYourCohort
    if not is_sealed(held.half_day):
        raise HalfDayIsNotSealed
    if presence is None:
        raise PresenceRequired
    if not reason.strip():
        raise ReasonRequired
    before = AttendanceMark.objects.filter(enrolment=enrolment, half_day=half_day).first()
    mark, _is_new = _with_presence(held, enrolment, presence, MarkMethod.TRAINER_RECORDED)
    if mark.method == MarkMethod.STRUCK:
        mark.method = MarkMethod.TRAINER_RECORDED
    said = entry_for(
        mark, held.half_day, actor.pk, timezone.now(),
        kind=EntryKind.CORRECTED, method=MarkMethod.TRAINER_RECORDED, reason=reason.strip(),
    )  # fmt: skip
    _write(held, mark, actor, said)
    anchor_soon(held.chain)
    entry = record(
        actor=actor, action="mark_corrected", target=half_day, reason=reason.strip(),
        enrolment=str(enrolment.pk), before=before.status if before else "",
        after=presence.status.value,
    )  # fmt: skip
    queue(
        kind=MARK_CORRECTED,
        key=str(entry.pk),
        payload={"enrolment": str(enrolment.pk), "reason": reason.strip()},
    )
    return mark
