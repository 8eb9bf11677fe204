"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_annotate(user: User) -> bool:
    """Return whether the person may say what happened on a day."""
    return user.has_role(Role.ADMINISTRATOR)
