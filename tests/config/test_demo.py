"""The living programme that the demo shows, whatever the hour it is started at."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.users.models import User
from config.demo.accounts import AGENT, SCHOOL, TRAINER
from config.demo.living import Demo
from learning.attendance.models import window_of
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from learning.people.queries import probable_duplicates
from learning.rosters.enums import LineKind
from learning.rosters.models import Roster
from learning.rosters.services import counts_of
from modules.authoring.reviews import asked_of
from modules.programmes.enums import Mode, RevisionState
from modules.programmes.models import Module, Revision, Sequence
from modules.programmes.timetable import overlaps

PARIS = ZoneInfo("Europe/Paris")


def at(hour: int, minute: int = 0) -> datetime:
    """Return that hour of today in Paris."""
    return timezone.now().astimezone(PARIS).replace(hour=hour, minute=minute)


@pytest.fixture(scope="module")
def living(request, django_db_blocker):
    """The programme as it is now, written once for the tests that only read it."""
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock(), transaction.atomic():
        Demo(timezone.now()).write()
        yield
        transaction.set_rollback(True)


def long(hour: str):
    return pytest.param(hour, marks=pytest.mark.long)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hour",
    [
        long("01:40"),
        long("05:20"),
        long("09:00"),
        long("13:20"),
        long("18:10"),
        long("18:40"),
        long("22:30"),
    ],
)
def test_its_agent_has_a_half_day_to_sign_at_any_hour(hour):
    now = at(*map(int, hour.split(":")))

    Demo(now).write()

    mine = Enrolment.objects.confirmed().get(person__email=AGENT, cohort__state=CohortState.RUNNING)
    windows = [window_of(half_day) for half_day in mine.cohort.half_days.all()]
    assert any(opens <= now <= closes for opens, closes in windows)


@pytest.mark.django_db
@pytest.mark.usefixtures("living")
def test_it_holds_cohorts_past_present_and_to_come_one_full_and_one_short_of_people():
    cohorts = Cohort.objects.with_counts()
    assert 20 <= cohorts.count() <= 30
    assert set(cohorts.values_list("state", flat=True)) >= {
        "draft", "open", "confirmed", "running", "closed", "postponed",
    }  # fmt: skip
    assert any(cohort.waiting_count and not cohort.free_count for cohort in cohorts)
    coming = cohorts.filter(state="open", starts_on__gt=timezone.localdate() + timedelta(days=1))
    assert coming.under_minimum().exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("living")
def test_its_workshop_has_a_draft_to_read_with_comments_and_modules_to_share():
    (review,) = asked_of(User.objects.get(email=TRAINER))
    assert review.revision.comments.filter(parent=None).count() == 2
    assert Module.objects.shared().count() == 2
    today = timezone.localdate()
    assert all(module.updated_on < today for module in Module.objects.all())


@pytest.mark.django_db
@pytest.mark.usefixtures("living")
def test_it_holds_a_draft_with_an_overlap_to_mend():
    draft = Revision.objects.get(
        state=RevisionState.DRAFT, edition__module__slug="reenchantez", gestures__number=1
    )
    found = [pair for day in draft.days.all() for pair in overlaps(day.sequences.all())]
    assert [second.title for _first, second in found] == ["Premier test dans le couloir"]
    assert draft.gestures.count() == 3
    modes = set(Sequence.objects.filter(day__revision=draft).values_list("mode", flat=True))
    assert modes == set(Mode.values)


@pytest.mark.django_db
@pytest.mark.usefixtures("living")
def test_its_school_has_a_file_applied_and_one_to_decide_on():
    school = User.objects.get(email=SCHOOL)
    applied, waiting = Roster.objects.visible_to(school).order_by("sent_at")
    assert (applied.state, waiting.state) == ("applied", "checked")
    assert counts_of(applied) == {LineKind.CREATE: 7}
    kinds = counts_of(waiting)
    assert (kinds["create"], kinds["error"], kinds["ask"]) == (4, 5, 2)
    # Someone said to be another: the administration has a pair to look at.
    assert probable_duplicates()


@pytest.mark.django_db
@pytest.mark.usefixtures("living")
def test_its_agent_has_an_offer_to_answer_and_its_cohorts_have_rules():
    offered = Enrolment.objects.with_offer().get(person__email=AGENT, state="offered")
    assert offered.offer_until > timezone.now()
    assert offered.cohort.enrolments.waiting().exists()
    assert Enrolment.objects.filter(state="awaiting", approval__verdict="").exists()
    assert Cohort.objects.filter(priority_until__gt=timezone.now()).exists()
    assert Cohort.objects.filter(quota_per_organisation__gt=0).exists()
