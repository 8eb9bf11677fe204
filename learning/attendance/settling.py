"""Settle what a device and the platform say differently, or what came after the countersignature.

A person chooses; what they leave out stays written, with their name and their reason.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.attendance.devices import source_of
from learning.attendance.enums import AttendanceStatus, DeviceMarkState
from learning.attendance.models import AttendanceMark, DeviceMark, is_sealed
from learning.attendance.refusals import NotYourCohort, NotYourPlace, ReasonRequired
from learning.attendance.services import Presence, correct_mark, record_mark
from learning.attendance.signatures import DrawnSignature
from learning.cohorts.permissions import can_run


class AlreadySettled(DomainError):
    """Someone settled this mark meanwhile."""

    code = "already_settled"
    sentence = _("Cette marque est déjà réglée : rechargez la page.")


@transaction.atomic
def take_device_mark(*, actor: User, mark: DeviceMark, reason: str = "") -> AttendanceMark:
    """Have the attendance say what the device says.

    Once the half-day is sealed this is a correction: a reason is asked for, and whoever accepts
    the late mark answers for it. Raises NotYourCohort, AlreadySettled, NotYourPlace,
    ReasonRequired or TimeRequired.
    """
    mark = _held(actor, mark)
    if mark.enrolment is None or mark.half_day is None:
        raise NotYourPlace
    presence = Presence(status=AttendanceStatus(mark.status), at=mark.at, note=mark.note)
    if is_sealed(mark.half_day):
        taken = correct_mark(
            actor=actor, enrolment=mark.enrolment, half_day=mark.half_day, presence=presence,
            reason=reason,
        )  # fmt: skip
    else:
        taken = record_mark(
            actor=actor, enrolment=mark.enrolment, half_day=mark.half_day, presence=presence,
            source=source_of(mark, _drawn(mark)),
        )  # fmt: skip
    _settle(actor, mark, "device_mark_taken", reason)
    return taken


@transaction.atomic
def leave_device_mark(*, actor: User, mark: DeviceMark, reason: str = "") -> DeviceMark:
    """Keep the attendance as it is; the device's mark stays written beside, out of it.

    What came after the seal is left out with a reason. Raises NotYourCohort, AlreadySettled or
    ReasonRequired.
    """
    mark = _held(actor, mark)
    if mark.state == DeviceMarkState.PENDING and not reason.strip():
        raise ReasonRequired
    _settle(actor, mark, "device_mark_left", reason)
    return mark


def _held(actor: User, mark: DeviceMark) -> DeviceMark:
    if not can_run(actor, mark.cohort):
        raise NotYourCohort
    DeviceMark.objects.select_for_update().get(pk=mark.pk)
    held = DeviceMark.objects.select_related(
        "cohort", "enrolment__person", "half_day__countersignature", "half_day__cohort", "signature"
    ).get(pk=mark.pk)
    if held.state not in {DeviceMarkState.CONFLICT, DeviceMarkState.PENDING}:
        raise AlreadySettled
    return held


def _drawn(mark: DeviceMark) -> DrawnSignature | None:
    """Return the signature that came with the mark: the attendance gets its own copy."""
    if mark.signature is None:
        return None
    return DrawnSignature(strokes=mark.signature.strokes, typed=mark.signature.typed)


def _settle(actor: User, mark: DeviceMark, action: str, reason: str) -> None:
    mark.state = DeviceMarkState.SETTLED
    mark.settled_by, mark.settled_at = actor, timezone.now()
    mark.settled_reason = reason.strip()[:300]
    mark.save(update_fields=["state", "settled_by", "settled_at", "settled_reason"])
    record(
        actor=actor, action=action, target=mark, reason=reason.strip(),
        enrolment=str(mark.enrolment_id), half_day=mark.half_day_id,
    )  # fmt: skip
