"""A cohort that has not begun may follow another text; what people did goes with it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from learning.cohorts.enums import CohortState
from learning.cohorts.services import (
    CannotManageCohorts,
    CohortHasBegun,
    RevisionHasOtherDays,
    RevisionNotPublished,
    RevisionOfAnotherModule,
    move_to_revision,
)
from learning.progress.models import ActivityCompletion, H5PState, Statement
from modules.programmes.enums import ActivityKind
from modules.programmes.models import Activity, Day, Sequence
from modules.programmes.services import publish_revision, start_next_revision
from tests.jobs import do_the_jobs
from tests.learning.builders import (
    a_cohort,
    a_content_version,
    a_person,
    a_revision,
    a_running_cohort,
    an_enrolment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return a_person(Role.ADMINISTRATOR)


@pytest.fixture
def cohort():
    return a_cohort(revision=a_revision(days=2))


def the_next(revision, change=lambda _draft: None):
    """Return the revision that follows, published once `change` was done to it."""
    draft = start_next_revision(actor=None, revision=revision)
    change(draft)
    return publish_revision(actor=None, revision=draft)


def first_activity(revision):
    mine = Activity.objects.filter(sequence__day__revision=revision)
    return mine.order_by("sequence__day__position", "sequence__starts").first()


def test_a_cohort_to_come_follows_the_new_text_and_the_trail_says_both(administrator, cohort):
    before, after = cohort.revision, the_next(cohort.revision)
    moved = move_to_revision(actor=administrator, cohort=cohort, revision=after)
    assert moved.revision == after
    entry = AuditEntry.objects.about(cohort).first()
    assert (entry.action, entry.actor) == ("cohort_moved", administrator)
    assert (entry.details["was"], entry.details["words"]) == (str(before), str(after))


def test_moving_to_where_it_is_changes_nothing(administrator, cohort):
    move_to_revision(actor=administrator, cohort=cohort, revision=cohort.revision)
    assert not AuditEntry.objects.filter(action="cohort_moved").exists()


def test_only_the_administration_moves_a_cohort(cohort):
    with pytest.raises(CannotManageCohorts):
        move_to_revision(
            actor=a_person(Role.TRAINER), cohort=cohort, revision=the_next(cohort.revision)
        )


@pytest.mark.parametrize("state", [CohortState.CLOSED, CohortState.CANCELLED])
def test_a_cohort_that_is_over_keeps_its_text(administrator, cohort, state):
    cohort.state = state
    cohort.save()
    with pytest.raises(CohortHasBegun):
        move_to_revision(actor=administrator, cohort=cohort, revision=the_next(cohort.revision))


def test_a_cohort_keeps_its_text_from_the_first_minute_of_its_first_half_day(administrator, cohort):
    after = the_next(cohort.revision)
    running = a_running_cohort(revision=cohort.revision)
    first = cohort.half_days.order_by("starts_at").first()
    first.starts_at = timezone.now() - timedelta(minutes=1)
    first.save()
    for begun in (running, cohort):
        with pytest.raises(CohortHasBegun):
            move_to_revision(actor=administrator, cohort=begun, revision=after)


def test_a_cohort_follows_only_a_published_text_of_its_module(administrator, cohort):
    draft = start_next_revision(actor=None, revision=cohort.revision)
    with pytest.raises(RevisionNotPublished):
        move_to_revision(actor=administrator, cohort=cohort, revision=draft)
    with pytest.raises(RevisionOfAnotherModule):
        move_to_revision(actor=administrator, cohort=cohort, revision=a_revision(days=2))


def test_a_text_with_other_days_does_not_fit_the_dates(administrator, cohort):
    def one_day_more(draft):
        day = Day.objects.create(revision=draft, position=3, title="La suite")
        Sequence.objects.create(day=day, title="S", starts="09:00", minutes=60, phase="test")

    with pytest.raises(RevisionHasOtherDays, match=r"3 journée.* en tient 2"):
        move_to_revision(
            actor=administrator, cohort=cohort, revision=the_next(cohort.revision, one_day_more)
        )


def a_statement(enrolment, activity):
    return Statement.objects.create(
        id=uuid4(), enrolment=enrolment, activity=activity,
        content_version=activity.content_version, verb="answered", object_id="x",
        timestamp=timezone.now(), body={},
    )  # fmt: skip


def make_interactive(activity):
    activity.kind, activity.content_version = ActivityKind.H5P, a_content_version()
    activity.save()


def test_what_people_did_is_carried_to_the_same_activities(administrator, cohort):
    old = first_activity(cohort.revision)
    make_interactive(old)
    enrolment = an_enrolment(cohort)
    ActivityCompletion.objects.create(enrolment=enrolment, activity=old)
    H5PState.objects.create(enrolment=enrolment, activity=old, data="{}")
    a_statement(enrolment, old)
    after = the_next(cohort.revision)
    move_to_revision(actor=administrator, cohort=cohort, revision=after)
    do_the_jobs()
    new = first_activity(after)
    assert new.lineage == old.lineage
    for facts in (ActivityCompletion, H5PState, Statement):
        assert [fact.activity for fact in facts.objects.all()] == [new]


def test_other_cohorts_of_the_old_text_keep_what_their_people_did(administrator, cohort):
    other = an_enrolment(a_cohort(revision=cohort.revision))
    old = first_activity(cohort.revision)
    ActivityCompletion.objects.create(enrolment=other, activity=old)
    move_to_revision(actor=administrator, cohort=cohort, revision=the_next(cohort.revision))
    do_the_jobs()
    assert ActivityCompletion.objects.get().activity == old


def test_what_was_done_since_the_move_stands_and_is_not_counted_twice(administrator, cohort):
    enrolment = an_enrolment(cohort)
    old = first_activity(cohort.revision)
    ActivityCompletion.objects.create(enrolment=enrolment, activity=old)
    after = the_next(cohort.revision)
    move_to_revision(actor=administrator, cohort=cohort, revision=after)
    since = ActivityCompletion.objects.create(enrolment=enrolment, activity=first_activity(after))
    do_the_jobs()
    assert ActivityCompletion.objects.get() == since


def test_an_activity_that_is_gone_keeps_what_was_done_in_it(administrator, cohort):
    enrolment = an_enrolment(cohort)
    old = first_activity(cohort.revision)
    ActivityCompletion.objects.create(enrolment=enrolment, activity=old)
    after = the_next(
        cohort.revision,
        lambda draft: Activity.objects.filter(
            sequence__day__revision=draft, lineage=old.lineage
        ).delete(),
    )
    move_to_revision(actor=administrator, cohort=cohort, revision=after)
    do_the_jobs()
    assert ActivityCompletion.objects.get().activity == old


def test_where_one_was_in_a_content_does_not_go_to_another_content(administrator, cohort):
    enrolment = an_enrolment(cohort)
    old = first_activity(cohort.revision)
    make_interactive(old)
    H5PState.objects.create(enrolment=enrolment, activity=old, data="{}")
    after = the_next(
        cohort.revision,
        lambda draft: make_interactive(
            Activity.objects.get(sequence__day__revision=draft, lineage=old.lineage)
        ),
    )
    move_to_revision(actor=administrator, cohort=cohort, revision=after)
    do_the_jobs()
    assert H5PState.objects.get().activity == old


def test_a_cohort_moved_twice_ends_with_everything_in_the_last_text(administrator, cohort):
    enrolment = an_enrolment(cohort)
    ActivityCompletion.objects.create(enrolment=enrolment, activity=first_activity(cohort.revision))
    second = the_next(cohort.revision)
    third = the_next(second)
    move_to_revision(actor=administrator, cohort=cohort, revision=second)
    move_to_revision(actor=administrator, cohort=cohort, revision=third)
    do_the_jobs()
    assert ActivityCompletion.objects.get().activity == first_activity(third)
