"""Write what people need, with their consent; take it out at their word, and in time."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.enrolment.models import Enrolment
from learning.needs.enums import NeedKind
from learning.needs.models import Need
from learning.needs.permissions import can_tell

MOST = 500


class CannotTellNeeds(DomainError):
    code = "cannot_tell_needs"
    sentence = _(
        "Cette inscription n’est pas la vôtre, ou elle est terminée : il n’y a plus rien à "
        "préparer."
    )


class ConsentRequired(DomainError):
    code = "consent_required"
    sentence = _(
        "Cochez la case pour que nous gardions ces informations, ou laissez les champs vides."
    )


class NeedTooLong(DomainError):
    code = "need_too_long"
    sentence = _("Dites-le en %(most)s caractères au plus : nous vous rappellerons si besoin.")


@transaction.atomic
def tell_needs(
    *, actor: User, enrolment: Enrolment, needs: Mapping[NeedKind, str], consents: bool
) -> None:
    """Keep what the person says of their needs; an empty text takes that need out.

    The same texts do nothing. Raises CannotTellNeeds, ConsentRequired or NeedTooLong.
    """
    if not can_tell(actor, enrolment, timezone.localdate()):
        raise CannotTellNeeds
    said = {kind: text.strip() for kind, text in needs.items()}
    if any(len(text) > MOST for text in said.values()):
        raise NeedTooLong(most=MOST)
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    held = {one.kind: one for one in Need.objects.filter(enrolment=enrolment)}
    changed = [
        kind for kind, text in said.items() if text != (held[kind].text if kind in held else "")
    ]
    if any(said[kind] for kind in changed) and not consents:
        raise ConsentRequired
    now = timezone.now()
    for kind in changed:
        if said[kind]:
            told = {"text": said[kind], "consented_at": now, "updated_at": now}
            Need.objects.update_or_create(enrolment=enrolment, kind=kind, defaults=told)
        else:
            held[kind].delete()
    if changed:
        # That it changed, never what it says; about the person, whose trail no school reads.
        record(actor=actor, action="needs_told", target=actor)


@transaction.atomic
def forget_needs() -> int:
    """Delete the needs that nobody acts on any more; return how many."""
    return Need.objects.to_forget(timezone.localdate()).delete()[0]
