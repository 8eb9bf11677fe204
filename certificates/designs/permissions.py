"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_design(user: User) -> bool:
    """Return whether the person decides of the look of papers."""
    return user.has_role(Role.ADMINISTRATOR)
