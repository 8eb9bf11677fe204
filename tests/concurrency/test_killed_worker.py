"""A real worker dies in the middle of its work, a real broker is away: nothing is lost or doubled.

The worker and the scheduler are those of the product, over the Redis that comes as a wheel.
"""

from hashlib import sha256

import pytest
from django.core.files.storage import default_storage

from accounts.users.enums import Role
from certificates.awards.models import Award
from common.audit.models import AuditEntry
from common.jobs.models import Job
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark, Countersignature
from learning.cohorts.models import Cohort
from learning.completion.models import Completion
from tests.concurrency.workers import broker, environment, worker
from tests.learning.builders import (
    a_finished_cohort,
    a_person,
    a_revision,
    an_enrolment,
    half_days_of,
    the_provider,
)
from tests.processes import kill, run_main, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 40
SOME = 10


def a_cohort_with_one_signature_to_come(people):
    """Return a cohort over, everybody present, its last half-day not countersigned yet."""
    the_provider()
    trainer = a_person(Role.TRAINER)
    revision = a_revision(days=1, required_half_days=2)
    cohort = a_finished_cohort(revision=revision, trainers=[trainer])
    first, last = half_days_of(cohort)
    AttendanceMark.objects.bulk_create(
        AttendanceMark(
            enrolment=enrolment, half_day=half_day, status=AttendanceStatus.PRESENT,
            method=MarkMethod.TRAINER_RECORDED, recorded_by=trainer,
        )
        for enrolment in [an_enrolment(cohort) for _n in range(people)]
        for half_day in (first, last)
    )  # fmt: skip
    Countersignature.objects.create(
        half_day=first, trainer=trainer, present_count=people, absent_count=0
    )
    return trainer, cohort, last


@pytest.fixture
def place(tmp_path):
    return environment(tmp_path)


def countersign(place, trainer, cohort, half_day):
    """Post the countersignature as the trainer's browser does; return the answer's status."""
    arguments = [str(trainer.pk), cohort.code, str(half_day.pk)]
    return int(run_main("tests.concurrency.countersign", *arguments, env=place))


def drawn():
    return Award.objects.filter(rendered_at__isnull=False)


def everything_is_done():
    return drawn().count() == PEOPLE and not Job.objects.exclude(state="done").exists()


def test_a_worker_killed_in_the_middle_issues_each_certificate_exactly_once(place, tmp_path):
    trainer, cohort, last = a_cohort_with_one_signature_to_come(PEOPLE)
    with broker(place, tmp_path):
        assert countersign(place, trainer, cohort, last) == 302
        with worker(place, tmp_path) as first:
            wait_until(
                lambda: Award.objects.count() >= SOME, seconds=120, what="awards", every=0.01
            )
            kill(first)
        issued = Award.objects.count()
        assert SOME <= issued < PEOPLE, "The worker was to die in the middle of issuing."
        with worker(place, tmp_path) as second:
            wait_until(lambda: drawn().count() >= SOME, seconds=120, what="papers", every=0.01)
            kill(second)
        assert drawn().count() < PEOPLE, "The worker was to die in the middle of drawing."
        with worker(place, tmp_path):
            wait_until(everything_is_done, seconds=120, what="forty certificates")
    assert Award.objects.count() == PEOPLE
    assert Award.objects.values("serial").distinct().count() == PEOPLE
    assert Award.objects.values("recipient").distinct().count() == PEOPLE
    assert AuditEntry.objects.filter(action="award_issued").count() == PEOPLE
    assert Completion.objects.count() == PEOPLE
    assert Cohort.objects.get(pk=cohort.pk).state == "closed"
    for award in Award.objects.all():
        with award.pdf.open() as paper:
            assert sha256(paper.read()).hexdigest() == award.pdf_sha256
    _folders, files = default_storage.listdir("awards")
    mine = {str(pk) for pk in Award.objects.values_list("pk", flat=True)}
    stored = [name for name in files if name[:36] in mine]
    assert sorted(stored) == sorted(f"{pk}.pdf" for pk in mine), "One file each, no second copy."


def test_a_broker_that_is_away_delays_the_work_and_loses_nothing(place, tmp_path):
    trainer, cohort, last = a_cohort_with_one_signature_to_come(2)
    assert countersign(place, trainer, cohort, last) == 302, "The page does not fail."
    assert Job.objects.get(kind="half_day_sealed").state == "queued", "The fact is written."
    with broker(place, tmp_path), worker(place, tmp_path):
        wait_until(lambda: drawn().count() == 2, seconds=120, what="the sweeper to deliver")
    assert Award.objects.count() == 2
