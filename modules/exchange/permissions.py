"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_create_formats(user: User) -> bool:
    """Return whether the person may bring in a format: what counts in the targets hangs on it."""
    return user.has_role(Role.ADMINISTRATOR)
