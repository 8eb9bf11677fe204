"""A school sees who is in a cohort, in numbers that name nobody; it changes nobody's place."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.organisations.enums import OrganisationKind
from accounts.users.enums import Role
from learning.cohorts.models import Cohort
from learning.cohorts.services import CannotManageCohorts
from learning.cohorts.terms import PriceIsWrong, set_terms
from learning.enrolment.diversity import diversity_of
from learning.enrolment.words import order_in_words
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation

pytestmark = pytest.mark.django_db
GOALS = "Autant d’agents territoriaux que de l’État."


def fill(cohort, **versants):
    town = an_organisation(kind=OrganisationKind.MUNICIPALITY)
    for versant, n in versants.items():
        for _n in range(n):
            an_enrolment(cohort, versant=versant, category="a", employer=town, region="53")


def told(cohort):
    return [(one.rows, one.others) for one in diversity_of(cohort).breakdowns]


def test_numbers_under_five_are_put_together_and_none_can_be_worked_out():
    cohort = a_cohort()
    fill(cohort, fpt=9, fpe=6, fph=3)
    versants, categories, employers, regions = told(cohort)
    # Three alone would be the total less the others: the six go with them.
    assert versants == ([("Territoriale", 9)], 9)
    assert [categories[1], employers[1], regions[1]] == [0, 0, 0]
    fill(cohort, other=2)
    assert told(cohort)[0] == ([("Territoriale", 9), ("État", 6)], 5)


def test_nothing_is_told_of_fewer_than_five_people():
    cohort = a_cohort()
    fill(cohort, fpt=4)
    assert diversity_of(cohort).breakdowns == []


def test_the_school_sees_the_block_with_what_is_aimed_at(client):
    boss, school = a_person(Role.ADMINISTRATOR), an_organisation()
    cohort = a_cohort(organiser=school)
    set_terms(actor=boss, cohort=cohort, price_per_person=Decimal(0), diversity_goals=f" {GOALS} ")
    fill(cohort, fpt=5)
    client.force_login(a_person(Role.SCHOOL_MANAGER, school))
    page = client.get(reverse("school:cohort", args=[cohort.code])).content.decode()
    page = " ".join(page.split())
    assert GOALS in page
    assert "Territoriale : 5" in page
    assert "ne change la place de personne" in page
    assert GOALS in order_in_words(Cohort.objects.get(pk=cohort.pk))[-1]


def test_the_administration_alone_says_what_is_aimed_at_and_what_a_place_costs(client):
    cohort, boss = a_cohort(), a_person(Role.ADMINISTRATOR)
    said = {"cohort": cohort, "diversity_goals": GOALS}
    with pytest.raises(CannotManageCohorts):
        set_terms(actor=a_person(), price_per_person=Decimal(1), **said)
    with pytest.raises(PriceIsWrong):
        set_terms(actor=boss, price_per_person=Decimal(-1), **said)
    client.force_login(boss)
    page = reverse("steering:terms", args=[cohort.code])
    assert client.post(page, {"price_per_person": "-3"}).status_code == 422
    sent = {"price_per_person": "450", "diversity_goals": GOALS}
    assert client.post(page, sent).status_code == 302
    cohort.refresh_from_db()
    assert (cohort.price_per_person, cohort.diversity_goals) == (450, GOALS)
