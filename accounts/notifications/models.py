"""What was sent to whom, and the texts that administrators wrote."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.notifications.enums import MessageState
from accounts.notifications.kinds import Text
from accounts.users.models import User


class MessageQuerySet(models.QuerySet["Message"]):
    """Reads of messages."""

    def visible_to(self, user: User) -> "MessageQuerySet":
        """One's own. Administrators see those of a person on that person's page."""
        return self.filter(person=user)

    def unread(self) -> "MessageQuerySet":
        """Those the person has not opened on the site."""
        return self.filter(read_at=None)


class Message(models.Model):
    """One mail about one fact; `key` names the fact, so that it is sent once.

    On the site it is a notification: its subject, and the `page` of the site it leads to.

    The text is not kept: links in mails are secrets, and secrets are stored as digests only
    (common/links). Who reads the database must not be able to answer in somebody's place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="messages"
    )
    to = models.EmailField(_("adresse"))
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=300, unique=True)
    language = models.CharField(_("langue"), max_length=5)
    subject = models.CharField(_("objet"), max_length=300)
    state = models.CharField(
        _("état"), max_length=10, choices=MessageState, default=MessageState.QUEUED
    )
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    # What the mail server answered when it refused.
    error = models.TextField(blank=True)
    page = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"], name="message_person"),
            models.Index(
                fields=["person"], name="message_unread", condition=models.Q(read_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.to}"

    @property
    def is_sent(self) -> bool:
        """Return whether the mail server took it."""
        return self.state == MessageState.SENT

    @property
    def is_failed(self) -> bool:
        """Return whether the mail server refused it."""
        return self.state == MessageState.FAILED


class MessageTemplate(models.Model):
    """The text that replaces the default one of a kind of message, in one language.

    Reset, it is empty and stays: the audit trail of what it said hangs from it.
    """

    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    subject = models.CharField(_("objet"), max_length=200, blank=True)
    body = models.TextField(_("texte"), blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="message_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"

    @property
    def is_edited(self) -> bool:
        """Return whether it says something of its own."""
        return bool(self.body)

    @property
    def text(self) -> Text:
        """Return what it says."""
        return Text(self.subject, self.body)
