"""The user is the person: one address whatever its case, several addresses, a profile."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.users.enums import Category, EmploymentStatus, Versant
from accounts.users.models import AgentProfile, User
from accounts.users.services import AgentDetails, find_or_create_agent, update_own_details
from common.audit.models import AuditEntry
from tests.learning.builders import a_person, an_organisation

pytestmark = pytest.mark.django_db


def details(**fields):
    return AgentDetails(**{"first_name": "Maud", "last_name": "Cassagne", **fields})


def test_two_people_cannot_share_an_address_whatever_its_case():
    a_person(email="maud@montbrune.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="MAUD@Montbrune.example")


def test_the_database_itself_refuses_an_address_with_capitals():
    person = a_person(email="maud@montbrune.example")
    with pytest.raises(IntegrityError), transaction.atomic(), _raw() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET email = 'Maud@montbrune.example' WHERE id = %s", [person.pk]
        )


def _raw():
    return transaction.get_connection().cursor()


def test_a_person_is_found_by_their_address_whatever_its_case():
    person = a_person(email="Maud@Montbrune.example")
    assert User.objects.get(email="maud@MONTBRUNE.example") == person
    assert User.objects.get_by_natural_key(" MAUD@montbrune.example ") == person


def test_many_people_may_have_no_address():
    first, second = a_person(email=None), a_person(email="")
    assert first.email is None
    assert second.email is None


def test_a_person_without_a_name_is_called_by_their_address():
    assert str(a_person(first_name="", last_name="", email="m@essai.example")) == "m@essai.example"
    assert a_person(first_name="Maud", last_name="Cassagne").display_name == "Maud Cassagne"


def test_people_are_found_by_any_words_of_their_name_or_address():
    maud = a_person(first_name="Maud", last_name="Cassagne", email="mc@montbrune.example")
    a_person(first_name="Maud", last_name="Tellier")
    assert list(User.objects.search("maud cass")) == [maud]
    assert list(User.objects.search("montbrune")) == [maud]


def test_enrolling_a_known_address_finds_the_person_and_keeps_their_own_words():
    person = a_person(email="maud@montbrune.example", first_name="Maud", last_name="Cassagne")
    AgentProfile.objects.create(person=person, function="directrice", versant=Versant.FPT)
    employer = an_organisation()
    found = find_or_create_agent(
        details=details(
            email="MAUD@montbrune.example",
            first_name="M.",
            function="cheffe",
            service="Culture",
            versant=Versant.FPE,
            category=Category.A,
            employer_id=employer.pk,
        )
    )
    profile = AgentProfile.objects.get(person=person)
    assert found == person
    assert (found.first_name, profile.function, profile.versant) == ("Maud", "directrice", "fpt")
    assert (profile.service, profile.category) == ("Culture", "a"), "What lacked is filled in."
    assert profile.employer == employer


def test_a_second_verified_address_leads_to_the_same_person():
    person = a_person(email="maud@montbrune.example")
    EmailAddress.objects.create(user=person, email="maud@perso.example", verified=True)
    assert find_or_create_agent(details=details(email="Maud@perso.example")) == person


def test_an_address_that_nobody_proved_leads_to_nobody():
    person = a_person(email="maud@montbrune.example")
    EmailAddress.objects.create(user=person, email="dg@montbrune.example", verified=False)
    found = find_or_create_agent(details=details(email="dg@montbrune.example"))
    assert found != person
    assert found.email == "dg@montbrune.example"


def test_a_new_agent_gets_a_profile_and_no_password():
    person = find_or_create_agent(
        details=details(
            email="neuf@montbrune.example",
            first_name=" Lou ",
            employment_status=EmploymentStatus.CONTRACT,
        )
    )
    assert person.first_name == "Lou"
    assert not person.has_usable_password()
    assert person.agent_profile.employment_status == "contract"


def test_without_an_address_nothing_proves_that_two_people_are_one():
    first = find_or_create_agent(details=details())
    assert find_or_create_agent(details=details()) != first


def test_what_a_person_says_of_themselves_is_kept_and_audited():
    person = a_person()
    person.last_name = "Tellier"
    update_own_details(person=person, profile=AgentProfile(person=person, function="juriste"))
    assert User.objects.get(pk=person.pk).last_name == "Tellier"
    assert AuditEntry.objects.about(person).get().action == "details_updated"
