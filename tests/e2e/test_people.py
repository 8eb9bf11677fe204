"""The administration finds a person written twice, merges the two records, and undoes it."""

import pytest
from django.urls import reverse

from accounts.users.models import AgentProfile
from learning.people.models import PersonMerge
from tests.e2e.world import PASSWORD, a_world
from tests.learning.builders import a_person, an_enrolment

pytestmark = pytest.mark.browser


@pytest.mark.long
def test_two_records_are_compared_merged_and_separated_again(visit):
    world = a_world(places=(1, 40))
    for first_name in ("Anne-Lou", "Lou Anne"):
        person = a_person(first_name=first_name, last_name="Delorme")
        AgentProfile.objects.create(person=person, employer=world.school)
        an_enrolment(world.cohort, person)
    visit.sign_in(world.administrator.email, PASSWORD)
    visit.go(reverse("steering:duplicates"))
    assert "1 doublon probable" in visit.text()
    visit.follow("Comparer")
    assert "Deux inscriptions dans" in visit.text()
    visit.page.get_by_label("Ce qui le montre").fill("Confirmé par téléphone")
    visit.press("Fusionner les deux fiches")
    assert "n’en font plus qu’une" in visit.text()
    assert world.cohort.enrolments.active().count() == 1
    visit.follow("Annuler cette fusion")
    assert "est rétablie si sa place est encore libre" in visit.text()
    visit.press("Annuler la fusion")
    assert "ce sont de nouveau deux fiches" in visit.text()
    assert world.cohort.enrolments.active().count() == 2
    assert PersonMerge.objects.get().undone_at
