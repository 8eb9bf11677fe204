"""A report of a school and one that is sent to it, for the routes that name them."""

from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from learning.activity.models import Report, Subscription
from learning.enrolment.models import Enrolment
from learning.targets.models import Target


def a_report_of(enrolment: Enrolment) -> Report:
    """Return the report of the school that organises a cohort."""
    school = enrolment.cohort.organiser
    given = {"target": Target.objects.all()[0], "at": timezone.now()}
    return Report.objects.get_or_create(school=school, defaults=given)[0]


def a_subscription_of(enrolment: Enrolment) -> Subscription:
    """Return what is sent of that school, asked for by its manager."""
    school = enrolment.cohort.organiser
    managers = User.objects.filter(
        memberships__organisation=school, memberships__role=Role.SCHOOL_MANAGER
    )
    given = {
        "target": Target.objects.all()[0], "cadence": "monthly", "day": 5,
        "made_by": managers.first(),
    }  # fmt: skip
    return Subscription.objects.get_or_create(school=school, defaults=given)[0]
