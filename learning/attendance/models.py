"""Who was there, half-day by half-day, and the trainer's word for it."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from learning.attendance.enums import WERE_THERE, AttendanceStatus, MarkMethod
from learning.cohorts.models import HalfDay
from learning.enrolment.models import Enrolment

# People sign while the group is in the room: a little before, and until it has left.
OPENS_BEFORE = timedelta(minutes=15)
CLOSES_AFTER = timedelta(minutes=30)


class AttendanceMark(models.Model):
    """One person, one half-day. `signed_at` is the person's own act; a trainer's note has none."""

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


def window_of(half_day: HalfDay) -> tuple[datetime, datetime]:
    """Return from when and until when a person may sign the half-day."""
    return half_day.starts_at - OPENS_BEFORE, half_day.ends_at + CLOSES_AFTER
