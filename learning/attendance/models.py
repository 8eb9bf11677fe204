"""Who was there, half-day by half-day, and the trainer's word for it."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from learning.attendance.enums import (
    WERE_THERE,
    AttendanceStatus,
    DeviceMarkState,
    MarkMethod,
)
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment


class Signature(models.Model):
    """A signature drawn on a screen, or the name written by who cannot draw.

    `strokes` is the path of an SVG in a box of 600 × 200: "M x y L x y …", whole numbers.
    `digest` is what the evidence holds of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="signatures")
    half_day = models.ForeignKey(HalfDay, models.PROTECT, related_name="signatures")
    strokes = models.TextField(blank=True)
    typed = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(strokes="") | ~Q(typed=""), name="signature_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.half_day_id}"


class AttendanceMark(models.Model):
    """One person, one half-day, as it stands now; each change of it left an entry of evidence.

    `signed_at` is the person's own act; a trainer's note has none. `device` is the one that wrote
    it, "" where none did; `entry` the position of the last entry about it (learning.evidence).
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="marks")
    half_day = models.ForeignKey(HalfDay, models.PROTECT, related_name="marks")
    status = models.CharField(_("présence"), max_length=12, choices=AttendanceStatus)
    arrived_at = models.DateTimeField(_("arrivée"), null=True, blank=True)
    left_at = models.DateTimeField(_("départ"), null=True, blank=True)
    note = models.CharField(_("motif"), max_length=200, blank=True)
    method = models.CharField(max_length=20, choices=MarkMethod)
    signed_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    signature = models.ForeignKey(
        Signature, models.PROTECT, null=True, blank=True, related_name="marks"
    )
    device = models.CharField(max_length=36, blank=True)
    entry = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "half_day"], name="mark_once"),
            models.CheckConstraint(
                condition=~Q(method=MarkMethod.SELF_SIGNED) | Q(signed_at__isnull=False),
                name="mark_signed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=AttendanceStatus.LATE) | Q(arrived_at__isnull=False),
                name="mark_late_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=AttendanceStatus.LEFT_EARLY) | Q(left_at__isnull=False),
                name="mark_left_early_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.half_day} {self.status}"

    @property
    def was_there(self) -> bool:
        """Return whether the person was in the room, at least for a while."""
        return self.status in WERE_THERE

    def minutes_attended(self, half_day: HalfDay) -> int:
        """Return the minutes spent in the room; `half_day` is this mark's, already at hand."""
        return minutes_there(half_day, self.status, self.arrived_at, self.left_at)


def minutes_there(
    half_day: HalfDay, status: str, arrived_at: datetime | None, left_at: datetime | None
) -> int:
    """Return the minutes someone of this status spent in the room."""
    if status not in WERE_THERE:
        return 0
    start = max(half_day.starts_at, arrived_at or half_day.starts_at)
    end = min(half_day.ends_at, left_at or half_day.ends_at)
    return max(int((end - start).total_seconds() // 60), 0)


class Countersignature(models.Model):
    """The trainer's signature under a half-day: it strikes the blanks and seals the sheet."""

    half_day = models.OneToOneField(HalfDay, models.PROTECT, related_name="countersignature")
    trainer = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)
    present_count = models.PositiveSmallIntegerField()
    absent_count = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.half_day}, {self.trainer}"


def is_sealed(half_day: HalfDay) -> bool:
    """Return whether the trainer has countersigned the half-day."""
    return hasattr(half_day, "countersignature")


class DeviceMarkQuerySet(models.QuerySet["DeviceMark"]):
    """Reads of what devices sent."""

    def to_settle(self) -> "DeviceMarkQuerySet":
        """Those that wait for a person: two sides that disagree, or received after the seal."""
        return self.filter(state__in=(DeviceMarkState.CONFLICT, DeviceMarkState.PENDING))


class DeviceMark(models.Model):
    """What a device sent of a person and a half-day, once per `nonce` whatever is sent again.

    `made_at` is the device's own clock, `clock_offset_ms` what the platform's clock had more when
    it was received. `seen` is the entry that the device knew of this mark when it wrote, 0 for
    none. `refusal` says why it could not be taken.
    """

    nonce = models.UUIDField(primary_key=True, editable=False)
    device = models.CharField(max_length=36)
    device_name = models.CharField(_("appareil"), max_length=60, blank=True)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="device_marks")
    half_day = models.ForeignKey(
        HalfDay, models.PROTECT, null=True, blank=True, related_name="device_marks"
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="device_marks"
    )
    status = models.CharField(_("présence"), max_length=12, choices=AttendanceStatus)
    at = models.DateTimeField(_("heure"), null=True, blank=True)
    note = models.CharField(_("motif"), max_length=200, blank=True)
    signature = models.ForeignKey(
        Signature, models.PROTECT, null=True, blank=True, related_name="device_marks"
    )
    method = models.CharField(max_length=20, choices=MarkMethod)
    seen = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    clock_offset_ms = models.BigIntegerField(default=0)
    received_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DeviceMarkState)
    refusal = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_reason = models.CharField(_("raison"), max_length=300, blank=True)

    objects = DeviceMarkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["cohort"],
                name="device_mark_to_settle",
                condition=Q(state__in=("conflict", "pending")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.nonce} {self.status} {self.state}"

    @property
    def true_at(self) -> datetime:
        """Return when it was made, the device's clock set right."""
        return self.made_at + timedelta(milliseconds=self.clock_offset_ms)


class RoomSecret(models.Model):
    """What the codes on the room's screen are drawn from: learning/attendance/codes.py."""

    half_day = models.OneToOneField(HalfDay, models.CASCADE, related_name="room_secret")
    secret = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.half_day_id)


def window_of(half_day: HalfDay) -> tuple[datetime, datetime]:
    """Return from when and until when a person may sign the half-day: its format says.

    The format is best at hand: `cohort__revision__edition__module__format`.
    """
    rules = half_day.cohort.revision.edition.module.format
    return (
        half_day.starts_at - timedelta(minutes=rules.sign_opens_before),
        half_day.ends_at + timedelta(minutes=rules.sign_closes_after),
    )
