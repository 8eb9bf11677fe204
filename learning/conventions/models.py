"""Training agreements (« conventions de formation », article L6353-1 of the Labour Code)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.conventions.enums import ConventionState


class ConventionNumber(models.Model):
    """The last number given in a year: numbers follow each other without a hole."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class ConventionQuerySet(models.QuerySet["Convention"]):
    """Reads of conventions."""

    def visible_to(self, user: User) -> "ConventionQuerySet":
        """All for administrators; for others those of the organisations they enrol for."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(organisation__in=user.organisations_as(Role.SCHOOL_MANAGER))

    def signed(self) -> "ConventionQuerySet":
        """Those that came back signed, in any version."""
        return self.filter(state=ConventionState.SIGNED)

    def in_force(self) -> "ConventionQuerySet":
        """The version of each that holds: the last one."""
        later = Convention.objects.filter(
            number=models.OuterRef("number"), version__gt=models.OuterRef("version")
        )
        return self.filter(~models.Exists(later))

    def for_lists(self) -> "ConventionQuerySet":
        """Bring what every list of them shows, in one query."""
        return self.select_related(
            "organisation", "cohort__venue", "cohort__revision__edition__module"
        )


class Convention(models.Model):
    """One version of the agreement between the provider and who enrols people in a cohort.

    `facts` is everything its paper says, frozen: the same paper is printed for ever. When the
    facts change another version is written under the same number; the earlier ones stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("numéro"), max_length=20)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="conventions")
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="conventions")
    facts = models.JSONField()
    state = models.CharField(
        _("état"), max_length=10, choices=ConventionState, default=ConventionState.DRAFT
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    # The day the signed paper came back, and who signed it for the organisation.
    received_on = models.DateField(_("reçue signée le"), null=True, blank=True)
    signed_by = models.CharField(_("signée par"), max_length=150, blank=True)

    objects = ConventionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="convention_version_once"),
            models.UniqueConstraint(
                fields=["organisation", "cohort", "version"], name="convention_of_cohort_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=ConventionState.SIGNED) | Q(received_on__isnull=False),
                name="convention_signed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, version {self.version}"

    @property
    def people_count(self) -> int:
        """Return how many people it is about."""
        return len(self.facts["participants"])

    @property
    def filename(self) -> str:
        """Return what its file is called."""
        return f"{self.number}-v{self.version}.pdf"
