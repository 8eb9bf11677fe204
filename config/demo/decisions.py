"""Write what the demo has to decide: a cohort short of people today, another just postponed."""

from datetime import date, timedelta

from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.decisions.models import DateQuestion
from learning.decisions.services import NewDates, answer_dates, postpone

_SHORT, _MOVED = "marseille-2", "papeete-1"
# Of those asked about the new days, how many have answered, and the one who cannot come.
_ANSWERS, _LEAVES = 5, 3


def write_decisions(actor: User, today: date) -> None:
    """Have the decision on one cohort be due today, and postpone another: some have answered."""
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
