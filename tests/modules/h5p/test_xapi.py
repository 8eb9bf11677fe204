"""What is read of a statement, and what is refused."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from modules.h5p.xapi import UnreadableStatementError, read_statement, stored_body

NOW = datetime(2027, 3, 17, 9, 0, tzinfo=UTC)
VERB = "http://adlnet.gov/expapi/verbs/answered"
ID = "6f1f9d6e-58a5-4b0f-9a62-0d1b6f1f9d6e"
CHOICE = {
    "interactionType": "choice",
    "name": {"en-US": "Question 2"},
    "description": {"en-US": "<p>Qu’observe-t-on&nbsp;?</p>\n"},
    "choices": [
        {"id": "0", "description": {"en-US": "<b>Des gestes</b>"}},
        {"id": "1", "description": {"en-US": "Des mots"}},
    ],
}


def told(**changes):
    return {
        "id": ID,
        "timestamp": "2027-03-17T08:59:00Z",
        "actor": {"mbox": "mailto:quelqu-un@essai.example"},
        "verb": {"id": VERB},
        "object": {"id": "https://essai.example/h5p/activites/1", "definition": CHOICE},
        "result": {"response": "0[,]1", "score": {"min": 0, "raw": 1, "max": 2}, "success": False},
        **changes,
    }


def read(**changes):
    return read_statement(told(**changes), now=NOW)


def asked(kind: str, **more):
    return {"object": {"id": "x", "definition": {"interactionType": kind, **more}}}


def test_a_choice_is_put_in_words_without_markup():
    statement = read()
    assert (statement.id, statement.verb) == (UUID(ID), "answered")
    assert statement.question == "Qu’observe-t-on ?"
    assert statement.response == "Des gestes ; Des mots"
    assert (statement.raw_score, statement.max_score, statement.percent) == (1, 2, 50)
    assert statement.success is False


def test_a_matching_is_told_in_pairs():
    lists = {
        "source": [{"id": "a", "description": {"fr": "Enquête"}}],
        "target": [{"id": "p", "description": {"fr": "Immersion"}}],
    }
    statement = read(**asked("matching", **lists), result={"response": "a[.]p[,]z[.]p"})
    assert statement.response == "Enquête → Immersion ; z → Immersion"


def test_true_and_false_are_said_in_french():
    assert read(**asked("true-false"), result={"response": "true"}).response == "Vrai"
    assert read(**asked("true-false"), result={"response": "false"}).response == "Faux"


def test_blanks_are_listed():
    assert read(**asked("fill-in"), result={"response": "un[,]deux[,]"}).response == "un ; deux"


def test_the_actor_is_replaced_by_a_pseudonym_and_the_rest_kept():
    body = stored_body(read(), home_page="https://essai.example", name="p-1")
    assert body["actor"] == {
        "objectType": "Agent",
        "account": {"homePage": "https://essai.example", "name": "p-1"},
    }
    assert body["result"] == told()["result"]
    assert "quelqu-un" not in str(body)


@pytest.mark.parametrize(
    ("changes", "is_part"),
    [
        ({}, False),
        ({"object": {"id": "x?subContentId=question-2"}}, True),
        ({"context": {"contextActivities": {"parent": [{"id": "x"}]}}}, True),
        ({"context": {"contextActivities": {"category": [{"id": "x"}]}}}, False),
    ],
)
def test_a_question_inside_a_content_is_told_from_the_content(changes, is_part):
    statement = read(**changes)
    assert statement.is_part is is_part
    assert statement.ends_the_whole is not is_part


def test_a_statement_without_a_timestamp_is_of_now():
    assert read(timestamp=None).timestamp == NOW


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("id", {"id": "12"}),
        ("id", {"id": None}),
        ("verb", {"verb": {"id": "http://adlnet.gov/expapi/verbs/voided"}}),
        ("verb", {"verb": {"id": "answered"}}),
        ("verb", {"verb": "answered"}),
        ("object", {"object": {}}),
        ("object", {"object": []}),
        ("score", {"result": {"score": {"raw": 3, "max": 2}}}),
        ("score", {"result": {"score": {"raw": -1, "max": 2}}}),
        ("score", {"result": {"score": {"raw": "1", "max": 2}}}),
        ("score", {"result": {"score": {"raw": float("nan"), "max": 2}}}),
        ("score", {"result": {"score": {"raw": True, "max": 2}}}),
        ("result", {"result": "1"}),
        ("timestamp", {"timestamp": (NOW + timedelta(hours=1)).isoformat()}),
        ("timestamp", {"timestamp": "2027-03-17T08:59:00"}),
        ("timestamp", {"timestamp": "hier"}),
        ("too-large", {"context": {"x": "é" * 40_000}}),
    ],
)
def test_what_does_not_hold_is_refused(code, changes):
    with pytest.raises(UnreadableStatementError) as refused:
        read(**changes)
    assert refused.value.code == code


def test_what_is_not_an_object_is_refused():
    with pytest.raises(UnreadableStatementError):
        read_statement([told()], now=NOW)
