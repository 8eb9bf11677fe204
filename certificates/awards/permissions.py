"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_revoke_awards(user: User) -> bool:
    """Return whether the person may revoke or replace awards."""
    return user.has_role(Role.ADMINISTRATOR)
