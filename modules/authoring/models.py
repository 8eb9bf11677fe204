"""What is kept of the writing: gestures, reviews and comments."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.authoring.enums import BlockKind, Verdict
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


class Review(models.Model):
    """A colleague asked to read a draft, and what they answered.

    `version` is that of the text they decided on: a change after it makes the answer old.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="reviews")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=13, choices=Verdict, blank=True)
    answer = models.TextField(blank=True)
    version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "reviewer"],
                condition=Q(decided_at__isnull=True),
                name="review_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, verdict="", version__isnull=True)
                | (Q(decided_at__isnull=False, version__isnull=False) & ~Q(verdict="")),
                name="review_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.reviewer} {self.verdict}"


class Comment(models.Model):
    """What a colleague says of a block of a draft, or of the whole (`kind` ""); or an answer."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="comments")
    kind = models.CharField(max_length=10, choices=BlockKind, blank=True)
    lineage = models.UUIDField(null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="", lineage__isnull=True)
                | (~Q(kind="") & Q(lineage__isnull=False)),
                name="comment_on_whole_or_block",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


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
