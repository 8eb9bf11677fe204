"""Which activities a participant has done."""

from django.db import models
from django.utils import timezone

from learning.enrolment.models import Enrolment
from modules.programmes.models import Activity


class ActivityCompletion(models.Model):
    """An activity done by a participant."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="activity_completions")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity"], name="activity_completion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.activity}"
