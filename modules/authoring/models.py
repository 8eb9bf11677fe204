"""What is kept of the writing: gestures, reviews and comments."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.programmes.models import Revision


class Gesture(models.Model):
    """One act of an author on a revision, with what undoes it.

    `changes` is a list of {model, pk, before, after}: the fields of a row before and after, None
    for a row that was not there. `kind` and `subject` say it to people.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="gestures")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=200, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    changes = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "number"], name="gesture_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}.{self.number} {self.kind}"


class TimetableTemplate(models.Model):
    """A board's timetable under a name, to begin another board with.

    `days` is a list of {title, starts, lunch_starts, lunch_ends, ends, sequences}, where a sequence
    is {title, starts, minutes, phase, mode, lane}; times are "09:00".
    """

    name = models.CharField(_("nom"), max_length=120, unique=True)
    days = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return self.name
