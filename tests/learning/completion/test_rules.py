"""The rule of a format in words. Pure: no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.completion.enums import Verdict
from learning.completion.rules import Attended, rule_on
from modules.programmes.enums import CompletionBasis
from modules.programmes.models import Format

HALF_DAYS = Format(completion_basis=CompletionBasis.HALF_DAYS, required_half_days=5)
HOURS = Format(completion_basis=CompletionBasis.HOURS, required_minutes=840)


def attended(half_days=0, minutes=0):
    return Attended(half_days=half_days, half_days_planned=6, minutes=minutes, minutes_planned=1260)


@pytest.mark.parametrize(
    ("half_days", "verdict", "words"),
    [
        (6, Verdict.ACQUIRED, "6 demi-journées sur 6 : acquis"),
        (5, Verdict.ACQUIRED, "5 demi-journées sur 6 : acquis"),
        (4, Verdict.NOT_ACQUIRED, "4 demi-journées sur 6, il en faut 5 : non acquis"),
        (1, Verdict.NOT_ACQUIRED, "1 demi-journée sur 6, il en faut 5 : non acquis"),
        (0, Verdict.NOT_ACQUIRED, "0 demi-journée sur 6, il en faut 5 : non acquis"),
    ],
)
def test_half_days_are_told_as_people_count_them(half_days, verdict, words):
    ruling = rule_on(HALF_DAYS, attended(half_days))
    assert (ruling.verdict, _plain(ruling.reason)) == (verdict, words)


@pytest.mark.parametrize(
    ("minutes", "verdict", "words"),
    [
        (840, Verdict.ACQUIRED, "14 h suivies sur 21 h : acquis"),
        (839, Verdict.NOT_ACQUIRED, "13 h 59 suivies sur 21 h, il en faut 14 h : non acquis"),
    ],
)
def test_hours_are_told_in_hours(minutes, verdict, words):
    ruling = rule_on(HOURS, attended(minutes=minutes))
    assert (ruling.verdict, _plain(ruling.reason)) == (verdict, words)


def _plain(words):
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_format_that_waits_for_a_declaration_has_no_rule():
    declared = Format(completion_basis=CompletionBasis.DECLARED)
    assert rule_on(declared, attended(6, 1260)) is None


@given(st.integers(0, 6), st.integers(0, 6))
def test_attending_more_never_loses_what_is_acquired(less, more):
    less, more = sorted((less, more))
    before, after = rule_on(HALF_DAYS, attended(less)), rule_on(HALF_DAYS, attended(more))
    assert (before.verdict, after.verdict) != (Verdict.ACQUIRED, Verdict.NOT_ACQUIRED)
