"""What a correction would change, seen before it is written."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import translation

from certificates.awards.models import Award
from learning.cohorts.models import HalfDay
from learning.completion.enums import Verdict
from learning.completion.models import Completion
from learning.completion.queries import Seen, attended_by, is_fully_sealed, rule_of, tasks_of
from learning.completion.rules import Ruling, rule_on
from learning.enrolment.models import Enrolment


class Consequence(StrEnum):
    """What a correction does to the completion and its paper."""

    GRANTS = "grants"
    WITHDRAWS = "withdraws"
    REPLACES = "replaces"
    REASON_ONLY = "reason_only"
    NOTHING = "nothing"
    # Some half-day is still open: nobody is judged yet.
    WAITS = "waits"
    # The format waits for a trainer's word, whatever the sheet says.
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would follow, in what words, and the paper that would be taken back or replaced."""

    consequence: Consequence
    reason: str = ""
    award: Award | None = None


def consequence_of(
    before: Completion | None, ruling: Ruling | None, minutes: int, *, is_sealed: bool
) -> Consequence:
    """Return what a new ruling does to the verdict that holds. Pure: no database, no clock."""
    if not is_sealed:
        return Consequence.WAITS
    if ruling is None:
        return Consequence.DECLARED
    was_acquired = before is not None and before.verdict == Verdict.ACQUIRED
    is_acquired = ruling.verdict == Verdict.ACQUIRED
    if was_acquired != is_acquired:
        return Consequence.GRANTS if is_acquired else Consequence.WITHDRAWS
    if before and (before.reason, before.minutes_attended) == (ruling.reason, minutes):
        return Consequence.NOTHING
    return Consequence.REPLACES if is_acquired else Consequence.REASON_ONLY


def what_follows(enrolment: Enrolment, half_day: HalfDay, seen: Seen) -> Outcome:
    """Return what follows if the sheet of this half-day said that; nothing is written.

    The enrolment comes with its cohort's format.
    """
    attended = attended_by(enrolment, instead={half_day.pk: seen})
    # As the verdict is written: in the language of the papers.
    with translation.override("fr"):
        ruling = rule_on(rule_of(enrolment.cohort), attended, tasks_of(enrolment))
    before = enrolment.completions.current().first()
    consequence = consequence_of(
        before, ruling, attended.minutes, is_sealed=is_fully_sealed(enrolment.cohort)
    )
    papers = Award.objects.filter(
        key__startswith=f"completion:{enrolment.pk}:", revoked_at__isnull=True
    )
    return Outcome(consequence, ruling.reason if ruling else "", papers.first())
