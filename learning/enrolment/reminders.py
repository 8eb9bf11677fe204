"""Remind people of what they are coming to: a week before, and on the eve, on days people work."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from common.jobs.services import queue_all
from learning.cohorts.enums import TAKING_REQUESTS
from learning.cohorts.models import Cohort
from learning.enrolment.deadlines import worked_morning_before
from learning.enrolment.emails import first_start
from learning.enrolment.kinds import REMINDER_EVE, REMINDER_WEEK
from learning.enrolment.tasks import ON_TIME, WRITE

# How many days before the first half-day each one leaves, at the latest.
DAYS_BEFORE = {REMINDER_WEEK.name: 7, REMINDER_EVE.name: 1}
# Holidays may put the reminder of a week earlier: no break is longer than this.
_LONGEST_AHEAD = timedelta(days=20)


def remind_people() -> int:
    """Have the reminders that are due written; return of how many cohorts. Twice is harmless.

    One whose time is past by more than a day is not sent: late, it would be wrong.
    """
    today = timezone.localdate()
    coming = Cohort.objects.filter(
        state__in=TAKING_REQUESTS, starts_on__range=(today, today + _LONGEST_AHEAD)
    ).select_related("venue")
    return sum(
        _remind(cohort, kind, days) for cohort in coming for kind, days in DAYS_BEFORE.items()
    )


@transaction.atomic
def _remind(cohort: Cohort, kind: str, days: int) -> bool:
    starts_at = first_start(cohort)
    due = worked_morning_before(starts_at, days=days, zone=cohort.venue.zone)
    now = timezone.now()
    if not due <= now < min(due + ON_TIME, starts_at):
        return False
    # Who got their place since then was just told all of it.
    told = cohort.enrolments.confirmed().filter(confirmed_at__lt=due)
    write_to(list(told.values_list("pk", flat=True)), kind, about=starts_at, until=due + ON_TIME)
    return True


def write_to(enrolments: list[object], kind: str, *, about: datetime, until: datetime) -> None:
    """Queue a message of this kind to each, once per `about`; it is not sent after `until`."""
    queue_all(
        kind=WRITE,
        payloads={
            f"{enrolment}:{kind}:{about.isoformat()}": {
                "enrolment": str(enrolment), "kind": kind, "until": until.isoformat(),
                "about": about.isoformat(),
            }
            for enrolment in enrolments
        },
    )  # fmt: skip
