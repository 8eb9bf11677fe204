"""May I? Pure functions, for buttons and guards alike."""

from uuid import UUID

from accounts.users.enums import Role
from accounts.users.models import User


def can_read(user: User, school: UUID | None) -> bool:
    """Return whether the person may read the figures of a school; of everything, for None."""
    if user.has_role(Role.ADMINISTRATOR):
        return True
    return school is not None and school in user.organisations_as(Role.SCHOOL_MANAGER)


def can_send(user: User) -> bool:
    """Return whether the person may have reports sent to others than themselves."""
    return user.has_role(Role.ADMINISTRATOR)
