"""Which activities a participant has done, and what the interactive ones say of it."""

from django.db import models
from django.utils import timezone

from accounts.users.models import User
from learning.enrolment.models import Enrolment
from modules.contents.models import ContentVersion
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


class H5PState(models.Model):
    """Where a participant is in an interactive activity, as its content tells it (JSON).

    Kept when the libraries are patched: contents read the states of their former selves.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="h5p_states")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    data = models.TextField()
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "H5P state"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity"], name="h5p_state_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} {self.activity}"


class Statement(models.Model):
    """What an interactive activity said of a participant (xAPI), kept as received.

    The browser says it: a hint for people, never a proof for a certificate. `body` is the whole,
    with a pseudonym for actor. `is_part` tells a question from the content that holds it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="statements")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    content_version = models.ForeignKey(ContentVersion, models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20)
    object_id = models.CharField(max_length=500)
    sub_content = models.CharField(max_length=64, blank=True)
    is_part = models.BooleanField(default=False)
    question = models.TextField(blank=True)
    response = models.TextField(blank=True)
    raw_score = models.FloatField(null=True, blank=True)
    max_score = models.FloatField(null=True, blank=True)
    success = models.BooleanField(null=True, blank=True)
    completion = models.BooleanField(null=True, blank=True)
    duration = models.CharField(max_length=40, blank=True)
    timestamp = models.DateTimeField()
    stored_at = models.DateTimeField(default=timezone.now)
    body = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["activity", "enrolment", "timestamp"], name="statement_answers"),
            models.Index(fields=["enrolment", "stored_at"], name="statement_pace"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_id}"


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    """Reads of private notes."""

    def visible_to(self, user: User) -> "JournalEntryQuerySet":
        """One's own notes: nobody else reads them, whatever their role."""
        return self.filter(enrolment__person=user.pk)


class JournalEntry(models.Model):
    """What a participant wrote for themselves in a reflection; nobody else reads it.

    `activity` is the lineage of the reflection: the note stays with it from one revision to the
    next. `title` is what it was called when the note was written.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="journal_entries")
    activity = models.UUIDField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    updated_at = models.DateTimeField(default=timezone.now)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "journal entries"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity"], name="journal_entry_once")
        ]

    def __str__(self) -> str:
        # Never the text: it is private.
        return f"{self.enrolment} {self.activity}"
