"""The API gives the figures of the board, with its filters, to who may have them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.organisations.enums import Region
from accounts.users.enums import Role
from learning.counting.enums import Dimension
from learning.figures.filters import Filters
from learning.figures.queries import figures_of
from tests.learning.builders import a_person, an_organisation
from tests.learning.figures.verdicts import TODAY, a_target, a_verdict

pytestmark = pytest.mark.django_db
ADDRESS = reverse("api:figures")


@pytest.fixture(autouse=True)
def target():
    return a_target()


def test_it_says_what_the_board_says(client, target):
    for region, days_ago in ((Region.BRETAGNE, 30), (Region.BRETAGNE, 90), (Region.OCCITANIE, 90)):
        a_verdict(region=region, days_ago=days_ago)
    client.force_login(a_person(Role.ADMINISTRATOR))
    since = TODAY - timedelta(days=60)
    for asked in ({}, {"region": "53"}, {"debut": since.isoformat()}):
        told = client.get(ADDRESS, asked).json()
        said = figures_of(target, at=timezone.now(), filters=Filters.from_query(asked))
        assert told["people"] == said.people
        assert told["filters"] == asked
        assert told["completion_rate"] == said.completion_rate
        assert {one["label"]: one["measures"]["people"] for one in told["by"]["region"]} == {
            part.label: part.people for part in said.by(Dimension.REGION)
        }
        assert told["months"][-1]["total"] == said.people
    board = client.get(reverse("steering:board"), {"region": "53"}).context["board"]
    assert client.get(ADDRESS, {"region": "53"}).json()["people"] == board.figures.people == 2


def test_it_tells_a_past_day_as_it_was_known(client):
    a_verdict()
    client.force_login(a_person(Role.ADMINISTRATOR))
    eve = TODAY - timedelta(days=1)
    told = client.get(ADDRESS, {"au": eve.isoformat()}).json()
    assert (told["people"], told["on"]) == (0, eve.isoformat())


def test_a_school_is_given_its_own_people_and_no_other(client):
    mine, other = an_organisation(), an_organisation()
    for school in (mine, other, other):
        a_verdict(school=school)
    client.force_login(a_person(Role.SCHOOL_MANAGER, mine))
    told = client.get(ADDRESS).json()
    assert (told["people"], told["filters"]) == (1, {"ecole": str(mine.pk)})
    assert client.get(ADDRESS, {"ecole": str(other.pk)}).status_code == 404
    hidden = a_target(scope_kind="region", scope_value="53")
    assert client.get(ADDRESS, {"objectif": hidden.pk}).status_code == 404


def test_who_answers_for_a_target_is_given_it(client):
    owner = a_person()
    own = a_target(scope_kind="region", scope_value="53", owner=owner)
    a_verdict(region=Region.BRETAGNE)
    client.force_login(owner)
    assert client.get(ADDRESS, {"objectif": own.pk}).json()["people"] == 1
    assert client.get(ADDRESS).status_code == 403
