"""Lists of reports, of what one is made of, of what a yearly return is made of."""

from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from learning.activity.models import Report, Subscription
from learning.cohorts.enums import CohortState
from learning.counting.models import CountedVerdict
from tests.budgets.rows import cohorts, completions, enrolments, people
from tests.learning.builders import a_person, an_organisation
from tests.learning.figures.verdicts import a_target


def steering_reports(rows: int) -> tuple[User, str]:
    """The page is the same for a school, whose own are found among as many."""
    school = an_organisation()
    given = {"target": a_target(), "school": school}
    sent = Subscription.objects.bulk_create(
        Subscription(cadence="monthly", day=5, asked={"ecole": str(school.pk)}, **given)
        for _n in range(rows)
    )
    Report.objects.bulk_create(
        Report(at=timezone.now(), subscription=one, asked=one.asked, **given) for one in sent
    )
    return a_person(Role.ADMINISTRATOR), reverse("steering:reports")


def _trained(rows: int) -> None:
    made = cohorts(rows, state=CohortState.CLOSED, starts_on=timezone.localdate())
    completions(enrolments(made, people(rows)))
    CountedVerdict.objects.update(minutes=60)


def report_made(rows: int) -> tuple[User, str]:
    target = a_target()
    _trained(rows)
    report = Report.objects.create(target=target, at=timezone.now())
    return a_person(Role.ADMINISTRATOR), reverse("steering:report_made", args=[report.pk])


def annual_source(rows: int) -> tuple[User, str]:
    _trained(rows)
    year = timezone.localdate().year
    return a_person(Role.ADMINISTRATOR), reverse("steering:annual_source", args=[year, "agents"])


REPORT_SCENES = [steering_reports, report_made, annual_source]
