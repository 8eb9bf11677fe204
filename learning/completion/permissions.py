"""May I? Pure functions, for buttons and guards alike."""

from accounts.users.models import User
from learning.cohorts.permissions import can_run
from learning.enrolment.models import Enrolment
from modules.programmes.enums import CompletionBasis


def can_declare(user: User, enrolment: Enrolment) -> bool:
    """Return whether the person may declare this completion, where the format asks for it."""
    programme = enrolment.cohort.revision.edition.module.format
    return (
        programme.completion_basis == CompletionBasis.DECLARED
        and enrolment.is_confirmed
        and can_run(user, enrolment.cohort)
    )
