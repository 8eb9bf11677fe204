"""What is kept of a link: never the link itself."""

from django.db import models
from django.utils import timezone


class ActionLink(models.Model):
    """A link sent to someone, for one purpose, about one object, until an instant.

    `digest` is the SHA-256 of its secret: who reads the database cannot open it.
    """

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "object_id"], name="action_link_object")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_id}"
