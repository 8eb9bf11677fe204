"""A cohort's life: planned, moved from state to state with reasons, started by the calendar."""

from datetime import date, time, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from common.jobs.models import Job
from learning.cohorts.enums import TRANSITIONS, CohortState, Period
from learning.cohorts.models import Cohort, validate_time_zone
from learning.cohorts.services import (
    CannotManageCohorts,
    NoHalfDay,
    PlannedHalfDay,
    ReasonRequired,
    RevisionNotPublished,
    TransitionRefused,
    change_state,
    full_days,
    plan_cohort,
    start_due_cohorts,
)
from learning.schedule import follow_the_calendar
from modules.programmes.services import start_next_revision
from tests.jobs import do_the_jobs
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_revision,
    a_venue,
    an_enrolment,
    an_organisation,
    half_days_of,
)

pytestmark = pytest.mark.django_db
REASON = "La salle a pris l’eau"


def plan(**fields):
    return plan_cohort(
        **{
            "actor": None, "code": "rennes", "title": "Rennes", "revision": a_revision(),
            "venue": a_venue(), "organiser": an_organisation(),
            "half_days": full_days([date(2027, 3, 16)]), **fields,
        }
    )  # fmt: skip


class TestPlanning:
    def test_a_plan_becomes_a_draft_with_half_days_at_real_instants(self):
        cohort = plan(venue=a_venue(time_zone="Indian/Reunion", region="04"))
        morning = half_days_of(cohort)[0]
        assert cohort.state == CohortState.DRAFT
        assert morning.starts_at.isoformat() == "2027-03-16T05:00:00+00:00"
        assert morning.minutes == 210

    def test_places_default_to_the_bounds_of_the_format(self):
        cohort = plan(revision=a_revision(group_min=12, group_max=30))
        assert (cohort.places_min, cohort.places_max) == (12, 30)

    def test_days_need_not_follow_each_other(self):
        cohort = plan(half_days=full_days([date(2027, 3, 16), date(2027, 4, 2)]))
        assert cohort.days == [date(2027, 3, 16), date(2027, 4, 2)]
        assert (cohort.starts_on, cohort.ends_on) == (date(2027, 3, 16), date(2027, 4, 2))

    def test_a_cohort_follows_a_published_text_only(self):
        draft = start_next_revision(actor=None, revision=a_revision())
        with pytest.raises(RevisionNotPublished):
            plan(revision=draft)

    def test_a_cohort_without_a_half_day_is_refused(self):
        with pytest.raises(NoHalfDay):
            plan(half_days=[])

    def test_a_half_day_is_planned_once(self):
        twice = PlannedHalfDay(1, Period.MORNING, date(2027, 3, 16), time(9), time(12))
        with pytest.raises(IntegrityError), transaction.atomic():
            plan(half_days=[twice, twice])

    def test_bounds_in_the_wrong_order_are_refused(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            plan(places=(30, 20))

    def test_a_time_zone_is_checked(self):
        validate_time_zone("Pacific/Tahiti")
        with pytest.raises(Exception, match="fuseau horaire"):
            validate_time_zone("Bretagne")


ALL = list(product(CohortState, CohortState))


@pytest.mark.parametrize(("before", "after"), [p for p in ALL if p[1] in TRANSITIONS[p[0]]])
def test_an_allowed_change_is_written_with_its_reason_and_audited(before, after):
    cohort, boss = a_cohort(state=before), a_person(Role.ADMINISTRATOR)
    change_state(actor=boss, cohort=cohort, to=after, reason=REASON)
    cohort.refresh_from_db()
    entry = AuditEntry.objects.about(cohort).first()
    assert cohort.state == after
    assert (entry.actor, entry.reason) == (boss, REASON)
    assert entry.details == {"before": before.value, "after": after.value}
    assert Job.objects.get(kind="cohort_state_changed").payload["to"] == after


@pytest.mark.parametrize(("before", "after"), [p for p in ALL if p[1] not in TRANSITIONS[p[0]]])
def test_any_other_change_is_refused_in_words(before, after):
    cohort = a_cohort(state=before)
    with pytest.raises(TransitionRefused) as refused:
        change_state(actor=a_person(Role.ADMINISTRATOR), cohort=cohort, to=after, reason=REASON)
    assert str(before.label) in str(refused.value)
    assert Cohort.objects.get(pk=cohort.pk).state == before


@pytest.mark.parametrize("to", [CohortState.POSTPONED, CohortState.CANCELLED])
def test_postponing_and_cancelling_need_a_reason(to):
    with pytest.raises(ReasonRequired):
        change_state(actor=None, cohort=a_cohort(), to=to, reason="  ")


@pytest.mark.parametrize("role", [Role.AGENT, Role.TRAINER, Role.SCHOOL_MANAGER])
def test_only_administrators_change_the_state(role):
    with pytest.raises(CannotManageCohorts):
        change_state(actor=a_person(role), cohort=a_cohort(), to=CohortState.CONFIRMED)


def test_a_change_looks_at_the_cohort_as_it_is_now_and_not_as_it_was_read():
    cohort = a_cohort()
    stale = Cohort.objects.get(pk=cohort.pk)
    change_state(actor=None, cohort=cohort, to=CohortState.CANCELLED, reason=REASON)
    with pytest.raises(TransitionRefused):
        change_state(actor=None, cohort=stale, to=CohortState.CONFIRMED)


def test_cancelling_frees_its_people_and_tells_them_why(mailoutbox):
    cohort = a_cohort()
    enrolment = an_enrolment(cohort)
    change_state(actor=None, cohort=cohort, to=CohortState.CANCELLED, reason=REASON)
    do_the_jobs()
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.cancellation_reason) == ("cancelled", REASON)
    assert REASON in mailoutbox[-1].body


class TestCalendar:
    def confirmed(self, starts_in: timedelta):
        cohort = a_cohort(state=CohortState.CONFIRMED)
        first = half_days_of(cohort)[0]
        first.starts_at = timezone.now() + starts_in
        first.ends_at = first.starts_at + timedelta(hours=3)
        first.save()
        return cohort

    def test_a_confirmed_cohort_runs_once_its_first_half_day_begins(self):
        begun, coming = self.confirmed(timedelta(minutes=-1)), self.confirmed(timedelta(minutes=9))
        assert start_due_cohorts() == 1
        begun.refresh_from_db()
        coming.refresh_from_db()
        assert (begun.state, coming.state) == (CohortState.RUNNING, CohortState.CONFIRMED)

    def test_the_calendar_starts_a_cohort_once(self):
        self.confirmed(timedelta(minutes=-1))
        assert (follow_the_calendar(), follow_the_calendar()) == (1, 0)

    def test_a_cohort_that_nobody_confirmed_does_not_start_by_itself(self):
        cohort = self.confirmed(timedelta(minutes=-1))
        Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.POSTPONED)
        assert start_due_cohorts() == 0
