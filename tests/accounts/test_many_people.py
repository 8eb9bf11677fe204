"""People written many at once follow the rules of those written one by one."""

import pytest

from accounts.users.bulk import fill_in_agents, people_of_addresses, profiles_of, write_agents
from accounts.users.models import AgentProfile, User
from accounts.users.services import AgentDetails, find_or_create_agent
from tests.learning.builders import a_person

pytestmark = pytest.mark.django_db


def details(**fields):
    return AgentDetails(**{"first_name": " Lou ", "last_name": "Roux", **fields})


def test_many_are_written_as_one_would_be():
    told = [details(email=f"LOU{n}@essai.example", function="Juriste") for n in range(3)]
    written = write_agents(told)
    assert [person.email for person, _profile in written] == [
        "lou0@essai.example", "lou1@essai.example", "lou2@essai.example",
    ]  # fmt: skip
    for (person, _profile), one in zip(written, told, strict=True):
        found = find_or_create_agent(details=one)
        assert (found.pk, found.first_name) == (person.pk, "Lou")
        assert not found.has_usable_password()
    passwords = User.objects.values_list("password", flat=True)
    assert len(set(passwords)) == 3


def test_someone_written_meanwhile_by_another_school_is_theirs_and_keeps_their_words():
    known = a_person(first_name="Louise", last_name="Roux")
    AgentProfile.objects.create(person=known, function="Greffière")
    told = [details(email="new@essai.example"), details(email=known.email, function="Juriste")]
    (_new, _its), (person, profile) = write_agents(told)
    assert (person.pk, person.first_name, profile.function) == (known.pk, "Louise", "Greffière")
    assert User.objects.filter(email=known.email).count() == 1


def test_only_what_a_profile_lacks_is_filled_in():
    known, bare = a_person(), a_person()
    AgentProfile.objects.create(person=known, function="Greffière")
    told = {known.pk: details(function="Juriste", service="Droit"), bare.pk: details(service="RH")}
    fill_in_agents(told, profiles_of(told))
    assert AgentProfile.objects.get(person=known).function == "Greffière"
    assert AgentProfile.objects.get(person=known).service == "Droit"
    assert AgentProfile.objects.get(person=bare).service == "RH"
    assert people_of_addresses([known.email, "nobody@essai.example"]) == {known.email: known}
