"""Send the mails of a decision."""

from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from common.jobs.registry import RunningJob, handles
from learning.cohorts.models import Cohort
from learning.decisions.emails import (
    send_called_off,
    send_decision_due,
    send_new_days,
    send_question,
)
from learning.decisions.facts import facts_of
from learning.decisions.models import DateQuestion, Postponement
from learning.decisions.permissions import may_answer
from learning.decisions.queries import to_decide

DECISION_DUE = "decision_due"
ASK_DATES = "ask_dates"
TELL_TRAINER = "tell_trainer_new_days"
CALLED_OFF = "tell_trainer_called_off"
_COHORT = ("venue", "revision__edition__module")


@handles(DECISION_DUE)
def tell_decision(job: RunningJob) -> dict[str, bool]:
    """Tell someone of a decision to take; say nothing if it was taken, or enough people came."""
    said = job.payload
    due = to_decide(timezone.localdate()).filter(pk=said["cohort"], decision_on=said["decision_on"])
    cohort: Cohort | None = due.select_related(*_COHORT).first()
    if cohort is None:
        return {"sent": False}
    person = User.objects.get(pk=said["person"])
    decides = person.has_role(Role.ADMINISTRATOR)
    facts = facts_of(cohort, timezone.localdate())
    return {
        "sent": send_decision_due(cohort, person, facts=facts, decides=decides, key=str(job.job))
    }


@handles(ASK_DATES)
def ask_dates(job: RunningJob) -> dict[str, bool]:
    """Ask someone whether they come; say nothing if there is nothing to answer any more."""
    question = DateQuestion.objects.select_related(
        "enrolment__person", "enrolment__employer",
        *(f"enrolment__cohort__{name}" for name in _COHORT),
        *(f"postponement__cohort__{name}" for name in _COHORT),
    ).get(pk=job.payload["question"])  # fmt: skip
    return {
        "sent": may_answer(question, timezone.now()) and send_question(question, key=str(job.job))
    }


@handles(TELL_TRAINER)
def tell_trainer_new_days(job: RunningJob) -> dict[str, bool]:
    """Tell a trainer the new days of their cohort."""
    postponement = Postponement.objects.select_related(
        *(f"cohort__{name}" for name in _COHORT)
    ).get(pk=job.payload["postponement"])
    trainer = User.objects.get(pk=job.payload["person"])
    return {"sent": send_new_days(postponement, trainer, key=str(job.job))}


@handles(CALLED_OFF)
def tell_trainer_called_off(job: RunningJob) -> dict[str, bool]:
    """Tell a trainer that their cohort will not take place."""
    cohort = Cohort.objects.select_related(*_COHORT).get(pk=job.payload["cohort"])
    trainer = User.objects.get(pk=job.payload["person"])
    reason = job.payload["reason"]
    return {"sent": send_called_off(cohort, trainer, reason=reason, key=str(job.job))}
