"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_plan(user: User) -> bool:
    """Return whether the person may keep plans for the programme."""
    return user.has_role(Role.ADMINISTRATOR)
