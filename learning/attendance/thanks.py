"""Thank those who came, once the last half-day is over."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from learning.attendance.enums import WERE_THERE
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.enrolment.kinds import THANKS
from learning.enrolment.reminders import write_to

# Thanks may come late, but not when everyone has forgotten.
STILL_WELCOME = timedelta(days=7)


def thank_people() -> int:
    """Have those who came thanked; return how many cohorts are over. Twice is harmless."""
    now = timezone.now()
    over = (
        Cohort.objects.filter(state__in=(CohortState.RUNNING, CohortState.CLOSED))
        .filter(ends_on__gte=timezone.localdate() - STILL_WELCOME)
        .annotate(over_at=Max("half_days__ends_at"))
        .filter(over_at__lte=now, over_at__gt=now - STILL_WELCOME)
    )
    for cohort in over:
        _thank(cohort)
    return len(over)


@transaction.atomic
def _thank(cohort: Cohort) -> None:
    came = cohort.enrolments.confirmed().filter(marks__status__in=WERE_THERE).distinct()
    over_at = cohort.half_days.aggregate(last=Max("ends_at"))["last"]
    write_to(
        list(came.values_list("pk", flat=True)), THANKS.name, about=over_at,
        until=over_at + STILL_WELCOME,
    )  # fmt: skip
