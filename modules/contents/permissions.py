"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_use_the_workshop(user: User) -> bool:
    """Return whether the person may send, replace, archive and export contents."""
    return user.has_role(Role.TRAINER) or user.has_role(Role.ADMINISTRATOR)


def can_manage_libraries(user: User) -> bool:
    """Return whether the person decides which libraries run here: they are code."""
    return user.has_role(Role.ADMINISTRATOR)
