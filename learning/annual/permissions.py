"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_fill(user: User) -> bool:
    """Return whether the person may read and fill in the yearly return."""
    return user.has_role(Role.ADMINISTRATOR)
