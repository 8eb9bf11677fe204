"""Designs of papers, and their versions: a published one never changes."""

from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from certificates.designs.look import Look, look_from
from modules.programmes.models import Module


class PaperDesignQuerySet(models.QuerySet["PaperDesign"]):
    """Reads of designs."""

    def visible_to(self, user: User) -> "PaperDesignQuerySet":
        """All for administrators, none for others."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()

    def for_list(self) -> "PaperDesignQuerySet":
        """By paper, the general design first, with `published` and `draft` (numbers or None)."""
        numbers = DesignVersion.objects.filter(design=OuterRef("pk")).order_by("-number")
        newest = numbers.published()
        return (
            self.select_related("module", "organisation")
            .annotate(
                published=Subquery(newest.values("number")[:1]),
                published_at=Subquery(newest.values("published_at")[:1]),
                draft=Subquery(numbers.filter(published_at=None).values("number")[:1]),
            )
            .order_by(
                "kind",
                F("module__title").asc(nulls_first=True),
                F("organisation__name").asc(nulls_first=True),
                "pk",
            )
        )


class PaperDesign(models.Model):
    """Where a look applies: a kind of paper, perhaps one module, perhaps one organisation's people.

    `kind` is an award's (AwardKind); `organisation` the one that enrolled the person. The most
    precise design wins: module and organisation, module, organisation, neither.
    """

    kind = models.CharField(_("document"), max_length=30)
    module = models.ForeignKey(
        Module, models.PROTECT, null=True, blank=True, related_name="paper_designs"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="paper_designs"
    )
    is_applied = models.BooleanField(default=True)

    objects = PaperDesignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "module", "organisation"], name="design_once_both"
            ),
            models.UniqueConstraint(
                fields=["kind", "module"], condition=Q(organisation=None), name="design_once_module"
            ),
            models.UniqueConstraint(
                fields=["kind", "organisation"],
                condition=Q(module=None),
                name="design_once_organisation",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(module=None, organisation=None),
                name="design_once_default",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.module_id or '*'} {self.organisation_id or '*'}"

    def last_version(self) -> "DesignVersion":
        """Return the draft, or the last version published."""
        return self.versions.order_by("-number").select_related("created_by", "published_by")[0]


class DesignVersionQuerySet(models.QuerySet["DesignVersion"]):
    """Reads of versions."""

    def published(self) -> "DesignVersionQuerySet":
        """Those that papers print, or have printed."""
        return self.filter(published_at__isnull=False)

    def applying_to(
        self, *, kind: str, module: Module, organisation: Organisation | None
    ) -> "DesignVersionQuerySet":
        """The published versions that may dress such a paper, the one that does first."""
        return (
            self.published()
            .filter(
                Q(design__module=None) | Q(design__module=module),
                Q(design__organisation=None) | Q(design__organisation=organisation),
                design__kind=kind,
                design__is_applied=True,
            )
            .order_by(
                F("design__module").desc(nulls_last=True),
                F("design__organisation").desc(nulls_last=True),
                "-number",
            )
        )


class DesignVersion(models.Model):
    """A look of a design: its one draft, or a version that was published and stays as it is.

    `look` is Look.frozen without its origin; `edits` counts the writings of a draft, so that
    nobody overwrites what they did not see.
    """

    design = models.ForeignKey(PaperDesign, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    look = models.JSONField()
    edits = models.PositiveIntegerField(default=1)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = DesignVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design", "number"], name="design_version_number"),
            models.UniqueConstraint(
                fields=["design"], condition=Q(published_at=None), name="design_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.design}, version {self.number}"

    @property
    def seen(self) -> str:
        """Return the print of what one sees: it changes whenever the version is written."""
        return f"{self.number}-{self.edits}"

    @property
    def is_draft(self) -> bool:
        """Return whether the version may still be changed."""
        return self.published_at is None

    def told(self) -> Look:
        """Return what the version chooses."""
        return look_from(self.look)

    def frozen(self) -> dict[str, Any]:
        """Return what the facts of an award keep of this version."""
        return self.told().frozen(design=self.design_id, version=self.number)
