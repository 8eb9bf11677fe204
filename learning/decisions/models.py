"""Postponements: the new dates of a cohort, and what each of its people answers."""

import uuid
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.cohorts.models import Cohort
from learning.decisions.enums import DateAnswer
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment


class PostponementQuerySet(models.QuerySet["Postponement"]):
    """Reads of postponements."""

    def with_answers(self) -> "PostponementQuerySet":
        """Bring `asked_count`, `keep_count` and `leave_count`."""
        counts = {"asked_count": Count("questions")} | {
            f"{name}_count": Count("questions", filter=Q(questions__answer=answer))
            for name, answer in (("keep", DateAnswer.KEEPS), ("leave", DateAnswer.LEAVES))
        }
        return self.annotate(**counts)


class Postponement(models.Model):
    """A cohort's days moved later; its people are asked whether they still come.

    Whoever does not answer by `answer_by` keeps what they have: silence never costs a place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="postponements")
    days_before = models.JSONField()
    days_after = models.JSONField()
    reason = models.TextField(_("raison"))
    answer_by = models.DateField(_("réponse attendue jusqu’au"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    decided_at = models.DateTimeField(default=timezone.now)

    objects = PostponementQuerySet.as_manager()
    # Brought by `with_answers`.
    asked_count: int
    keep_count: int
    leave_count: int

    def __str__(self) -> str:
        return f"{self.cohort}, {self.decided_at:%Y-%m-%d}"

    @property
    def was(self) -> list[date]:
        """Return the days it met on before."""
        return [date.fromisoformat(day) for day in self.days_before]

    @property
    def becomes(self) -> list[date]:
        """Return its new days."""
        return [date.fromisoformat(day) for day in self.days_after]

    @property
    def closes_at(self) -> datetime:
        """Return when answers stop: midnight after the last day to answer, where it meets."""
        return datetime.combine(
            self.answer_by + timedelta(days=1), time.min, self.cohort.venue.zone
        )

    @property
    def silent_count(self) -> int:
        """Return how many have not answered; see `with_answers`."""
        return self.asked_count - self.keep_count - self.leave_count


class DateQuestionQuerySet(models.QuerySet["DateQuestion"]):
    """Reads of questions."""

    def open_at(self, at: datetime) -> "DateQuestionQuerySet":
        """Those that may have an answer still: unanswered, of someone still in the cohort."""
        day = timezone.localdate(at)
        # A day's margin for time zones: `may_answer` has the exact instant.
        return self.filter(
            answer="", withdrawn_at=None, postponement__answer_by__gte=day - timedelta(days=1)
        ).exclude(enrolment__state=EnrolmentState.CANCELLED)


class DateQuestion(models.Model):
    """Whether one person of a postponed cohort still comes: a question, and its answer.

    Withdrawn when the cohort moves again: only its latest dates are asked about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    postponement = models.ForeignKey(Postponement, models.CASCADE, related_name="questions")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="date_questions")
    answer = models.CharField(max_length=10, choices=DateAnswer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DateQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["postponement", "enrolment"], name="date_question_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.answer}"
