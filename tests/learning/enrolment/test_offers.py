"""A freed place is offered for a while; unanswered, it goes on; postponed, it waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.audit.models import AuditEntry
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.services import change_state
from learning.enrolment.models import Offer
from learning.enrolment.offers import (
    OfferIsOver,
    accept_offer,
    decline_offer,
    expire_due_offers,
    take_offers_back,
)
from learning.enrolment.services import cancel_enrolment
from learning.schedule import follow_the_places
from tests.jobs import do_the_jobs
from tests.learning.builders import half_days_of
from tests.learning.enrolment.lines import (
    a_member,
    an_agent_of,
    ask,
    open_offer,
    pass_time,
    standing,
    with_rules,
)

pytestmark = pytest.mark.django_db


def leave(enrolment):
    cancel_enrolment(actor=enrolment.person, enrolment=enrolment)


def a_line(places=1, waiting=2, **rules):
    """Return a cohort whose first person has just left: the next has an offer."""
    cohort = with_rules(places, **rules)
    held = [ask(cohort) for _n in range(places)]
    line = [ask(cohort) for _n in range(waiting)]
    leave(held[0])
    return cohort, line


def test_an_accepted_place_is_theirs_and_is_written_down():
    _cohort, (second, third) = a_line()
    accept_offer(actor=second.person, offer=open_offer(second))
    assert (standing(second), standing(third)) == (("confirmed", None), ("waiting", 1))
    entry = AuditEntry.objects.about(second).first()
    assert (entry.action, entry.actor) == ("offer_accepted", second.person)


def test_a_declined_place_goes_to_the_next_at_once():
    _cohort, (second, third) = a_line()
    decline_offer(actor=None, offer=open_offer(second))
    assert (standing(second)[0], standing(third)[0]) == ("cancelled", "offered")


@pytest.mark.parametrize("answer", [accept_offer, decline_offer])
def test_an_offer_is_answered_once(answer):
    _cohort, (second, _third) = a_line()
    offer = open_offer(second)
    accept_offer(actor=None, offer=offer)
    with pytest.raises(OfferIsOver):
        answer(actor=None, offer=offer)


def test_an_offer_whose_time_is_over_is_not_accepted_even_before_the_scheduler_passes():
    _cohort, (second, _third) = a_line()
    offer = open_offer(second)
    pass_time(offer)
    with pytest.raises(OfferIsOver):
        accept_offer(actor=None, offer=offer)


def test_one_run_of_the_scheduler_passes_an_expired_place_on():
    _cohort, (second, third) = a_line()
    pass_time(open_offer(second))
    assert follow_the_places()["offers"] == 1
    assert (standing(second)[0], standing(third)[0]) == ("cancelled", "offered")
    assert expire_due_offers() == 0


def test_whoever_leaves_while_an_offer_is_open_closes_it():
    _cohort, (second, third) = a_line()
    offer = open_offer(second)
    leave(second)
    offer.refresh_from_db()
    assert (offer.state, standing(third)[0]) == ("withdrawn", "offered")


def test_an_offer_is_for_as_long_as_the_cohort_says_or_more_outside_working_hours():
    asked_at = timezone.now()
    cohort, (second, _third) = a_line(offer_hours=24)
    offer = open_offer(second)
    assert offer.expires_at >= asked_at + timedelta(hours=24)
    assert offer.expires_at < half_days_of(cohort)[0].starts_at


def test_postponed_offers_are_taken_back_and_everyone_keeps_their_rank():
    cohort, (second, third) = a_line()
    offer = open_offer(second)
    change_state(actor=None, cohort=cohort, to=CohortState.POSTPONED, reason="Grève")
    with pytest.raises(OfferIsOver):
        accept_offer(actor=None, offer=offer)
    do_the_jobs("cohort_state_changed")
    assert (standing(second), standing(third)) == (("waiting", 1), ("waiting", 2))
    assert take_offers_back(cohort=cohort) == 0
    change_state(actor=None, cohort=cohort, to=CohortState.OPEN)
    do_the_jobs("cohort_state_changed")
    assert standing(second)[0] == "offered"
    assert Offer.objects.filter(enrolment=second).count() == 2


def test_an_offer_that_expires_while_the_cohort_is_postponed_loses_nobody_s_turn():
    cohort, (second, third) = a_line()
    pass_time(open_offer(second))
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.POSTPONED)
    assert expire_due_offers() == 1
    assert (standing(second), standing(third)) == (("waiting", 1), ("waiting", 2))


def test_someone_offered_a_place_again_is_told_again(mailoutbox):
    cohort, (second, _third) = a_line()
    do_the_jobs()
    change_state(actor=None, cohort=cohort, to=CohortState.POSTPONED, reason="Grève")
    do_the_jobs()
    change_state(actor=None, cohort=cohort, to=CohortState.OPEN)
    do_the_jobs()
    theirs = [mail.subject for mail in mailoutbox if mail.to == [second.person.email]]
    assert len(theirs) == 3, "The offer, back in line, the new offer."
    back = next(mail for mail in mailoutbox if "reportée" in mail.body)
    assert back.to == [second.person.email]
    assert theirs[0] == theirs[2] != theirs[1]


def test_just_before_the_start_a_place_goes_to_whoever_comes():
    cohort = with_rules()
    held = ask(cohort)
    waiting = ask(cohort)
    shift = half_days_of(cohort)[0].starts_at - timezone.now() - timedelta(minutes=90)
    for half in half_days_of(cohort):
        half.starts_at, half.ends_at = half.starts_at - shift, half.ends_at - shift
        half.save()
    leave(held)
    assert standing(waiting) == ("waiting", 1), "Nobody is offered what they cannot answer."
    assert standing(ask(cohort))[0] == "confirmed"


def test_a_priority_that_ends_opens_the_places_at_the_next_run():
    cohort = with_rules(2, priority_until=timezone.now() + timedelta(days=1))
    other = ask(cohort)
    member = ask(cohort, an_agent_of(a_member()))
    assert (standing(other), standing(member)) == (("waiting", 1), ("confirmed", None))
    assert follow_the_places()["given"] == 0
    Cohort.objects.filter(pk=cohort.pk).update(priority_until=timezone.now())
    assert follow_the_places()["given"] == 1
    assert standing(other)[0] == "offered"
    assert follow_the_places()["given"] == 0


def test_a_member_passes_before_those_who_came_earlier_while_the_priority_lasts():
    cohort = with_rules(1, priority_until=timezone.now() + timedelta(days=1))
    held = ask(cohort, an_agent_of(a_member()))
    other, member = ask(cohort), ask(cohort, an_agent_of(a_member()))
    assert (standing(member), standing(other)) == (("waiting", 1), ("waiting", 2))
    leave(held)
    assert (standing(member)[0], standing(other)) == ("offered", ("waiting", 1))
