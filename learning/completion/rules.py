"""The rule of a format, applied to what a participant attended. Pure: no database, no clock."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.formats import duration
from learning.completion.enums import Verdict
from modules.programmes.enums import CompletionBasis
from modules.programmes.models import Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """What a participant attended, of what was planned."""

    half_days: int
    half_days_planned: int
    minutes: int
    minutes_planned: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict and its reason in words."""

    verdict: Verdict
    reason: str


def rule_on(programme: Format, attended: Attended) -> Ruling | None:
    """Return the verdict, or None where the format waits for a trainer's declaration."""
    if programme.completion_basis == CompletionBasis.HALF_DAYS:
        return _on_half_days(attended, programme.required_half_days or 0)
    if programme.completion_basis == CompletionBasis.HOURS:
        return _on_hours(attended, programme.required_minutes or 0)
    return None


def _on_half_days(attended: Attended, required: int) -> Ruling:
    counted = ngettext(
        "%(done)s demi-journée sur %(planned)s",
        "%(done)s demi-journées sur %(planned)s",
        attended.half_days or 1,  # in French, zero is singular
    ) % {"done": attended.half_days, "planned": attended.half_days_planned}
    if attended.half_days >= required:
        return Ruling(Verdict.ACQUIRED, _("%(counted)s : acquis") % {"counted": counted})
    reason = _("%(counted)s, il en faut %(required)s : non acquis")
    return Ruling(Verdict.NOT_ACQUIRED, reason % {"counted": counted, "required": required})


def _on_hours(attended: Attended, required: int) -> Ruling:
    counted = _("%(done)s suivies sur %(planned)s") % {
        "done": duration(attended.minutes), "planned": duration(attended.minutes_planned),
    }  # fmt: skip
    if attended.minutes >= required:
        return Ruling(Verdict.ACQUIRED, _("%(counted)s : acquis") % {"counted": counted})
    reason = _("%(counted)s, il en faut %(required)s : non acquis")
    return Ruling(
        Verdict.NOT_ACQUIRED, reason % {"counted": counted, "required": duration(required)}
    )
