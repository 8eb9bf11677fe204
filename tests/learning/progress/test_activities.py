"""Ticking what one has done, in one's own module."""

import pytest

from learning.progress.models import ActivityCompletion
from learning.progress.services import NotYourActivity, set_activity_done
from modules.programmes.models import Activity
from tests.learning.builders import a_cohort, a_person, a_revision, an_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return an_enrolment(a_cohort())


def activity_of(revision):
    return Activity.objects.filter(sequence__day__revision=revision).first()


def tick(enrolment, *, is_done=True, **changes):
    given = {
        "person": enrolment.person, "enrolment": enrolment,
        "activity": activity_of(enrolment.cohort.revision), **changes,
    }  # fmt: skip
    set_activity_done(**given, is_done=is_done)


def test_a_tick_is_kept_once_and_may_be_taken_back(enrolment):
    tick(enrolment)
    tick(enrolment)
    assert ActivityCompletion.objects.count() == 1
    tick(enrolment, is_done=False)
    tick(enrolment, is_done=False)
    assert not ActivityCompletion.objects.exists()


def test_an_activity_of_another_module_is_refused(enrolment):
    with pytest.raises(NotYourActivity):
        tick(enrolment, activity=activity_of(a_revision()))


def test_nobody_ticks_for_someone_else(enrolment):
    with pytest.raises(NotYourActivity):
        tick(enrolment, person=a_person())


def test_someone_who_waits_for_a_place_ticks_nothing():
    waiting = an_enrolment(a_cohort(), state="waiting", queue_number=1, confirmed_at=None)
    with pytest.raises(NotYourActivity):
        tick(waiting)
