"""Who did what to which object, when, from where."""

from collections import defaultdict

from django.conf import settings
from django.db import models
from django.utils import timezone


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Reads of the audit trail."""

    def about(self, *objects: models.Model) -> "AuditQuerySet":
        """Entries on these objects, latest first."""
        keys = defaultdict(list)
        for item in objects:
            keys[type_name(item)].append(str(item.pk))
        wanted = models.Q(pk__in=[])
        for kind, ids in keys.items():
            wanted |= models.Q(object_type=kind, object_id__in=ids)
        return self.filter(wanted).select_related("actor").order_by("-at", "-pk")


class AuditEntry(models.Model):
    """One act. `action` is a code; `details` holds what is needed to read it in ten years."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ip_address = models.GenericIPAddressField(null=True, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id", "-at"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


def type_name(item: models.Model) -> str:
    """Return how the trail names the kind of an object: "learning.cohort"."""
    return str(item._meta.label_lower)  # noqa: SLF001 - public under this name in Django
