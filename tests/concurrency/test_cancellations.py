"""People give places up while others ask for them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment, Offer
from learning.enrolment.services import cancel_enrolment, request_place
from tests.learning.builders import a_cohort, a_person, an_enrolment

PLACES = 50
WAITING_BEFORE = 20
THREADS = 12
LOOKS = 10_000


def in_a_thread(act):
    """Return the act, its thread's database connection given back at the end."""

    def acting(*arguments):
        try:
            return act(*arguments)
        finally:
            connection.close()

    return acting


@in_a_thread
def cancel(enrolment):
    cancel_enrolment(actor=enrolment.person, enrolment=enrolment)


@in_a_thread
def request(person, cohort):
    request_place(person=person, cohort=cohort)


@in_a_thread
def highest_count(cohort, is_over):
    """Look again and again how many have a place, until it is over; return the most seen."""
    most = 0
    for _look in range(LOOKS):
        most = max(most, cohort.enrolments.holding().count())
        if is_over.wait(timeout=0.005):
            break
    return most


@pytest.mark.django_db(transaction=True)
def test_fifty_cancellations_race_fifty_requests_and_each_place_has_one_person():
    cohort = a_cohort(places=(2, PLACES))
    leaving = [an_enrolment(cohort) for _n in range(PLACES)]
    first_in_line = [
        an_enrolment(cohort, state=EnrolmentState.WAITING, confirmed_at=None, queue_number=n)
        for n in range(1, WAITING_BEFORE + 1)
    ]
    asking = [a_person() for _n in range(50)]
    is_over = Event()
    with ThreadPoolExecutor(1) as eye, ThreadPoolExecutor(THREADS) as crowd:
        seen = eye.submit(highest_count, cohort, is_over)
        acts = [
            act
            for who_leaves, who_asks in zip(leaving, asking, strict=True)
            for act in (
                crowd.submit(cancel, who_leaves), crowd.submit(request, who_asks, cohort)
            )
        ]  # fmt: skip
        try:
            for act in acts:
                act.result(timeout=60)
        finally:
            is_over.set()
        assert seen.result(timeout=10) <= PLACES
    states = Counter(cohort.enrolments.values_list("state", flat=True))
    assert states["confirmed"] + states["offered"] == PLACES
    assert (states["waiting"], states["cancelled"]) == (WAITING_BEFORE, 50)
    offers = Counter(Offer.objects.values_list("enrolment", flat=True))
    assert set(offers.values()) == {1}, "Nobody is offered two places."
    still_waiting = Enrolment.objects.filter(pk__in=[e.pk for e in first_in_line]).waiting()
    assert not still_waiting.exists(), "Those who waited first were served first."
