"""Lists of absences, of one's half-days, of anomalies."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from learning.attendance.enums import MarkMethod
from learning.attendance.models import AttendanceMark
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.enrolment.models import Enrolment
from learning.makeups.models import MakeUp
from tests.budgets.rows import cohorts, enrolments, people
from tests.learning.builders import a_person, an_organisation


def _over(made: list[Cohort]) -> None:
    """Have the half-days of these cohorts be over since this morning."""
    now = timezone.now()
    HalfDay.objects.filter(cohort__in=made).update(
        starts_at=now - timedelta(hours=5), ends_at=now - timedelta(hours=2)
    )
    Cohort.objects.filter(pk__in=[one.pk for one in made]).update(
        state=CohortState.RUNNING, starts_on=timezone.localdate()
    )


def _absent(made: list[Enrolment], trainer: User) -> None:
    """Have these people absent from the first half-day, one in two making up elsewhere."""
    (host,) = cohorts(1, revision=made[0].cohort.revision, places_max=5000)
    date = HalfDay.objects.filter(cohort=host).first()
    halves = {
        half.cohort_id: half
        for half in HalfDay.objects.filter(cohort__in={one.cohort_id for one in made}, period="am")
    }
    AttendanceMark.objects.bulk_create(
        AttendanceMark(
            enrolment=one, half_day=halves[one.cohort_id], status="absent",
            method=MarkMethod.STRUCK, recorded_by=trainer,
        )
        for one in made
    )  # fmt: skip
    MakeUp.objects.bulk_create(
        MakeUp(enrolment=one, missed=halves[one.cohort_id], taken=date, state="asked")
        for one in made[::2]
    )


def trainer_absences(rows: int) -> tuple[User, str]:
    trainer = a_person(Role.TRAINER)
    (cohort,) = made = cohorts(1)
    cohort.trainers.add(trainer)
    _over(made)
    _absent(enrolments(made * rows, people(rows)), trainer)
    return trainer, reverse("trainer:absences", args=[cohort.code])


def school_absences(rows: int) -> tuple[User, str]:
    school = an_organisation()
    made = cohorts(rows)
    _over(made)
    _absent(enrolments(made, people(rows), enrolling_organisation=school), a_person(Role.TRAINER))
    return a_person(Role.SCHOOL_MANAGER, school), reverse("school:absences")


def learner_attendance(rows: int) -> tuple[User, str]:
    person = a_person()
    made = cohorts(rows)
    _over(made)
    trainer = a_person(Role.TRAINER)
    AttendanceMark.objects.bulk_create(
        AttendanceMark(
            enrolment=one, half_day=half, status="present", method=MarkMethod.TRAINER_RECORDED,
            recorded_by=trainer,
        )
        for one in enrolments(made, [person] * rows)
        for half in HalfDay.objects.filter(cohort=one.cohort_id)
    )  # fmt: skip
    return person, reverse("learner:attendance")


def steering_anomalies(rows: int) -> tuple[User, str]:
    _over(cohorts(rows))
    return a_person(Role.ADMINISTRATOR), reverse("steering:anomalies")


FOLLOW_SCENES = [trainer_absences, school_absences, learner_attendance, steering_anomalies]
