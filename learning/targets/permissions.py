"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_set_targets(user: User) -> bool:
    """Return whether the person may say what the programme aims at."""
    return user.has_role(Role.ADMINISTRATOR)
