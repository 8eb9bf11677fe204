"""What happened on a day, said on the curves: a season opened, a strike, a campaign."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    """Reads of annotations."""

    def visible_to(self, user: User) -> "AnnotationQuerySet":
        """All for administrators; none for others."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()

    def standing(self) -> "AnnotationQuerySet":
        """Those that nobody took off."""
        return self.filter(removed_at=None)

    def as_known_at(self, at: datetime) -> "AnnotationQuerySet":
        """Those that the curves showed at `at`."""
        return self.filter(Q(removed_at=None) | Q(removed_at__gt=at), written_at__lte=at)


class Annotation(models.Model):
    """A few words on a day, by whom. Taken off, it stays on the curves of past days."""

    on = models.DateField(_("date"))
    words = models.CharField(_("ce qui s’est passé"), max_length=120)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AnnotationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words
