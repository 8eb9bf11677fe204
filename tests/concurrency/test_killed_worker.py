"""A real worker dies in the middle of its work, a real broker is away: nothing is lost or doubled.

The worker and the scheduler are those of the product, over the Redis that comes as a wheel.
"""

from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage

from accounts.users.enums import Role
from certificates.awards.models import Award
from certificates.awards.tasks import drawn as paper_drawn
from common.audit.models import AuditEntry
from common.jobs.models import Job
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark, Countersignature
from learning.cohorts.models import Cohort
from learning.completion.enums import Paper
from learning.completion.models import Completion
from learning.completion.papers import facts_for, kind_for
from learning.issuing.models import PaperNotice
from learning.issuing.services import issue_for_cohort
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

PEOPLE = 10


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
    return not Job.objects.exclude(state="done").exists()


def kill_when(place, tmp_path, count, *, reaches):
    """Run a worker until `count` reaches a number, kill it, and keep what was sealed by then."""
    with worker(place, tmp_path) as one:
        wait_until(lambda: count() >= reaches, seconds=240, what=f"{reaches} of them", every=0.01)
        kill(one)
    return dict(drawn().values_list("serial", "pdf_sha256"))


def what_an_undisturbed_run_gives(cohort, paper, *, first):
    """Return the frozen facts by serial: people by name, numbered one after the other."""
    found = Completion.objects.filter(enrolment__cohort=cohort).order_by(
        "person__last_name", "person__first_name", "enrolment"
    )
    facts = {}
    for n, completion in enumerate(found, start=first):
        serial = f"RAP-{completion.recorded_at.year}-{n:06d}"
        kind = kind_for(completion, paper).value
        facts[serial] = {**facts_for(completion, paper), "serial": serial, "kind": kind}
    return facts


def frozen(paper):
    """Return what was frozen, less what no two runs share: the code, drawn at random."""
    found = Award.objects.filter(key__startswith=f"{paper.value}:")
    varying = ("code", "issued_on", "demo")
    return {
        one.serial: {key: value for key, value in one.facts.items() if key not in varying}
        for one in found
    }


def certify_and_attest(place, tmp_path, *, people, kills):
    """Have a cohort judged, certified, then attested by a run, its worker killed on the way.

    `kills` says at how many certificates issued, certificates sealed, attestations issued, and
    papers sealed in all it dies.
    """
    trainer, cohort, last = a_cohort_with_one_signature_to_come(people)
    counts = {
        "issued": lambda: Award.objects.filter(key__startswith="completion:").count(),
        "sealed": lambda: drawn().count(),
        "attested": lambda: Award.objects.filter(key__startswith="attestation:").count(),
        "all": lambda: drawn().count(),
    }
    sealed = {}

    def kill_at(stage):
        for reaches in kills[stage]:
            found = kill_when(place, tmp_path, counts[stage], reaches=reaches)
            assert found.items() >= sealed.items(), "What was sealed is not made again."
            sealed.update(found)

    with broker(place, tmp_path):
        assert countersign(place, trainer, cohort, last) == 302
        kill_at("issued")
        assert Award.objects.count() < people, "The worker was to die in the middle of issuing."
        kill_at("sealed")
        assert drawn().count() < people, "The worker was to die in the middle of drawing."
        with worker(place, tmp_path):
            wait_until(everything_is_done, seconds=240, what="the certificates")
        administrator = a_person(Role.ADMINISTRATOR)
        run = issue_for_cohort(actor=administrator, cohort=cohort, papers=list(Paper))
        kill_at("attested")
        kill_at("all")
        assert drawn().count() < 2 * people, "The worker was to die in the middle of the run."
        with worker(place, tmp_path):
            wait_until(everything_is_done, seconds=240, what="the attestations and the zip")
    run.refresh_from_db()
    assert (run.state, run.issued, run.packed, run.missing) == ("done", people, 2 * people, [])
    assert dict(drawn().values_list("serial", "pdf_sha256")).items() >= sealed.items()
    return cohort, run


def check_each_paper_is_as_if_nothing_had_happened(cohort, run, *, people, drawn_again):
    """Check rows, serials, facts, sealed files, the zip, and the paper of some drawn again."""
    for paper, first in ((Paper.CERTIFICATE, 1), (Paper.ATTESTATION, people + 1)):
        assert frozen(paper) == what_an_undisturbed_run_gives(cohort, paper, first=first)
    awards = list(Award.objects.order_by("serial"))
    assert len(awards) == 2 * people
    for award in awards:
        with award.pdf.open() as paper:
            assert sha256(paper.read()).hexdigest() == award.pdf_sha256
    for award in awards[:: len(awards) // drawn_again]:
        assert sha256(paper_drawn(award)).hexdigest() == award.paper_sha256
    _folders, files = default_storage.listdir("awards")
    mine = {str(award.pk) for award in awards}
    stored = [name for name in files if name[:36] in mine]
    assert sorted(stored) == sorted(f"{pk}.pdf" for pk in mine), "One file each, no second copy."
    with run.zip.open() as file, ZipFile(file) as archive:
        assert len(set(archive.namelist())) == 2 * people + 1
    told = PaperNotice.objects.values_list("award", "fact")
    assert sorted(told) == sorted((award.pk, "ready") for award in awards)


def test_a_worker_killed_in_the_middle_issues_each_certificate_exactly_once(place, tmp_path):
    kills = {"issued": [3], "sealed": [3], "attested": [], "all": [PEOPLE + 3]}
    cohort, run = certify_and_attest(place, tmp_path, people=PEOPLE, kills=kills)
    check_each_paper_is_as_if_nothing_had_happened(cohort, run, people=PEOPLE, drawn_again=4)
    assert Award.objects.values("recipient").distinct().count() == PEOPLE
    assert AuditEntry.objects.filter(action="award_issued").count() == 2 * PEOPLE
    assert Completion.objects.count() == PEOPLE
    assert Cohort.objects.get(pk=cohort.pk).state == "closed"


@pytest.mark.long
def test_a_worker_killed_ten_times_over_two_hundred_certificates_changes_nothing(place, tmp_path):
    kills = {
        "issued": [20, 70, 130], "sealed": [20, 80, 140], "attested": [30, 110],
        "all": [230, 320],
    }  # fmt: skip
    cohort, run = certify_and_attest(place, tmp_path, people=200, kills=kills)
    check_each_paper_is_as_if_nothing_had_happened(cohort, run, people=200, drawn_again=400)


def test_a_broker_that_is_away_delays_the_work_and_loses_nothing(place, tmp_path):
    trainer, cohort, last = a_cohort_with_one_signature_to_come(2)
    assert countersign(place, trainer, cohort, last) == 302, "The page does not fail."
    assert Job.objects.get(kind="half_day_sealed").state == "queued", "The fact is written."
    with broker(place, tmp_path), worker(place, tmp_path):
        wait_until(lambda: drawn().count() == 2, seconds=120, what="the sweeper to deliver")
    assert Award.objects.count() == 2
