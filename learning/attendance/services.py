"""Sign, note, countersign, correct."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from learning.attendance.enums import WERE_THERE, AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark, Countersignature, window_of
from learning.attendance.permissions import can_countersign
from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import HalfDay
from learning.cohorts.permissions import can_run
from learning.enrolment.models import Enrolment

# The facts other rooms react to: learning/reactions.py.
HALF_DAY_SEALED = "half_day_sealed"
MARK_CORRECTED = "mark_corrected"


class NotYourPlace(DomainError):
    code = "not_your_place"
    sentence = _("Vous n’avez pas de place confirmée dans cette cohorte.")


class SigningIsClosed(DomainError):
    code = "signing_is_closed"
    sentence = _(
        "On n’émarge que pendant la demi-journée. Si vous y étiez, dites-le à votre formateur·rice."
    )


class HalfDayIsSealed(DomainError):
    code = "half_day_is_sealed"
    sentence = _(
        "Cette demi-journée est contresignée : elle ne change plus que par une correction motivée."
    )


class HalfDayIsNotSealed(DomainError):
    code = "half_day_is_not_sealed"
    sentence = _("Cette demi-journée n’est pas contresignée : notez la présence directement.")


class NotYourCohort(DomainError):
    code = "not_your_cohort"
    sentence = _("Vous n’animez pas cette cohorte.")


class HalfDayHasNotBegun(DomainError):
    code = "half_day_has_not_begun"
    sentence = _("La demi-journée n’a pas commencé : vous la contresignerez une fois en salle.")


class TimeRequired(DomainError):
    code = "time_required"
    sentence = _("%(name)s : donnez l’heure d’arrivée ou de départ, pendant la demi-journée.")


class PresenceRequired(DomainError):
    code = "presence_required"
    sentence = _("Choisissez d’abord la présence : rien n’est corrigé.")


class ReasonRequired(DomainError):
    code = "reason_required"
    sentence = _("Dites pourquoi : une correction garde sa raison.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What is noted of a person; `at` is the instant of arrival or departure, where it matters."""

    status: AttendanceStatus
    at: datetime | None = None
    note: str = ""


def lock_half_day(half_day: HalfDay) -> HalfDay:
    """Return the half-day, held until the transaction ends, with its countersignature as it is."""
    HalfDay.objects.select_for_update().get(pk=half_day.pk)
    return HalfDay.objects.select_related("cohort", "countersignature").get(pk=half_day.pk)


@transaction.atomic
def sign_half_day(*, person: User, enrolment: Enrolment, half_day: HalfDay) -> AttendanceMark:
    """Sign for oneself: present, now. Signing again changes nothing.

    Raises NotYourPlace, SigningIsClosed or HalfDayIsSealed.
    """
    half_day = lock_half_day(half_day)
    is_mine = enrolment.person_id == person.pk and enrolment.cohort_id == half_day.cohort_id
    if not (is_mine and enrolment.is_confirmed):
        raise NotYourPlace
    _refuse_sealed(half_day)
    now = timezone.now()
    opens, closes = window_of(half_day)
    if half_day.cohort.state in NOT_HELD or not opens <= now <= closes:
        raise SigningIsClosed
    mark = AttendanceMark.objects.filter(enrolment=enrolment, half_day=half_day).first()
    if mark is not None and mark.signed_at is not None:
        return mark
    # A late arrival noted by the trainer stays one: the person adds their signature to it.
    if mark is None or not mark.was_there:
        mark = mark or AttendanceMark(enrolment=enrolment, half_day=half_day)
        mark.status = AttendanceStatus.PRESENT
        mark.note = ""
    mark.method = MarkMethod.SELF_SIGNED
    mark.signed_at = now
    mark.recorded_by = person
    mark.recorded_at = now
    mark.save()
    record(actor=person, action="half_day_signed", target=half_day, enrolment=str(enrolment.pk))
    return mark


@transaction.atomic
def record_mark(
    *, actor: User, enrolment: Enrolment, half_day: HalfDay, presence: Presence
) -> AttendanceMark:
    """Note whether a participant is there; the person's own signature, if any, is kept.

    Raises NotYourCohort, NotYourPlace, HalfDayIsSealed or TimeRequired.
    """
    half_day = lock_half_day(half_day)
    if not can_run(actor, half_day.cohort):
        raise NotYourCohort
    _refuse_sealed(half_day)
    mark = _write_presence(actor, enrolment, half_day, presence)
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
    half_day = lock_half_day(half_day)
    if not can_run(actor, half_day.cohort):
        raise NotYourCohort
    _refuse_sealed(half_day)
    for enrolment, presence in presences.items():
        _write_presence(actor, enrolment, half_day, presence)
    if presences:
        record(
            actor=actor, action="roll_call_recorded", target=half_day,
            statuses={str(who.pk): presence.status.value for who, presence in presences.items()},
        )  # fmt: skip
    return len(presences)


def _refuse_sealed(half_day: HalfDay) -> None:
    if hasattr(half_day, "countersignature"):
        raise HalfDayIsSealed


def _write_presence(
    actor: User, enrolment: Enrolment, half_day: HalfDay, presence: Presence
) -> AttendanceMark:
    if enrolment.cohort_id != half_day.cohort_id or not enrolment.is_confirmed:
        raise NotYourPlace
    needs_time = presence.status in {AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY}
    if needs_time and not (presence.at and half_day.starts_at <= presence.at <= half_day.ends_at):
        raise TimeRequired(name=enrolment.person.display_name)
    mark = AttendanceMark.objects.filter(enrolment=enrolment, half_day=half_day).first()
    if mark is None:
        mark = AttendanceMark(
            enrolment=enrolment, half_day=half_day, method=MarkMethod.TRAINER_RECORDED
        )
    mark.status = presence.status
    mark.arrived_at = presence.at if presence.status == AttendanceStatus.LATE else None
    mark.left_at = presence.at if presence.status == AttendanceStatus.LEFT_EARLY else None
    mark.note = presence.note.strip()
    mark.recorded_by = actor
    mark.recorded_at = timezone.now()
    mark.save()
    return mark


@transaction.atomic
def countersign_half_day(*, trainer: User, half_day: HalfDay) -> Countersignature:
    """Seal a half-day: whoever is neither signed nor noted is absent. Sealing again is harmless.

    Raises NotYourCohort or HalfDayHasNotBegun.
    """
    half_day = lock_half_day(half_day)
    if hasattr(half_day, "countersignature"):
        return half_day.countersignature
    now = timezone.now()
    if trainer not in half_day.cohort.trainers.all():
        raise NotYourCohort
    if not can_countersign(trainer, half_day, now):
        raise HalfDayHasNotBegun
    _strike_blanks(trainer, half_day, now)
    marks = half_day.marks.values_list("status", flat=True)
    present = sum(status in WERE_THERE for status in marks)
    seal = Countersignature.objects.create(
        half_day=half_day, trainer=trainer, signed_at=now,
        present_count=present, absent_count=len(marks) - present,
    )  # fmt: skip
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


def _strike_blanks(trainer: User, half_day: HalfDay, now: datetime) -> None:
    blanks = half_day.cohort.enrolments.confirmed().exclude(marks__half_day=half_day)
    AttendanceMark.objects.bulk_create(
        AttendanceMark(
            enrolment=enrolment,
            half_day=half_day,
            status=AttendanceStatus.ABSENT,
            method=MarkMethod.TRAINER_RECORDED,
            recorded_by=trainer,
            recorded_at=now,
        )
        for enrolment in blanks
    )


@transaction.atomic
def correct_mark(
    *, actor: User, enrolment: Enrolment, half_day: HalfDay, presence: Presence, reason: str
) -> AttendanceMark:
    """Correct a sealed half-day; the verdict is looked at again.

    Raises NotYourCohort, HalfDayIsNotSealed, ReasonRequired, NotYourPlace or TimeRequired.
    """
    half_day = lock_half_day(half_day)
    if not can_run(actor, half_day.cohort):
        raise NotYourCohort
    if not hasattr(half_day, "countersignature"):
        raise HalfDayIsNotSealed
    if not reason.strip():
        raise ReasonRequired
    before = AttendanceMark.objects.filter(enrolment=enrolment, half_day=half_day).first()
    mark = _write_presence(actor, enrolment, half_day, presence)
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
