"""The day board asks the database as much for a small board as for a large one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.users.enums import Role
from tests.learning.builders import a_person
from tests.modules.authoring.board import a_board, sequences_of

pytestmark = pytest.mark.django_db
# A move: who asks, the revision and the card, the write and its record, the column as it is now.
MOST_FOR_A_MOVE = 20
MOST_FOR_A_PAGE = 20


def asked(client, method, url, **options):
    client.force_login(a_person(Role.TRAINER))
    with CaptureQueriesContext(connection) as captured:
        assert getattr(client, method)(url, **options).status_code == 200
    return [query["sql"] for query in captured]


SIZES = ((1, 2, 1), (3, 12, 5))


def test_a_page_asks_as_much_for_a_large_board_as_for_a_small_one(client):
    counts = []
    for size in SIZES:
        draft = a_board(*size)
        query = f"?sequence={sequences_of(draft)[0].pk}"
        counts.append(len(asked(client, "get", reverse("board:revision", args=[draft.pk]) + query)))
    assert counts[0] == counts[1] <= MOST_FOR_A_PAGE


def test_a_moved_card_asks_as_much_on_a_large_board_as_on_a_small_one(client):
    counts = []
    for size in SIZES:
        draft = a_board(*size)
        sequence = sequences_of(draft)[0]
        url = reverse("board:sequence", args=[draft.pk, sequence.pk])
        data = {
            "act": f"place:{sequence.day_id}:09:05", "version": 1, "since": 1, "opens": 540,
            "closes": 1050,
        }  # fmt: skip
        queries = asked(client, "post", url, data=data, headers={"X-Board": "1"})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST_FOR_A_MOVE, "\n".join(queries)


@pytest.mark.parametrize("act", ["later", "duplicate", "longer"])
def test_an_act_of_the_panel_asks_as_much_on_a_large_board_as_on_a_small_one(client, act):
    counts = []
    for days, sequences in ((1, 2), (3, 12)):
        draft = a_board(days, sequences, 1)
        sequence = sequences_of(draft)[0]
        url = reverse("board:sequence", args=[draft.pk, sequence.pk])
        data = {"act": act, "panel": sequence.pk}
        counts.append(len(asked(client, "post", url, data=data, headers={"X-Board": "1"})))
    assert counts[0] == counts[1]
