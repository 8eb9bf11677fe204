"""May I? Pure functions, for buttons and guards alike."""

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User


def can_issue(user: User) -> bool:
    """Return whether the person may have papers issued."""
    return user.has_role(Role.ADMINISTRATOR)


def can_gather(user: User, organisation: Organisation) -> bool:
    """Return whether the person may have the papers of a structure's people packed."""
    return organisation.pk in user.organisations_as(Role.SCHOOL_MANAGER)
