"""Reports as they are after two years: one sent each month, a signed convention, a return begun."""

from datetime import datetime, timedelta

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from learning.activity.enums import Cadence
from learning.activity.services import Sending, draw_up, subscribe
from learning.annual.enums import Objective
from learning.annual.services import declare_module, enter_values
from learning.cohorts.enums import CohortState
from learning.conventions.services import make_convention, mark_sent, record_signature
from learning.enrolment.models import Enrolment
from learning.figures.filters import EVERYTHING, Filters
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from modules.programmes.models import Module


def write_reports(administrator: User, school: Organisation, now: datetime) -> None:
    """Have a school pay for a cohort by its convention, and reports drawn up on it."""
    target = Target.objects.main(now.date())
    if target is None:
        return
    _paid(administrator, school, now)
    last_year = Filters(since=now.date().replace(month=1, day=1))
    draw_up(actor=administrator, target=target, filters=last_year)
    draw_up(actor=administrator, target=target, filters=Filters(school=school.pk))
    managers = User.objects.filter(
        memberships__organisation=school, memberships__role=Role.SCHOOL_MANAGER, email__isnull=False
    )
    subscribe(
        actor=administrator, target=target, filters=EVERYTHING,
        sending=Sending(Cadence.MONTHLY, 5), people=[administrator],
    )  # fmt: skip
    if managers:
        subscribe(
            actor=administrator, target=target, filters=Filters(school=school.pk),
            sending=Sending(Cadence.QUARTERLY, 10), people=list(managers),
        )  # fmt: skip
    for module in Module.objects.filter(format__counts_as=CountsAs.TRAINED):
        declare_module(
            actor=administrator, module=module, objective=Objective.OTHER, speciality="310"
        )
    enter_values(
        actor=administrator, year=now.year - 1,
        values={"a.naf": "94.99Z", "a.form": "Association", "d.total": "214000", "c.8": "38000"},
    )  # fmt: skip


def _paid(administrator: User, school: Organisation, now: datetime) -> None:
    """Have a school sign its convention for the last cohort it had people in."""
    sent = (
        Enrolment.objects.confirmed()
        .filter(
            cohort__state=CohortState.CLOSED, cohort__ends_on__lt=now.date(),
            enrolling_organisation=school,
        )
        .select_related("cohort")
        .order_by("-cohort__ends_on")
        .first()
    )  # fmt: skip
    if sent is None:
        return
    sent.cohort.price_per_person = 450
    sent.cohort.save(update_fields=["price_per_person"])
    made = make_convention(actor=administrator, cohort=sent.cohort, organisation=school)
    made = mark_sent(actor=administrator, convention=made)
    record_signature(
        actor=administrator, convention=made, received_on=now.date() - timedelta(days=3),
        signed_by="Solène Kermarrec",
    )  # fmt: skip
