"""Everything that follows from anything: low facts set off what is above them.

A service below writes a fact as a durable job in its own transaction; its handler here may call
any service, and may run twice with one effect.
"""

from accounts.users.models import User
from certificates.awards.models import Award
from certificates.awards.services import AWARD_UNTRUE
from common.jobs.registry import RunningJob, handles
from learning.attendance.missing import tell_absent_people
from learning.attendance.services import HALF_DAY_SEALED, MARK_CORRECTED
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.cohorts.rescheduling import COHORT_RESCHEDULED
from learning.cohorts.services import COHORT_MOVED, COHORT_STATE_CHANGED, change_state
from learning.completion.queries import is_fully_sealed
from learning.completion.services import evaluate_enrolment, withdraw_completion
from learning.decisions.telling import tell_trainers_it_is_off
from learning.enrolment.changes import tell_of_change
from learning.enrolment.models import Enrolment
from learning.enrolment.offers import take_offers_back
from learning.enrolment.reservations import release_reservation
from learning.enrolment.services import cancel_enrolments_of, give_free_places
from learning.makeups.queries import guests_of
from learning.makeups.services import call_off_guests, tell_guests
from learning.progress.doing import REQUIRED_ACTIVITY_CHANGED
from learning.progress.moving import carry_over


@handles(HALF_DAY_SEALED)
def judge_the_cohort(job: RunningJob) -> dict[str, int]:
    """When a half-day is countersigned: who was absent is told, who made up there is judged.

    When it was the last one: everybody's verdicts, their awards, the cohort closed.
    """
    half_day = HalfDay.objects.select_related("cohort").get(pk=job.payload["half_day"])
    cohort = half_day.cohort
    told = tell_absent_people(half_day=half_day)
    judged = list(guests_of(half_day))
    is_over = is_fully_sealed(cohort)
    if is_over:
        # Their papers are numbered in the order of names.
        judged += (
            Enrolment.objects.confirmed()
            .filter(cohort=cohort)
            .order_by("person__last_name", "person__first_name", "pk")
        )
    _judge(job, judged)
    if is_over and cohort.state == CohortState.RUNNING:
        change_state(actor=None, cohort=cohort, to=CohortState.CLOSED)
    return {"judged": len(judged), "told": told}


def _judge(job: RunningJob, enrolments: list[Enrolment]) -> None:
    for done, enrolment in enumerate(enrolments, start=1):
        evaluate_enrolment(enrolment=enrolment)
        job.progress(done, len(enrolments))


@handles(MARK_CORRECTED)
def judge_again(job: RunningJob) -> dict[str, int]:
    """When a sealed half-day is corrected: the verdict of that person."""
    enrolment = Enrolment.objects.get(pk=job.payload["enrolment"])
    evaluate_enrolment(enrolment=enrolment, correction_reason=job.payload["reason"])
    return {"judged": 1}


@handles(AWARD_UNTRUE)
def take_the_completion_back(job: RunningJob) -> dict[str, int]:
    """When a certificate is revoked as issued by error or obtained by fraud: it counts no more."""
    award = Award.objects.get(pk=job.payload["award"])
    kind, _colon, rest = award.key.partition(":")
    if kind != "completion":
        return {"withdrawn": 0}
    withdrawn = withdraw_completion(
        actor=User.objects.get(pk=job.payload["actor"]),
        enrolment=Enrolment.objects.get(pk=rest.partition(":")[0]),
        reason=job.payload["reason"],
    )
    return {"withdrawn": int(withdrawn is not None)}


@handles(REQUIRED_ACTIVITY_CHANGED)
def judge_what_was_done(job: RunningJob) -> dict[str, int]:
    """When a required activity is done or no longer is: the verdict of that person."""
    evaluate_enrolment(enrolment=Enrolment.objects.get(pk=job.payload["enrolment"]))
    return {"judged": 1}


@handles(COHORT_STATE_CHANGED)
def follow_the_cohort(job: RunningJob) -> dict[str, int]:
    """When a cohort is cancelled, its people are told and free; opened again, places are given.

    Cancelled, it keeps no place for anyone. Postponed, those who were offered a place wait again:
    there is no date to say yes to. Either way nobody makes up there.
    """
    cohort = Cohort.objects.get(pk=job.payload["cohort"])
    if cohort.state in (CohortState.CANCELLED, CohortState.POSTPONED):
        call_off_guests(cohort=cohort)
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
    """When a cohort follows another revision, what its people did is carried to its activities.

    Other activities may be required there: those who were judged are judged again.
    """
    cohort = Cohort.objects.get(pk=job.payload["cohort"])
    carried = carry_over(cohort=cohort, revision_id=job.payload["after"])
    if is_fully_sealed(cohort):
        _judge(job, list(Enrolment.objects.confirmed().filter(cohort=cohort)))
    return {"carried": carried}


@handles(COHORT_RESCHEDULED)
def tell_the_people(job: RunningJob) -> dict[str, int]:
    """When a cohort moves, those with a place and its trainers are told, with the new calendar."""
    cohort = Cohort.objects.get(pk=job.payload["cohort"])
    told = tell_of_change(
        cohort=cohort, sequence=job.payload["sequence"], change=job.payload["change"]
    )
    told += tell_guests(cohort=cohort, sequence=job.payload["sequence"])
    return {"told": told}
