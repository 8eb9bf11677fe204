"""The rule of a format, applied to what a participant did. Pure: no database, no clock."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.formats import duration
from learning.completion.enums import Verdict
from modules.programmes.enums import CompletionBasis

# A reason is kept in a column: titles longer than this are cut, and few are named.
LONGEST_TITLE, LONGEST_REASON, NAMED = 60, 300, 2


class Rule(Protocol):
    """What a completion rests on: a format's, or the one that was kept for a cohort."""

    completion_basis: str
    required_half_days: int | None
    required_minutes: int | None
    requires_activities: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """What a participant attended, of what was planned.

    `made_up` names the groups where half-days among these were made up for, one each.
    """

    half_days: int
    half_days_planned: int
    minutes: int
    minutes_planned: int
    made_up: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tasks:
    """The required activities a participant has done, of how many, and the titles of the others."""

    done: int = 0
    required: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict and its reason in words."""

    verdict: Verdict
    reason: str


NO_TASKS = Tasks()


def rule_on(rule: Rule, attended: Attended, tasks: Tasks = NO_TASKS) -> Ruling | None:
    """Return the verdict, or None where the format waits for a trainer's declaration.

    `tasks` count only where the rule requires them.
    """
    if rule.completion_basis == CompletionBasis.HALF_DAYS:
        is_met, said = _half_days(attended, rule.required_half_days or 0)
    elif rule.completion_basis == CompletionBasis.HOURS:
        is_met, said = _hours(attended, rule.required_minutes or 0)
    else:
        return None
    if rule.requires_activities and tasks.required:
        is_met = is_met and not tasks.missing
        said = _("%(said)s ; %(tasks)s") % {"said": said, "tasks": _activities(tasks)}
    words = _("%(said)s : acquis") if is_met else _("%(said)s : non acquis")
    reason = Truncator(words % {"said": said}).chars(LONGEST_REASON)
    return Ruling(Verdict.ACQUIRED if is_met else Verdict.NOT_ACQUIRED, reason)


def _half_days(attended: Attended, required: int) -> tuple[bool, str]:
    counted = ngettext(
        "%(done)s demi-journée sur %(planned)s",
        "%(done)s demi-journées sur %(planned)s",
        attended.half_days or 1,  # in French, zero is singular
    ) % {"done": attended.half_days, "planned": attended.half_days_planned}
    return _against(counted + _made_up(attended), attended.half_days >= required, str(required))


def _hours(attended: Attended, required: int) -> tuple[bool, str]:
    counted = _("%(done)s suivies sur %(planned)s") % {
        "done": duration(attended.minutes), "planned": duration(attended.minutes_planned),
    }  # fmt: skip
    counted += _made_up(attended)
    return _against(counted, attended.minutes >= required, duration(required))


def _against(counted: str, is_met: bool, required: str) -> tuple[bool, str]:  # noqa: FBT001
    if is_met:
        return True, counted
    said = _("%(counted)s, il en faut %(required)s")
    return False, said % {"counted": counted, "required": required}


def _made_up(attended: Attended) -> str:
    if not attended.made_up:
        return ""
    n = len(attended.made_up)
    said = ngettext(", dont %(n)s rattrapée (%(names)s)", ", dont %(n)s rattrapées (%(names)s)", n)
    return said % {"n": n, "names": _named(tuple(dict.fromkeys(attended.made_up)), "{}")}


def _activities(tasks: Tasks) -> str:
    counted = ngettext(
        "%(done)s activité sur %(required)s", "%(done)s activités sur %(required)s", tasks.done or 1
    ) % {"done": tasks.done, "required": tasks.required}
    if not tasks.missing:
        return counted
    said = _("%(counted)s, il manque %(names)s")
    return said % {"counted": counted, "names": _named(tasks.missing, "«\u00a0{}\u00a0»")}


def _named(titles: tuple[str, ...], quoted: str) -> str:
    shown = [quoted.format(Truncator(title).chars(LONGEST_TITLE)) for title in titles[:NAMED]]
    more = len(titles) - NAMED
    names = ", ".join(shown)
    if more <= 0:
        return names
    return ngettext("%(names)s et %(n)s autre", "%(names)s et %(n)s autres", more) % {
        "names": names, "n": more,
    }  # fmt: skip


def rule_in_words(rule: Rule, half_days_planned: int) -> str:
    """Return the rule as participants read it, in one sentence."""
    if rule.completion_basis == CompletionBasis.HALF_DAYS:
        said = ngettext(
            "%(required)s demi-journée suivie sur %(planned)s",
            "%(required)s demi-journées suivies sur %(planned)s",
            rule.required_half_days or 1,
        ) % {"required": rule.required_half_days, "planned": half_days_planned}
    elif rule.completion_basis == CompletionBasis.HOURS:
        said = _("%(required)s suivies") % {"required": duration(rule.required_minutes or 0)}
    else:
        return _("L’équipe de formation déclare votre achèvement, preuve à l’appui.")
    if rule.requires_activities:
        return _("%(said)s et toutes les activités obligatoires faites.") % {"said": said}
    return _("%(said)s.") % {"said": said}
