"""Two schools enrol the same new person at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.users.bulk import write_agents
from accounts.users.models import AgentProfile, User
from accounts.users.services import AgentDetails, find_or_create_agent

ROUNDS = 10


@pytest.mark.django_db(transaction=True)
def test_a_new_person_enrolled_twice_at_once_is_one_person():
    start = Barrier(2)

    def find(email):
        try:
            start.wait(timeout=30)
            details = AgentDetails(first_name="Lou", last_name="Nouvel", email=email)
            return find_or_create_agent(details=details).pk
        finally:
            connection.close()

    for turn in range(ROUNDS):
        email = f"lou{turn}@montbrune.example"
        with ThreadPoolExecutor(2) as schools:
            first, second = schools.map(find, [email, email.upper()], timeout=60)
        assert first == second
    assert User.objects.count() == ROUNDS


@pytest.mark.django_db(transaction=True)
def test_two_schools_that_write_the_same_people_at_once_get_the_same_ones():
    start = Barrier(2)

    def write(told):
        try:
            start.wait(timeout=30)
            return {person.email: person.pk for person, _profile in write_agents(told)}
        finally:
            connection.close()

    for turn in range(ROUNDS):
        told = [
            AgentDetails(
                first_name="Lou", last_name="Nouvel", email=f"{turn}-{n}@montbrune.example"
            )
            for n in range(50)
        ]
        with ThreadPoolExecutor(2) as schools:
            first, second = schools.map(write, [told, told[::-1]], timeout=60)
        assert first == second
    assert User.objects.count() == AgentProfile.objects.count() == ROUNDS * 50
