"""Draw up a training agreement, follow it to its signature."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.cohorts.models import Cohort
from learning.conventions.enums import ConventionState
from learning.conventions.facts import facts_for
from learning.conventions.models import Convention, ConventionNumber
from learning.conventions.permissions import can_follow, can_make, has_conventions


class CannotMakeConvention(DomainError):
    code = "cannot_make_convention"
    sentence = _("Vous n’établissez pas les conventions de cette structure.")


class CannotFollowConvention(DomainError):
    code = "cannot_follow_convention"
    sentence = _("Seule l’administration du programme suit les envois et les signatures.")


class NoConventionHere(DomainError):
    code = "no_convention_here"
    sentence = _("Cette cohorte n’est pas annoncée, ou n’aura pas lieu : il n’y a rien à convenir.")


class NobodyToTrain(DomainError):
    code = "nobody_to_train"
    sentence = _(
        "Aucune personne inscrite par cette structure n’a encore sa place : la convention "
        "s’établit quand au moins une est confirmée."
    )


class NotTheLatestVersion(DomainError):
    code = "not_the_latest_version"
    sentence = _("Une version plus récente remplace celle-ci : suivez plutôt la dernière.")


class SignatureIsWrong(DomainError):
    code = "signature_is_wrong"
    sentence = _("Dites qui a signé, et quel jour, passé ou d’aujourd’hui, elle est revenue.")


@transaction.atomic
def make_convention(*, actor: User, cohort: Cohort, organisation: Organisation) -> Convention:
    """Draw up an organisation's convention, or its next version if what it says has changed.

    The same facts give the version there is. Raises CannotMakeConvention, NoConventionHere or
    NobodyToTrain.
    """
    if not can_make(actor, organisation):
        raise CannotMakeConvention
    # One at a time: two clicks give one number.
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if not has_conventions(cohort):
        raise NoConventionHere
    facts = facts_for(cohort, organisation)
    if not facts["participants"]:
        raise NobodyToTrain
    earlier = Convention.objects.filter(cohort=cohort, organisation=organisation)
    latest = earlier.order_by("-version").first()
    if latest is not None and latest.facts == facts:
        return latest
    made = Convention.objects.create(
        number=latest.number if latest else _next_number(),
        version=latest.version + 1 if latest else 1,
        organisation=organisation, cohort=cohort, facts=facts, made_by=actor,
    )  # fmt: skip
    record(
        actor=actor, action="convention_made", target=made, words=str(made),
        people=made.people_count,
    )  # fmt: skip
    return made


def _next_number() -> str:
    """Return the next number of the year: "CONV-2026-0001"."""
    year = timezone.localdate().year
    ConventionNumber.objects.get_or_create(year=year)
    counter = ConventionNumber.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"CONV-{year}-{counter.last:04d}"


@transaction.atomic
def mark_sent(*, actor: User, convention: Convention) -> Convention:
    """Say that the latest version was sent to be signed; twice changes nothing.

    Raises CannotFollowConvention or NotTheLatestVersion.
    """
    convention = _followed(actor, convention)
    if convention.state == ConventionState.DRAFT:
        convention.state, convention.sent_at = ConventionState.SENT, timezone.now()
        convention.save(update_fields=["state", "sent_at"])
        record(actor=actor, action="convention_sent", target=convention, words=str(convention))
    return convention


@transaction.atomic
def record_signature(
    *, actor: User, convention: Convention, received_on: date | None, signed_by: str
) -> Convention:
    """Say that the latest version came back signed, when, and by whom; it may be corrected.

    Raises CannotFollowConvention, NotTheLatestVersion or SignatureIsWrong.
    """
    convention = _followed(actor, convention)
    if received_on is None or received_on > timezone.localdate() or not signed_by.strip():
        raise SignatureIsWrong
    convention.state = ConventionState.SIGNED
    convention.received_on, convention.signed_by = received_on, signed_by.strip()
    convention.save(update_fields=["state", "received_on", "signed_by"])
    record(
        actor=actor, action="convention_signed", target=convention, words=str(convention),
        received_on=received_on.isoformat(), signed_by=convention.signed_by,
    )  # fmt: skip
    return convention


def _followed(actor: User, convention: Convention) -> Convention:
    if not can_follow(actor):
        raise CannotFollowConvention
    Cohort.objects.select_for_update().get(pk=convention.cohort_id)
    held = Convention.objects.select_for_update().get(pk=convention.pk)
    if not Convention.objects.in_force().filter(pk=held.pk).exists():
        raise NotTheLatestVersion
    return held
