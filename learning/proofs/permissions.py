"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User


def can_make_packs(user: User) -> bool:
    """Return whether the person may have packs made, and fetch them.

    A pack holds everybody's papers and every school's convention: trainers and schools have
    their own people's on their own pages.
    """
    return user.has_role(Role.ADMINISTRATOR)
