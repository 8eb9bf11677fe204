"""Runs that issue papers and pack them, and what people were told of their papers."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from certificates.awards.models import Award
from learning.cohorts.models import Cohort
from learning.completion.enums import Paper
from learning.enrolment.models import Enrolment
from learning.issuing.enums import Fact, RunScope, RunState

# After this long the zip goes: it holds names. The papers themselves stay where they are.
ZIP_KEPT = timedelta(days=7)


def zip_path(run: "IssueRun", filename: str) -> str:  # noqa: ARG001 - Django gives the name
    """Return where a zip is kept, under a name of ours."""
    return f"issue_runs/{run.pk}.zip"


class IssueRunQuerySet(models.QuerySet["IssueRun"]):
    """Reads of runs."""

    def visible_to(self, user: User) -> "IssueRunQuerySet":
        """All for administrators; for others those of the structures they enrol for."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(organisation__in=user.organisations_as(Role.SCHOOL_MANAGER))

    def under_way(self) -> "IssueRunQuerySet":
        """Runs that are not over."""
        return self.exclude(state=RunState.DONE)


class IssueRun(models.Model):
    """A request to issue what is missing, have it drawn and sealed, and make one zip of it.

    `work` is fixed when it is asked for, in the order of names: [enrolment, paper] pairs. Of a
    structure (`organisation`), a run only packs the papers of those it enrolled. `turn` counts
    how often its jobs were asked for: one more each time it is taken up again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.CharField(max_length=10, choices=RunScope)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="issue_runs"
    )
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="issue_runs"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="issue_runs"
    )
    papers = models.JSONField(default=list)
    work = models.JSONField(default=list)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.ISSUING)
    turn = models.PositiveIntegerField(default=1)
    issued = models.PositiveIntegerField(default=0)
    packed = models.PositiveIntegerField(default=0)
    # Papers that could not be drawn: [serial, name] pairs.
    missing = models.JSONField(default=list, blank=True)
    zip = models.FileField(upload_to=zip_path, blank=True)
    zip_size = models.PositiveBigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = IssueRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RunState.DONE, finished_at__isnull=False)
                | (~Q(state=RunState.DONE) & Q(finished_at__isnull=True)),
                name="issue_run_done_has_date",
            )
        ]
        indexes = [models.Index(fields=["-asked_at"], name="issue_run_asked_at")]

    def __str__(self) -> str:
        return f"{self.scope} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def job_key(self) -> str:
        """Return the key of its jobs this time."""
        return f"{self.pk}:{self.turn}"

    @property
    def is_done(self) -> bool:
        """Return whether its zip was made, even if it has gone since."""
        return self.state == RunState.DONE

    @property
    def paper_labels(self) -> list[str]:
        """Return the papers it is about, in words."""
        return [str(Paper(one).label) for one in self.papers]

    @property
    def zip_kept_until(self) -> datetime | None:
        """Return when its zip goes; None before there is one."""
        return self.finished_at + ZIP_KEPT if self.finished_at else None


class PaperNotice(models.Model):
    """That a person was told of a paper, once per fact; `mail` names the mail that told it."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="notices")
    fact = models.CharField(max_length=10, choices=Fact)
    mail = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["award", "fact"], name="paper_notice_once")]
        indexes = [models.Index(fields=["mail"], name="paper_notice_mail")]

    def __str__(self) -> str:
        return f"{self.award_id} {self.fact}"
