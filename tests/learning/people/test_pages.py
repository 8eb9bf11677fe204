import pytest
from django.urls import reverse

from accounts.users.enums import Role
from accounts.users.models import AgentProfile
from learning.people.models import PersonMerge
from learning.people.queries import probable_duplicates
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(client):
    """Lou, written twice by one employer, both in one cohort; an administrator looks."""
    client.force_login(a_person(Role.ADMINISTRATOR))
    town, cohort = an_organisation(), a_cohort()
    kept = a_person(first_name="Lou", last_name="Martin")
    other = a_person(first_name="Lou", last_name="MARTIN", email=None)
    for person in (kept, other):
        AgentProfile.objects.create(person=person, employer=town)
        an_enrolment(cohort, person)
    return kept, other


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_a_pair_is_compared_merged_with_a_reason_read_and_undone(client, two):
    kept, other = two
    listed = page(client, "steering:duplicates")
    compare = reverse("steering:merge", args=[kept.pk, other.pk])
    # The record with an address is the one proposed to stay.
    assert compare in listed
    assert "même nom, même employeur" in listed
    shown = client.get(compare).content.decode()
    assert "La fiche gardée reçoit 1 inscription." in shown
    assert "Deux inscriptions dans" in shown
    assert "Garder plutôt l’autre fiche" in shown
    swapped = page(client, "steering:merge", other.pk, kept.pk)
    assert "Gardez plutôt l’autre fiche" in swapped

    refused = client.post(compare, {"raison": " "})
    assert refused.status_code == 409
    assert "Dites ce qui montre" in refused.content.decode()
    answered = client.post(compare, {"raison": "Vue au guichet"}, follow=True).content.decode()
    assert "n’en font plus qu’une" in answered
    assert "Annuler cette fusion" in answered
    assert "Cette fiche est fusionnée avec" in page(client, "steering:person", other.pk)
    assert "Vue au guichet" in page(client, "steering:merges")
    assert page(client, "steering:duplicates").count("Aucun doublon probable") == 1

    undo = reverse("steering:undo_merge", args=[PersonMerge.objects.get().pk])
    assert "est rétablie si sa place" in client.get(undo).content.decode()
    assert "deux fiches" in client.post(undo, follow=True).content.decode()
    assert client.post(undo).status_code == 409
    assert "Annulée" in page(client, "steering:merges")


def test_two_people_are_not_proposed_again(client, two):
    kept, other = two
    told = client.post(reverse("steering:apart", args=[kept.pk, other.pk]), follow=True)
    assert "ce sont deux personnes" in told.content.decode()
    assert probable_duplicates() == []
    assert client.post(reverse("steering:apart", args=[kept.pk, kept.pk])).status_code == 409


def test_the_other_record_is_found_by_its_name_from_a_person_s_page(client, two):
    kept, other = two
    choose = reverse("steering:merge_choose", args=[kept.pk])
    assert choose in page(client, "steering:person", kept.pk)
    assert reverse("steering:merge", args=[kept.pk, other.pk]) in page(
        client, "steering:merge_choose", kept.pk
    )
    nobody = client.get(choose, {"q": "introuvable"}).content.decode()
    assert "Aucune autre fiche trouvée" in nobody
