"""Write what the demo decides and prepares: a cohort short of people, papers, needs."""

from datetime import date, timedelta

from accounts.organisations.models import Organisation
from accounts.users.models import User
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.terms import set_terms
from learning.conventions.services import make_convention, mark_sent
from learning.decisions.models import DateQuestion
from learning.decisions.services import NewDates, answer_dates, postpone
from learning.enrolment.models import Enrolment
from learning.needs.enums import NeedKind
from learning.needs.services import tell_needs

_SHORT, _MOVED, _AIMING = "marseille-2", "papeete-1", "rennes-2"
_NEEDS = (
    (NeedKind.ACCESSIBILITY, "Une place près de l’intervenant·e : j’entends mal de loin."),
    (NeedKind.DIET, "Sans gluten, allergie déclarée."),
)
# Of those asked about the new days, how many have answered, and the one who cannot come.
_ANSWERS, _LEAVES = 5, 3


def write_decisions(actor: User, today: date) -> None:
    """Have one cohort to decide on, one just postponed; a convention sent, and some needs."""
    _decide_and_postpone(actor, today)
    _agree(actor)
    _need()


def _decide_and_postpone(actor: User, today: date) -> None:
    Cohort.objects.filter(code=_SHORT).update(decision_on=today)
    cohort = Cohort.objects.get(code=_MOVED)
    days = [day + timedelta(weeks=3) for day in cohort.days]
    dates = NewDates(
        days, answer_by=today + timedelta(days=10), decision_on=days[0] - timedelta(weeks=4)
    )
    reason = "Le ferry des îles Sous-le-Vent est en cale sèche ces jours-là."
    moved = postpone(actor=actor, cohort=cohort, dates=dates, reason=reason)
    asked = DateQuestion.objects.filter(postponement=moved)
    ordered = asked.select_related("enrolment__person", "postponement")
    for position, question in enumerate(ordered.order_by("enrolment__person__last_name", "pk")):
        if position < _ANSWERS:
            keeps = position != _LEAVES
            answer_dates(actor=question.enrolment.person, question=question, keeps=keeps)


def _agree(actor: User) -> None:
    """Send one school its convention, and say what group a cohort aims at."""
    aiming = Cohort.objects.get(code=_AIMING)
    set_terms(
        actor=actor, cohort=aiming, price_per_person=aiming.price_per_person,
        diversity_goals="Autant d’agents territoriaux que de l’État, et un quart d’hospitaliers.",
    )  # fmt: skip
    enrolled = Enrolment.objects.confirmed().exclude(enrolling_organisation=None)
    coming = enrolled.filter(cohort__state=CohortState.CONFIRMED)
    chosen = coming.order_by("cohort__starts_on", "enrolling_organisation__name")[0]
    organisation = Organisation.objects.get(pk=str(chosen.enrolling_organisation_id))
    made = make_convention(actor=actor, cohort=chosen.cohort, organisation=organisation)
    mark_sent(actor=actor, convention=made)


def _need() -> None:
    """Have two people of the next confirmed cohort say what they need."""
    coming = Enrolment.objects.confirmed().filter(cohort__state=CohortState.CONFIRMED)
    people = coming.select_related("person", "cohort").order_by(
        "cohort__starts_on", "person__last_name", "pk"
    )
    for enrolment, (kind, text) in zip(people, _NEEDS, strict=False):
        tell_needs(actor=enrolment.person, enrolment=enrolment, needs={kind: text}, consents=True)
