"""Tick an activity, or take the tick back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.errors import DomainError
from learning.enrolment.models import Enrolment
from learning.progress.models import ActivityCompletion
from modules.programmes.models import Activity


class NotYourActivity(DomainError):
    code = "not_your_activity"
    sentence = _("Cette activité n’est pas dans votre module.")


@transaction.atomic
def set_activity_done(
    *, person: User, enrolment: Enrolment, activity: Activity, is_done: bool
) -> None:
    """Write that the participant has done the activity, or has not; twice changes nothing.

    Raises NotYourActivity.
    """
    is_mine = enrolment.person_id == person.pk and enrolment.is_confirmed
    if not is_mine or activity.sequence.day.revision_id != enrolment.cohort.revision_id:
        raise NotYourActivity
    if is_done:
        ActivityCompletion.objects.get_or_create(enrolment=enrolment, activity=activity)
    else:
        ActivityCompletion.objects.filter(enrolment=enrolment, activity=activity).delete()
