"""Employers, schools, partners; who plays which role in them."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import ApprovalRule, OrganisationKind, Region
from accounts.organisations.validators import validate_siret
from accounts.users.enums import Role, Versant

if TYPE_CHECKING:
    from accounts.users.models import User


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads of organisations."""

    def visible_to(self, user: "User") -> "OrganisationQuerySet":
        """All for administrators; for others, those they belong to."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(pk__in=[organisation for _role, organisation in user.grants])

    def managed_by(self, user: "User") -> "OrganisationQuerySet":
        """Those where the person enrols people."""
        return self.filter(pk__in=user.organisations_as(Role.SCHOOL_MANAGER))

    def provider(self) -> "Organisation":
        """Return the training provider, whose name and seal the papers carry."""
        return self.get(kind=OrganisationKind.PROVIDER)


class Organisation(models.Model):
    """An employer, a school, a partner, or the training provider itself (there is one)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("nature"), max_length=20, choices=OrganisationKind)
    siret = models.CharField(
        _("SIRET"), max_length=14, unique=True, null=True, blank=True, validators=[validate_siret]
    )
    address = models.CharField(_("adresse"), max_length=300, blank=True)
    region = models.CharField(_("région"), max_length=3, choices=Region, default=Region.ELSEWHERE)
    versant = models.CharField(_("versant"), max_length=10, choices=Versant, default=Versant.OTHER)
    partner_from = models.DateField(_("partenaire depuis le"), null=True, blank=True)
    partner_until = models.DateField(_("partenaire jusqu’au"), null=True, blank=True)
    member_from = models.DateField(_("membre depuis le"), null=True, blank=True)
    member_until = models.DateField(_("membre jusqu’au"), null=True, blank=True)
    approval = models.CharField(
        _("accord demandé"), max_length=10, choices=ApprovalRule, default=ApprovalRule.NONE
    )
    approver_email = models.EmailField(_("adresse de la personne référente"), blank=True)
    # Only the provider has these; its papers print them.
    activity_number = models.CharField(
        _("numéro de déclaration d’activité"), max_length=20, blank=True
    )
    signatory_name = models.CharField(_("signataire"), max_length=150, blank=True)
    signatory_quality = models.CharField(_("qualité du signataire"), max_length=150, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind=OrganisationKind.PROVIDER),
                name="organisation_one_provider",
            )
        ]
        indexes = [models.Index(fields=["name"], name="organisation_name")]

    def __str__(self) -> str:
        return self.name

    def is_partner_or_member(self, on: date) -> bool:
        """Return whether the organisation is a partner or a member on that day."""
        spans = [(self.partner_from, self.partner_until), (self.member_from, self.member_until)]
        return any(
            start is not None and start <= on and (end is None or on <= end) for start, end in spans
        )


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships."""

    def current(self) -> "MembershipQuerySet":
        """Memberships that hold today."""
        today = timezone.localdate()
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today), started_on__lte=today)


class Membership(models.Model):
    """A person's role in an organisation, from a day and perhaps to another."""

    person = models.ForeignKey("accounts.User", models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(_("rôle"), max_length=20, choices=Role)
    started_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(ended_on__isnull=True),
                name="membership_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.organisation}"
