"""Write that an activity is done, or no longer is: what rests on it is looked at again."""

from uuid import uuid4

from common.jobs.services import queue
from learning.cohorts.enums import CohortState
from learning.enrolment.models import Enrolment
from learning.progress.models import ActivityCompletion
from modules.programmes.models import Activity

# The fact other rooms react to: learning/reactions.py.
REQUIRED_ACTIVITY_CHANGED = "required_activity_changed"
# Before, nobody is judged: the last countersignature looks at everything.
_MAY_BE_JUDGED = (CohortState.RUNNING, CohortState.CLOSED)


def mark_done(enrolment: Enrolment, activity: Activity) -> None:
    """Write that the participant has done the activity; twice changes nothing."""
    _row, is_new = ActivityCompletion.objects.get_or_create(enrolment=enrolment, activity=activity)
    if is_new:
        _tell(enrolment, activity)


def mark_not_done(enrolment: Enrolment, activity: Activity) -> None:
    """Take back that the participant has done the activity; twice changes nothing."""
    done = ActivityCompletion.objects.filter(enrolment=enrolment, activity=activity)
    gone, _by_table = done.delete()
    if gone:
        _tell(enrolment, activity)


def _tell(enrolment: Enrolment, activity: Activity) -> None:
    if activity.is_required and enrolment.cohort.state in _MAY_BE_JUDGED:
        queue(
            kind=REQUIRED_ACTIVITY_CHANGED,
            key=str(uuid4()),
            payload={"enrolment": str(enrolment.pk)},
        )
