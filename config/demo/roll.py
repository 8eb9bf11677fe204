"""Have the devices of today's room contradict each other, and one send after the seal."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from learning.attendance.devices import SentMark, Upload, receive_mark
from learning.attendance.enums import AttendanceStatus
from learning.attendance.models import AttendanceMark, is_sealed
from learning.attendance.services import Presence
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay

_DEVICES = UUID("7a0c0d6e-3f55-4b6e-9a1d-5f3f0f9a2b11")
_TABLET = Upload(device=uuid5(_DEVICES, "tablet"), device_name="Tablette de l’accueil")
# Its clock was seven minutes behind.
_PHONE = Upload(
    device=uuid5(_DEVICES, "phone"), device_name="Téléphone du fond de la salle",
    clock_offset=timedelta(minutes=7),
)  # fmt: skip


def write_roll_call(now: datetime) -> None:
    """Leave something to settle in the cohort whose day it is, where there is one."""
    for cohort in Cohort.objects.filter(state=CohortState.RUNNING).order_by("code"):
        for half_day in cohort.half_days.filter(starts_at__lte=now).order_by("starts_at"):
            if is_sealed(half_day):
                _send_late(cohort, half_day, now)
            else:
                _contradict(cohort, half_day, now)


def _send(
    cohort: Cohort, half_day: HalfDay, upload: Upload, mark: AttendanceMark, presence: Presence,
    at: datetime,
) -> None:  # fmt: skip
    trainer = cohort.trainers.all()[0]
    sent = SentMark(
        nonce=uuid5(upload.device, f"{mark.enrolment_id}:{half_day.pk}"),
        enrolment_id=mark.enrolment_id, half_day_id=half_day.pk, presence=presence,
        made_at=at - upload.clock_offset, marked_by_id=trainer.pk,
    )  # fmt: skip
    receive_mark(sender=trainer, cohort=cohort, upload=upload, sent=sent)


def _contradict(cohort: Cohort, half_day: HalfDay, now: datetime) -> None:
    """Two who signed by themselves, and whom a device without network noted otherwise."""
    signed = half_day.marks.filter(signed_at__isnull=False).order_by("enrolment")[3:5]
    at = min(half_day.starts_at + timedelta(minutes=9), now)
    late = Presence(status=AttendanceStatus.LATE, at=at)
    for mark, presence in zip(
        signed, (Presence(status=AttendanceStatus.ABSENT), late), strict=False
    ):
        _send(cohort, half_day, _PHONE, mark, presence, at)


def _send_late(cohort: Cohort, half_day: HalfDay, now: datetime) -> None:
    """Someone struck absent, whom the tablet had seen: its network came back after the seal."""
    absent = half_day.marks.filter(status=AttendanceStatus.ABSENT).order_by("enrolment").first()
    if absent is not None:
        at = min(half_day.ends_at - timedelta(minutes=25), now)
        _send(cohort, half_day, _TABLET, absent, Presence(status=AttendanceStatus.PRESENT), at)
