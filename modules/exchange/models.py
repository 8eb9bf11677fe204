"""Modules that were sent, from their arrival to the revision they became."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User
from modules.exchange.enums import ImportState
from modules.programmes.models import Revision


def incoming_path(incoming: "ModuleImport", _filename: str) -> str:
    """Return where the file of a module waits: its own name is a stranger's."""
    return f"exchange/incoming/{incoming.pk}.zip"


class ModuleImportQuerySet(models.QuerySet["ModuleImport"]):
    """Reads of modules that were sent."""

    def visible_to(self, user: User) -> "ModuleImportQuerySet":
        """Administrators see every import, trainers their own, others none."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        if user.has_role(Role.TRAINER):
            return self.filter(sent_by=user)
        return self.none()


class ModuleImport(models.Model):
    """The file of a module that someone sent.

    `problems` are what refuses it (modules.exchange.problems); `plan` is what it would create
    (modules.exchange.plan); `choice` is what the person confirmed. `turns` counts what was asked
    of it, so that each check and each application is a job of its own. The file goes once the
    fate of the module is known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=incoming_path, blank=True)
    filename = models.CharField(_("fichier"), max_length=255)
    size = models.PositiveBigIntegerField(_("taille"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("envoyé le"), default=timezone.now)
    state = models.CharField(
        _("état"), max_length=10, choices=ImportState, default=ImportState.QUEUED
    )
    turns = models.PositiveIntegerField(default=1)
    problems = models.JSONField(default=list, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    choice = models.JSONField(default=dict, blank=True)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ModuleImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.filename
