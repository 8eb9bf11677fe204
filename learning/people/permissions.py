"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_merge_people(user: User) -> bool:
    """Return whether the person may say that two people are one, or are not."""
    return user.has_role(Role.ADMINISTRATOR)
