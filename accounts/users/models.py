"""The user is the person: agent, trainer, school manager and administrator are roles."""

import uuid
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Category, EmploymentStatus, Role, Versant
from accounts.users.fields import LowercaseEmailField, clean_email


class UserQuerySet(models.QuerySet["User"]):
    """Reads of people."""

    def visible_to(self, user: "User") -> "UserQuerySet":
        """All for administrators; for others, oneself: schools and trainers see enrolments."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(pk=user.pk)


class UserManager(BaseUserManager["User"]):
    """Make and find people."""

    def get_queryset(self) -> UserQuerySet:
        """Return the reads of people."""
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: "User") -> UserQuerySet:
        """All for administrators; for others, oneself: schools and trainers see enrolments."""
        return self.get_queryset().visible_to(user)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person of an address, whatever its case."""
        return self.get(email=clean_email(username))

    def create_user(
        self, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """Write a person; without a password they sign in once they have chosen one."""
        user = self.model(email=clean_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person. The e-mail is optional: someone who walks in has none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = LowercaseEmailField(_("adresse électronique"), unique=True, null=True, blank=True)
    first_name = models.CharField(_("prénom"), max_length=150, blank=True)
    last_name = models.CharField(_("nom"), max_length=150, blank=True)
    language = models.CharField(
        _("langue des messages"), max_length=5, choices=settings.LANGUAGES, default="fr"
    )
    wants_digests = models.BooleanField(
        _("recevoir le récapitulatif de la semaine"), default=True,
        help_text=_("Pour qui forme ou inscrit. Le reste part toujours."),
    )  # fmt: skip
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    # The same person, written twice: the one who stays. Never a chain (learning.people).
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_people"
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email__isnull=True) | models.Q(email=Lower("email")),
                name="user_email_is_lowercase",
            )
        ]
        indexes = [models.Index(fields=["last_name", "first_name"], name="user_name")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """Return how the person is called on screen."""
        return f"{self.first_name} {self.last_name}".strip() or self.email or str(_("Sans nom"))

    @property
    def one_who_stays(self) -> "User":
        """Return the person, or whom they were found to be."""
        return self.merged_into or self

    def get_short_name(self) -> str:
        """Return how a mail greets the person."""
        return self.first_name or self.display_name

    @cached_property
    def grants(self) -> frozenset[tuple[str, UUID]]:
        """Return (role, organisation) of the memberships that hold today; one query, once."""
        rows = self.memberships.current().values_list("role", "organisation_id")
        return frozenset((role, organisation) for role, organisation in rows)

    def has_role(self, role: Role) -> bool:
        """Return whether the person holds `role` in any organisation."""
        return any(held == role for held, _organisation in self.grants)

    def organisations_as(self, role: Role) -> frozenset[UUID]:
        """Return the organisations where the person holds `role`."""
        return frozenset(organisation for held, organisation in self.grants if held == role)


class AgentProfile(models.Model):
    """What steering needs to know of an agent. It says today; enrolments freeze it."""

    person = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="agent_profile"
    )
    service = models.CharField(_("service"), max_length=200, blank=True)
    function = models.CharField(_("fonction"), max_length=200, blank=True)
    versant = models.CharField(_("versant"), max_length=10, choices=Versant, default=Versant.OTHER)
    category = models.CharField(
        _("catégorie"), max_length=10, choices=Category, default=Category.NONE
    )
    employment_status = models.CharField(
        _("statut"), max_length=20, choices=EmploymentStatus, default=EmploymentStatus.OTHER
    )
    employer = models.ForeignKey(
        "accounts.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="employees",
        verbose_name=_("employeur"),
    )

    def __str__(self) -> str:
        return f"{self.person} ({self.function})"
