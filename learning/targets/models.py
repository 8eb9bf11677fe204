"""What the programme aims at: one target for all of it, others for a part of it."""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User
from learning.targets.enums import ScopeKind, Trajectory
from modules.programmes.enums import CountsAs


class TargetQuerySet(models.QuerySet["Target"]):
    """Reads of targets."""

    def open(self) -> "TargetQuerySet":
        """Those nobody has closed."""
        return self.filter(closed_at=None)

    def visible_to(self, user: User) -> "TargetQuerySet":
        """All for administrators; for others those they answer for, and their school's."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        schools = [str(pk) for pk in user.organisations_as(Role.SCHOOL_MANAGER)]
        theirs = Q(scope_kind=ScopeKind.SCHOOL, scope_value__in=schools)
        return self.filter(Q(owner=user) | theirs)

    def main(self, on: date) -> "Target | None":
        """Return the programme's target under way on that day, else the latest.

        Of several under way, the one that lasts longest: a year's is a part of it.
        """
        # A programme has few targets of its own: told apart here rather than in the query.
        programme = self.filter(scope_kind=ScopeKind.PROGRAMME).order_by("pk")
        overall = [one for one in programme if one.parent_id is None and one.closed_at is None]
        under_way = [one for one in overall if one.starts_on <= on <= one.ends_on]
        longest = min(
            under_way, key=lambda one: (one.starts_on, -one.ends_on.toordinal()), default=None
        )
        return longest or max(overall, key=lambda one: one.ends_on, default=None)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a target said at some instant."""

    name: str
    count: int
    trajectory: Trajectory


class Target(models.Model):
    """So many unique people, between two days (both included), in the programme or a part of it.

    Whom it counts never changes (`counts_as`, dates, scope): figures already shown stay true.
    `scope_value` is "" for the programme, else a code (region, versant) or a primary key.
    `past_terms` keeps what its name, count and trajectory were, and until when. `counted_at` is
    when its figures were first counted: before, it has none to show.
    """

    name = models.CharField(_("nom"), max_length=150)
    count = models.PositiveIntegerField(_("personnes"))
    counts_as = models.CharField(_("compte"), max_length=12, choices=CountsAs)
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin"))
    scope_kind = models.CharField(
        _("périmètre"), max_length=12, choices=ScopeKind, default=ScopeKind.PROGRAMME
    )
    scope_value = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts",
        verbose_name=_("fait partie de"),
    )  # fmt: skip
    owner = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="targets",
        verbose_name=_("responsable"),
    )  # fmt: skip
    trajectory = models.CharField(
        _("trajectoire"), max_length=10, choices=Trajectory, default=Trajectory.STRAIGHT
    )
    past_terms = models.JSONField(default=list, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")), name="target_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(scope_kind=ScopeKind.PROGRAMME, scope_value="")
                | (~Q(scope_kind=ScopeKind.PROGRAMME) & ~Q(scope_value="")),
                name="target_scope_has_value",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def expected_on(self, day: date) -> int:
        """Return how many people a straight line to the target expects on that day."""
        elapsed = min(max((day - self.starts_on).days, 0), self.days)
        return round(self.count * elapsed / self.days)

    @property
    def days(self) -> int:
        """Return how many days the target lasts."""
        return (self.ends_on - self.starts_on).days

    @property
    def terms(self) -> Terms:
        """Return what it says now."""
        return Terms(self.name, self.count, Trajectory(self.trajectory))

    def as_known_at(self, at: datetime) -> "Target":
        """Return what says what this one said at an instant: itself, or a copy not to be saved."""
        if not self.past_terms:
            return self
        same, terms = copy(self), self.terms_at(at)
        same.name, same.count, same.trajectory = terms.name, terms.count, terms.trajectory
        return same

    def terms_at(self, at: datetime) -> Terms:
        """Return what it said at that instant."""
        for past in self.past_terms:
            if at < datetime.fromisoformat(past["until"]):
                return Terms(past["name"], past["count"], Trajectory(past["trajectory"]))
        return self.terms

    @property
    def columns(self) -> dict[str, UUID | str]:
        """Return the filter of its scope, on rows that have a verdict's dimensions."""
        if self.scope_kind == ScopeKind.PROGRAMME:
            return {}
        is_code = self.scope_kind in (ScopeKind.REGION, ScopeKind.VERSANT)
        return {self.scope_kind: self.scope_value if is_code else UUID(self.scope_value)}
