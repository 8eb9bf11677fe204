"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_steer(user: User) -> bool:
    """Return whether the person sees the board and the lists behind its figures."""
    return user.has_role(Role.ADMINISTRATOR)
