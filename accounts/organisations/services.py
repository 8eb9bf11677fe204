"""Give and end roles."""

from django.db import transaction
from django.utils import timezone

from accounts.organisations.models import Membership, Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from common.audit.services import record


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
