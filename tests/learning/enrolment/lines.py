"""What the tests of the line share: a full cohort, people who ask, where they stand."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.organisations.enums import ApprovalRule
from accounts.organisations.models import Organisation
from accounts.users.models import AgentProfile, User
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment, Offer
from learning.enrolment.services import request_place
from tests.learning.builders import a_cohort, a_person, an_organisation


def an_agent_of(structure: Organisation, **fields: Any) -> User:
    """Return a person whose employer is that structure."""
    person = a_person(**fields)
    AgentProfile.objects.create(person=person, employer=structure)
    return person


def a_member(**fields: object) -> Organisation:
    """Return a structure that has been a member for a year."""
    return an_organisation(
        member_from=timezone.localdate() - timedelta(days=365), **fields
    )  # fmt: skip


def with_approval(address: str = "") -> Organisation:
    """Return a structure that wants an approval: of the address, or of whom the agent names."""
    rule = ApprovalRule.REFERRER if address else ApprovalRule.MANAGER
    return an_organisation(approval=rule, approver_email=address)


def with_rules(places: int = 1, **rules: object) -> Cohort:
    """Return an open cohort with these rules of places."""
    cohort = a_cohort(places=(1, places))
    Cohort.objects.filter(pk=cohort.pk).update(**rules)
    cohort.refresh_from_db()
    return cohort


def ask(cohort: Cohort, person: User | None = None, approver: str = "") -> Enrolment:
    """Have someone ask for a place."""
    return request_place(person=person or a_person(), cohort=cohort, approver_email=approver)


def standing(enrolment: Enrolment) -> tuple[str, int | None]:
    """Return where an enrolment is now: its state and its rank."""
    row: Any = Enrolment.objects.with_rank().get(pk=enrolment.pk)
    return row.state, row.rank


def open_offer(enrolment: Enrolment) -> Offer:
    """Return the offer a person has to answer."""
    return Offer.objects.select_related("enrolment").get(enrolment=enrolment, state="open")


def pass_time(offer: Offer) -> None:
    """Make an offer's time be over."""
    Offer.objects.filter(pk=offer.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
