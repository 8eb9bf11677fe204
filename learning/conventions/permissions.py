"""May I? Pure functions, for buttons and guards alike."""

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.conventions.enums import WITHOUT


def can_make(user: User, organisation: Organisation) -> bool:
    """Return whether the person may draw up this organisation's conventions."""
    managed = user.organisations_as(Role.SCHOOL_MANAGER)
    return user.has_role(Role.ADMINISTRATOR) or organisation.pk in managed


def can_follow(user: User) -> bool:
    """Return whether the person may say that a convention was sent, or came back signed."""
    return user.has_role(Role.ADMINISTRATOR)


def has_conventions(cohort: Cohort) -> bool:
    """Return whether conventions may be drawn up for a cohort."""
    return cohort.state not in WITHOUT
