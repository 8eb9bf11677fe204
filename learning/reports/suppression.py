"""Which cells of a published table say nothing, so that nobody is told of a few people. Pure.

A table whose total is published with one cell hidden hides nothing: the cell is what is left. So
others are hidden with it, until what is hidden could be shared out in several ways.
"""

from collections.abc import Sequence

FEWEST = 5
# A cell alone is what is left of the total.
COMPANY = 2


def hidden_cells(counts: Sequence[int]) -> frozenset[int]:
    """Return the places of the cells to hide: those under 5, none included, and some beside.

    Hidden together, they hold at least 5 people, are at least two, and are not all as full as
    hidden cells can be: each of them could be something else. A table that cannot be protected
    so (under 5 people in all) is hidden whole, and its total with it.

    Cells as large are hidden together: whoever knows this rule cannot tell hidden cells apart, as
    to swap them gives the same table; and where all of them are as large, one more here and one
    less there does too.
    """
    hidden = {place for place, count in enumerate(counts) if count < FEWEST}
    for least in sorted({count for count in counts if count >= FEWEST}):
        if not hidden or _is_safe([counts[place] for place in hidden]):
            break
        hidden |= {place for place, count in enumerate(counts) if count == least}
    return frozenset(hidden)


def is_total_hidden(total: int) -> bool:
    """Return whether a total says too much."""
    return total < FEWEST


def _is_safe(counts: Sequence[int]) -> bool:
    together = sum(counts)
    are_full = together == (FEWEST - 1) * len(counts)
    return len(counts) >= COMPANY and together >= FEWEST and not are_full
