"""Write how places are asked for in the demo: a priority, a quota, an offer, an approval."""

from datetime import datetime, timedelta

from accounts.organisations.enums import ApprovalRule
from accounts.organisations.models import Organisation
from accounts.organisations.services import set_approval_rule
from accounts.users.models import AgentProfile, User
from learning.cohorts.models import Cohort
from learning.enrolment.rules import PlaceRules, set_place_rules
from learning.enrolment.services import cancel_enrolment, request_place

# The cohort that is full, where the demo's agent waits first.
FULL = "dijon-1"
_PRIORITY, _QUOTA, _APPROVAL = "rouen-1", "guadeloupe-1", "rennes-2"


def write_places(actor: User, now: datetime) -> None:
    """Set the rules of two cohorts, free a place of the full one, and ask for an approval."""
    priority_until = (now + timedelta(days=6)).replace(minute=0, second=0, microsecond=0)
    _set(actor, _PRIORITY, priority_until=priority_until)
    _set(actor, _QUOTA, quota_per_organisation=6)
    full = Cohort.objects.get(code=FULL)
    leaving = full.enrolments.confirmed().order_by("person__last_name", "pk")[0]
    cancel_enrolment(actor=actor, enrolment=leaving, reason="Mutation dans un autre service")
    _ask_for_an_approval(actor, Cohort.objects.get(code=_APPROVAL))


def _set(actor: User, code: str, **changed: object) -> None:
    cohort = Cohort.objects.get(code=code)
    held = {name: getattr(cohort, name) for name in PlaceRules.__slots__}
    set_place_rules(actor=actor, cohort=cohort, rules=PlaceRules(**{**held, **changed}))


def _ask_for_an_approval(actor: User, cohort: Cohort) -> None:
    """Have an agent ask whose structure wants to agree."""
    there = cohort.enrolments.values("person")
    asking = (
        AgentProfile.objects.exclude(person__in=there)
        .filter(employer__region=cohort.venue.region)
        .select_related("person")
        .order_by("person__last_name", "pk")[0]
    )
    employer = Organisation.objects.get(pk=str(asking.employer_id))
    set_approval_rule(actor=actor, organisation=employer, rule=ApprovalRule.MANAGER)
    request_place(person=asking.person, cohort=cohort, approver_email="responsable@agents.example")
