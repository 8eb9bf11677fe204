"""The line of a cohort as its page shows it: who is offered a place, who waits, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.enrolment.order import standing_of, why_waiting

_ORDER = (EnrolmentState.OFFERED, EnrolmentState.WAITING, EnrolmentState.AWAITING)


@dataclass(frozen=True, slots=True)
class InLine:
    """Someone in the line; `why` is why they wait, empty for the others."""

    enrolment: Enrolment
    why: str | Promise


def line_of(cohort: Cohort, enrolments: Iterable[Enrolment]) -> list[InLine]:
    """Return those of these who are in line: offers first, then ranks, then who awaits an approval.

    They come `with_rank()` and `with_offer()`, their group and approval selected.
    """
    standing = standing_of(cohort)
    found = [one for one in enrolments if one.state in _ORDER]
    found.sort(key=lambda one: (_ORDER.index(EnrolmentState(one.state)), one.line_key))
    return [
        InLine(one, why_waiting(one, standing).label if one.is_waiting else "") for one in found
    ]
