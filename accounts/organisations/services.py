"""Give and end roles; say who agrees to the requests of a structure's agents."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import ApprovalRule
from accounts.organisations.models import Membership, Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError


class CannotSetApproval(DomainError):
    code = "cannot_set_approval"
    sentence = _("Seule l’administration du programme change la règle d’une structure.")


class ReferrerNeedsAnAddress(DomainError):
    code = "referrer_needs_an_address"
    sentence = _("Indiquez l’adresse de la personne référente : c’est elle qui donne l’accord.")


@transaction.atomic
def grant_role(
    *, actor: User | None, person: User, organisation: Organisation, role: Role
) -> Membership:
    """Give a person a role in an organisation; giving it twice changes nothing."""
    membership, is_new = Membership.objects.get_or_create(
        person=person, organisation=organisation, role=role, ended_on=None
    )
    if is_new:
        record(
            actor=actor, action="role_granted", target=person,
            role=role.value, organisation=organisation.name,
        )  # fmt: skip
    return membership


@transaction.atomic
def end_role(*, actor: User | None, membership: Membership) -> None:
    """End a role today; what it allowed stops at once."""
    membership.ended_on = timezone.localdate()
    membership.save(update_fields=["ended_on"])
    record(
        actor=actor, action="role_ended", target=membership.person,
        role=membership.role, organisation=membership.organisation.name,
    )  # fmt: skip


@transaction.atomic
def set_approval_rule(
    *, actor: User, organisation: Organisation, rule: ApprovalRule, approver_email: str = ""
) -> Organisation:
    """Say who agrees when an agent of the structure asks for a place, from the next request on.

    Raises CannotSetApproval or ReferrerNeedsAnAddress.
    """
    if not actor.has_role(Role.ADMINISTRATOR):
        raise CannotSetApproval
    address = approver_email.strip().lower() if rule == ApprovalRule.REFERRER else ""
    if rule == ApprovalRule.REFERRER and not address:
        raise ReferrerNeedsAnAddress
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = organisation.approval
    organisation.approval, organisation.approver_email = rule, address
    organisation.save(update_fields=["approval", "approver_email"])
    record(
        actor=actor, action="approval_rule_set", target=organisation, before=before,
        after=rule.value, words=str(rule.label),
    )  # fmt: skip
    return organisation
