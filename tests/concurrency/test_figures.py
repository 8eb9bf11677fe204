"""Cohorts are judged at the same instant: each person counts once, and the sums lose nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from learning.counting import services
from learning.figures.queries import figures_of
from learning.figures.recount import differences
from tests.budgets.rows import cohorts, enrolments, people
from tests.learning.figures.verdicts import TODAY, a_target, write_verdict

PEOPLE, COHORTS = 3, 6

pytestmark = pytest.mark.django_db(transaction=True)


def judged_at_once(made):
    """Judge every cohort at once, each in its transaction; return how many could not be."""
    start = Barrier(COHORTS)

    def judge(cohort):
        try:
            with transaction.atomic():
                # Each has its connection and its transaction before anyone is judged.
                connection.ensure_connection()
                start.wait(timeout=30)
                for enrolment in cohort:
                    write_verdict(enrolment, TODAY)
        except DatabaseError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(COHORTS) as all_of_them:
        return list(all_of_them.map(judge, made, timeout=60)).count(False)


def the_same_people_in_every_cohort():
    """Return the enrolments of each cohort; everyone is in all of them, in another order."""
    crowd = people(PEOPLE)
    orders = [crowd[n % PEOPLE :] + crowd[: n % PEOPLE] for n in range(COHORTS)]
    return [
        enrolments([cohort] * PEOPLE, order)
        for cohort, order in zip(cohorts(COHORTS), orders, strict=True)
    ]


def test_cohorts_judged_at_once_are_counted_one_after_the_other():
    target = a_target()
    assert judged_at_once(the_same_people_in_every_cohort()) == 0
    figures = figures_of(target, at=timezone.now())
    assert (figures.people, figures.totals.judged) == (PEOPLE, PEOPLE * COHORTS)
    assert list(differences()) == []


def test_without_the_lock_of_the_record_they_break(monkeypatch):
    a_target()
    monkeypatch.setattr(services, "hold_the_record", timezone.now)
    assert judged_at_once(the_same_people_in_every_cohort()) > 0
