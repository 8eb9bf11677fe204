"""Files of people that schools send, and how each school's columns are read."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.rosters.enums import Lines, RosterState

# After this long, nobody will apply what they sent: all of it goes.
STALE = timedelta(days=30)
# After this long, the lines of an applied file go, with their names; their counts stay.
LINES_KEPT = timedelta(days=183)


def roster_path(roster: "Roster", filename: str) -> str:  # noqa: ARG001 - Django gives the name
    """Return where a file waits, under a name of ours."""
    return f"rosters/{roster.pk}"


class RosterQuerySet(models.QuerySet["Roster"]):
    """Reads of rosters."""

    def visible_to(self, user: User) -> "RosterQuerySet":
        """All for administrators; for others those of the organisations they enrol for."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(organisation__in=user.organisations_as(Role.SCHOOL_MANAGER))


class Roster(models.Model):
    """A file of people for one cohort.

    `columns` gives the column of each field, `answers` what the school said of doubtful lines,
    `report` what each line does, then did (learning.rosters.planning). `turns` counts the
    applications asked for, each a job of its own. The file goes once it is applied, the lines of
    the report later: `counts` then says how many there were of each kind.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="rosters")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="rosters")
    file = models.FileField(upload_to=roster_path, blank=True)
    filename = models.CharField(_("fichier"), max_length=255)
    # Read as a list that someone pasted: learning/rosters/pasting.py.
    is_pasted = models.BooleanField(default=False)
    # Whom it enrols come together; no name, no group.
    group_name = models.CharField(_("nom du groupe"), max_length=100, blank=True)
    accepts_some = models.BooleanField(_("accepte une partie des places"), default=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        _("état"), max_length=10, choices=RosterState, default=RosterState.SENT
    )
    headers = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    answers = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    lines = models.CharField(max_length=10, choices=Lines, blank=True)
    turns = models.PositiveIntegerField(default=0)
    refusal = models.TextField(blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["cohort", "-sent_at"], name="roster_of_cohort")]

    def __str__(self) -> str:
        return self.filename

    @property
    def kept_until(self) -> datetime:
        """Return when its names go: those of a file nobody applies, or of what applying did."""
        if self.applied_at:
            return self.applied_at + LINES_KEPT
        return self.sent_at + STALE

    @property
    def job_key(self) -> str:
        """Return the key of the job that applies it this time."""
        return f"{self.pk}:{self.turns}"


class RosterColumns(models.Model):
    """How a school's files are read: the field of each title it has used, "" for none."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, primary_key=True, related_name="roster_columns"
    )
    fields = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.organisation)
