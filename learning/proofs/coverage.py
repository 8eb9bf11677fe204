"""What cohorts show of the quality standard, indicator by indicator, and what each still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from learning.cohorts.models import Cohort
from learning.proofs.gaps import Gap, gaps_of
from learning.proofs.indicators import Indicator, standard
from learning.proofs.reading import read_facts


@dataclass(frozen=True, slots=True)
class Lacking:
    """A cohort, and what it lacks of an indicator."""

    cohort: Cohort
    gaps: list[Gap]


@dataclass(frozen=True, slots=True)
class Coverage:
    """An indicator, how many cohorts have all that a pack can show of it, and the others."""

    indicator: Indicator
    whole: int
    lacking: list[Lacking]

    @property
    def is_shown(self) -> bool:
        """Return whether the platform holds anything of it."""
        return bool(self.indicator.folders)


def coverage_of(cohorts: Iterable[Cohort]) -> list[tuple[str, list[Coverage]]]:
    """Return the criteria of the standard, each with its indicators seen over these cohorts.

    Some twenty queries a cohort: for a page of them at a time.
    """
    found = [(cohort, gaps_of(read_facts(cohort.pk))) for cohort in cohorts]
    known = standard()
    return [
        (
            f"{number}. {title}",
            [_over(one, found) for one in known.indicators if one.criterion == number],
        )
        for number, title in known.criteria.items()
    ]


def _over(indicator: Indicator, found: list[tuple[Cohort, list[Gap]]]) -> Coverage:
    lacking = [
        Lacking(cohort, mine)
        for cohort, gaps in found
        if (mine := [gap for gap in gaps if gap.folder in indicator.folders])
    ]
    return Coverage(indicator, len(found) - len(lacking), lacking)
