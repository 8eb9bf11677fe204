"""Everything that follows from anything: low facts set off what is above them.

A service below writes a fact as a durable job in its own transaction; its handler here may call
any service, and may run twice with one effect.
"""

from common.jobs.registry import RunningJob, handles
from learning.attendance.services import HALF_DAY_SEALED, MARK_CORRECTED
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.rescheduling import COHORT_RESCHEDULED
from learning.cohorts.services import COHORT_MOVED, COHORT_STATE_CHANGED, change_state
from learning.completion.queries import is_fully_sealed
from learning.completion.services import evaluate_enrolment
from learning.decisions.telling import tell_trainers_it_is_off
from learning.enrolment.changes import tell_of_change
from learning.enrolment.models import Enrolment
from learning.enrolment.offers import take_offers_back
from learning.enrolment.reservations import release_reservation
from learning.enrolment.services import cancel_enrolments_of, give_free_places
from learning.progress.moving import carry_over


@handles(HALF_DAY_SEALED)
def judge_the_cohort(job: RunningJob) -> dict[str, int]:
    """When the last half-day is countersigned: the verdicts, their awards, the cohort closed."""
    cohort = Cohort.objects.get(pk=job.payload["cohort"])
    if not is_fully_sealed(cohort):
        return {"judged": 0}
    enrolments = list(Enrolment.objects.confirmed().filter(cohort=cohort))
    for done, enrolment in enumerate(enrolments, start=1):
        evaluate_enrolment(enrolment=enrolment)
        job.progress(done, len(enrolments))
    if cohort.state == CohortState.RUNNING:
        change_state(actor=None, cohort=cohort, to=CohortState.CLOSED)
    return {"judged": len(enrolments)}


@handles(MARK_CORRECTED)
def judge_again(job: RunningJob) -> dict[str, int]:
    """When a sealed half-day is corrected: the verdict of that person."""
    enrolment = Enrolment.objects.get(pk=job.payload["enrolment"])
    evaluate_enrolment(enrolment=enrolment, correction_reason=job.payload["reason"])
    return {"judged": 1}


@handles(COHORT_STATE_CHANGED)
def follow_the_cohort(job: RunningJob) -> dict[str, int]:
    """When a cohort is cancelled, its people are told and free; opened again, places are given.

    Cancelled, it keeps no place for anyone. Postponed, those who were offered a place wait again:
    there is no date to say yes to.
    """
    cohort = Cohort.objects.get(pk=job.payload["cohort"])
    if job.payload["to"] == CohortState.CANCELLED:
        tell_trainers_it_is_off(cohort=cohort, reason=job.payload["reason"])
        for reservation in cohort.reservations.held():
            release_reservation(actor=None, reservation=reservation)
        return {"cancelled": cancel_enrolments_of(cohort=cohort, reason=job.payload["reason"])}
    if job.payload["to"] == CohortState.POSTPONED and cohort.state == CohortState.POSTPONED:
        return {"taken_back": take_offers_back(cohort=cohort)}
    if job.payload["to"] == CohortState.OPEN:
        return {"offered": len(give_free_places(cohort=cohort))}
    return {}


@handles(COHORT_MOVED)
def follow_the_text(job: RunningJob) -> dict[str, int]:
    """When a cohort follows another revision, what its people did is carried to its activities."""
    cohort = Cohort.objects.get(pk=job.payload["cohort"])
    return {"carried": carry_over(cohort=cohort, revision_id=job.payload["after"])}


@handles(COHORT_RESCHEDULED)
def tell_the_people(job: RunningJob) -> dict[str, int]:
    """When a cohort moves, those with a place and its trainers are told, with the new calendar."""
    cohort = Cohort.objects.get(pk=job.payload["cohort"])
    told = tell_of_change(
        cohort=cohort, sequence=job.payload["sequence"], change=job.payload["change"]
    )
    return {"told": told}
