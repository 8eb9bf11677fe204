"""Say what happened on a day, take it off, put it back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.annotations.models import Annotation
from learning.annotations.permissions import can_annotate


class CannotAnnotate(DomainError):
    code = "cannot_annotate"
    sentence = _("Seule l’administration du programme annote ses courbes.")


class NothingSaid(DomainError):
    code = "nothing_said"
    sentence = _("Dites en quelques mots ce qui s’est passé ce jour-là.")


@transaction.atomic
def annotate(*, actor: User, on: date, words: str) -> Annotation:
    """Write a few words on a day. Raises CannotAnnotate or NothingSaid."""
    if not can_annotate(actor):
        raise CannotAnnotate
    if not words.strip():
        raise NothingSaid
    annotation = Annotation.objects.create(
        on=on, words=words.strip(), written_by=actor, written_at=timezone.now()
    )
    record(
        actor=actor,
        action="annotated",
        target=annotation,
        on=on.isoformat(),
        words=annotation.words,
    )
    return annotation


@transaction.atomic
def take_off(*, actor: User, annotation: Annotation) -> Annotation:
    """Take an annotation off the curves, those of past days left out; twice is harmless.

    Raises CannotAnnotate.
    """
    if not can_annotate(actor):
        raise CannotAnnotate
    annotation = Annotation.objects.select_for_update().get(pk=annotation.pk)
    if annotation.removed_at is None:
        annotation.removed_at = timezone.now()
        annotation.save(update_fields=["removed_at"])
        record(actor=actor, action="annotation_taken_off", target=annotation)
    return annotation


@transaction.atomic
def put_back(*, actor: User, annotation: Annotation) -> Annotation:
    """Put back an annotation that was taken off, by mistake or not; twice is harmless.

    Raises CannotAnnotate.
    """
    if not can_annotate(actor):
        raise CannotAnnotate
    annotation = Annotation.objects.select_for_update().get(pk=annotation.pk)
    if annotation.removed_at is not None:
        annotation.removed_at = None
        annotation.save(update_fields=["removed_at"])
        record(actor=actor, action="annotation_put_back", target=annotation)
    return annotation
