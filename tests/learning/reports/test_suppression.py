"""No published table lets anybody work out a cell that it hides."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.reports.suppression import FEWEST, hidden_cells, is_total_hidden


def what_it_could_be(counts, hidden):
    """Return the values that each hidden cell takes in the tables that publish the same.

    Whoever reads knows the total, the cells shown, and this very rule.
    """
    places = sorted(hidden)
    together = sum(counts[place] for place in places)
    found = {place: set() for place in places}
    for values in product(range(together + 1), repeat=len(places) - 1):
        if sum(values) <= together:
            other = list(counts)
            for place, value in zip(places, [*values, together - sum(values)], strict=True):
                other[place] = value
            if hidden_cells(other) == hidden:
                for place in places:
                    found[place].add(other[place])
    return found


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 7), min_size=2, max_size=4))
def test_who_knows_the_rule_cannot_work_out_a_hidden_cell(counts):
    hidden = hidden_cells(counts)
    assert all(count >= FEWEST for place, count in enumerate(counts) if place not in hidden)
    if hidden and not is_total_hidden(sum(counts)):
        assert all(len(values) > 1 for values in what_it_could_be(counts, hidden).values())


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([40, 30, 20], set()),
        ([40, 30, 3], {1, 2}),
        # Four each at most, and eight in all: both would be four.
        ([40, 4, 4], {0, 1, 2}),
        ([40, 3, 4], {1, 2}),
        ([40, 9, 0, 0], {1, 2, 3}),
        # One of two that are as large would tell which of them is not.
        ([40, 5, 5, 4], {1, 2, 3}),
    ],
)
def test_the_smallest_cell_beside_goes_with_what_is_too_small(counts, hidden):
    assert hidden_cells(counts) == hidden
