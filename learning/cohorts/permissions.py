"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.models import Cohort


def can_run(user: User, cohort: Cohort) -> bool:
    """Return whether the person runs this cohort: its trainers, and administrators."""
    return user.has_role(Role.ADMINISTRATOR) or user in cohort.trainers.all()


def can_manage_cohorts(user: User) -> bool:
    """Return whether the person may move any cohort from one state to the next."""
    return user.has_role(Role.ADMINISTRATOR)
