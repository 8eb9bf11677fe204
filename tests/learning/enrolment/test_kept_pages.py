"""A school keeps places from its page of a cohort, reads the code, gives the rest back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from learning.enrolment.models import Reservation
from tests.learning.builders import a_cohort, a_person, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return an_organisation()


@pytest.fixture
def manager(client, school):
    client.force_login(a_person(Role.SCHOOL_MANAGER, school))
    return client


def keep(manager, cohort, school, **changed):
    sent = {
        "structure": str(school.pk), "places": "2",
        "name_by": str(timezone.localdate() + timedelta(days=3)), **changed,
    }  # fmt: skip
    return manager.post(reverse("school:reserve", args=[cohort.code]), sent, follow=True)


def test_places_are_kept_to_the_end_of_the_day_and_the_code_is_shown(manager, school):
    cohort = a_cohort()
    page = keep(manager, cohort, school).content.decode()
    kept = Reservation.objects.get()
    last = timezone.localdate() + timedelta(days=3)
    ends = kept.name_by.astimezone(cohort.venue.zone)
    assert (ends.date(), ends.hour, ends.minute) == (last, 23, 59)
    assert kept.code in page
    assert "0 place nommée sur 2" in page


def test_a_refusal_keeps_what_was_typed_and_writes_nothing(manager, school):
    answer = keep(manager, a_cohort(places=(1, 1)), school, places="5")
    assert answer.status_code == 409
    assert 'value="5"' in answer.content.decode()
    assert not Reservation.objects.exists()


def test_a_field_in_error_is_said_and_kept(manager, school):
    answer = keep(manager, a_cohort(), school, places="beaucoup")
    assert answer.status_code == 422
    assert "Aucune place n’est gardée" in answer.content.decode()


def test_the_places_without_a_name_are_given_back(manager, school):
    cohort = a_cohort()
    keep(manager, cohort, school)
    manager.post(reverse("school:release", args=[Reservation.objects.get().pk]))
    assert not Reservation.objects.held().exists()


def test_another_school_s_places_are_not_seen_nor_given_back(manager, school):
    cohort = a_cohort()
    keep(manager, cohort, school)
    kept = Reservation.objects.get()
    manager.force_login(a_person(Role.SCHOOL_MANAGER, an_organisation()))
    page = manager.get(reverse("school:cohort", args=[cohort.code])).content.decode()
    assert kept.code not in page
    assert manager.post(reverse("school:release", args=[kept.pk])).status_code == 404
