import pytest

from accounts.users.enums import Role
from accounts.users.models import AgentProfile
from learning.people.enums import Likeness
from learning.people.planning import SamePerson
from learning.people.queries import probable_duplicates, words_of
from learning.people.services import CannotMergePeople, merge_people, tell_apart
from tests.learning.builders import a_person, an_organisation

pytestmark = pytest.mark.django_db


def someone(first_name, last_name, employer=None, **fields):
    fields = {"email": None, **fields}
    person = a_person(first_name=first_name, last_name=last_name, **fields)
    AgentProfile.objects.create(person=person, employer=employer)
    return person


def found():
    return {frozenset((pair.first, pair.second)): pair.why for pair in probable_duplicates()}


def test_names_are_compared_without_accent_case_hyphen_nor_order():
    assert words_of("Élodie Marie-Ange") == words_of("marie ange ELODIE")
    assert words_of("Le Goff") != words_of("Le Gall")


def test_namesakes_of_one_employer_are_told_first_and_strangers_not_at_all():
    town, other = an_organisation(), an_organisation()
    one = someone("Anne-Marie", "Le Goff", town)
    same = someone("LE GOFF", "Marie Anne", town)
    someone("Anne-Marie", "Le Goff", other)
    walk_in = someone("Anne-Marie", "Le Goff")
    near = someone("A.", "Le Goff", other, email="annemarie.legoff@nouveau.example")
    old = someone("Anne", "Le Goff", town, email="legoff.annemarie@ancien.example")
    someone("Zoé", "Autre", town, email="legoff.annemarie@tiers.example")
    pairs = found()
    assert pairs[frozenset((one.pk, same.pk))] == Likeness.SAME_EMPLOYER
    assert pairs[frozenset((one.pk, walk_in.pk))] == Likeness.NO_EMPLOYER
    assert pairs[frozenset((near.pk, old.pk))] == Likeness.NEAR_ADDRESS
    # The three namesakes with the walk-in, the two of one employer, the two near addresses.
    assert len(pairs) == 5
    assert next(iter(pairs.values())) == Likeness.SAME_EMPLOYER


def test_pairs_told_apart_or_merged_are_not_shown_again():
    administrator = a_person(Role.ADMINISTRATOR)
    town = an_organisation()
    one, same, third = (someone("Lou", "Petit", town) for _n in range(3))
    with pytest.raises(CannotMergePeople):
        tell_apart(actor=one, one=one, other=same)
    with pytest.raises(SamePerson):
        tell_apart(actor=administrator, one=one, other=one)
    kept = tell_apart(actor=administrator, one=one, other=same)
    assert tell_apart(actor=administrator, one=same, other=one) == kept
    assert len(found()) == 2
    merge_people(actor=administrator, surviving=one, merged=third, reason="Vu ensemble")
    assert found() == {}
