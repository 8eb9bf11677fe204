"""Dates, hours, durations and numbers in words, in French and in English.

Pages show hundreds of them, so these are plain string functions: no locale machinery, no template.
Aware datetimes must already be in the zone to show (the template filters do it).
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import groupby

from django.utils.translation import get_language

NBSP = "\u00a0"
THIN = "\u202f"
FRENCH_PLURAL_FROM = 2

_FR_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_FR_DAYS_SHORT = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_FR_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_FR_MONTHS_SHORT = (
    "janv.", "févr.", "mars", "avril", "mai", "juin",
    "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_EN_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def is_french() -> bool:
    """Return whether the page speaks French (also when no language is active)."""
    return (get_language() or "fr").startswith("fr")


def _day_number(day: date) -> str:
    return "1er" if day.day == 1 and is_french() else str(day.day)


def month_name(day: date, *, short: bool = False) -> str:
    """Return "mars", or "sept." when short."""
    if is_french():
        return (_FR_MONTHS_SHORT if short else _FR_MONTHS)[day.month - 1]
    return _EN_MONTHS[day.month - 1][:3] if short else _EN_MONTHS[day.month - 1]


def day_name(day: date, *, short: bool = False) -> str:
    """Return "mardi", or "mar." when short."""
    if is_french():
        return (_FR_DAYS_SHORT if short else _FR_DAYS)[day.weekday()]
    return _EN_DAYS[day.weekday()][:3] if short else _EN_DAYS[day.weekday()]


def long_day(day: date) -> str:
    """Return "mardi 3 mars 2026"."""
    return f"{day_name(day)} {plain_date(day)}"


def plain_date(day: date) -> str:
    """Return "3 mars 2026"."""
    return f"{_day_number(day)}{NBSP}{month_name(day)} {day.year}"


def short_day(day: date) -> str:
    """Return "mar. 3 mars"."""
    return f"{day_name(day, short=True)} {_day_number(day)}{NBSP}{month_name(day, short=True)}"


def month_and_year(day: date) -> str:
    """Return "mars 2027"."""
    return f"{month_name(day)} {day.year}"


def hour(at: datetime | time) -> str:
    """Return "9 h 05" (English: "9:05")."""
    if is_french():
        return f"{at.hour}{NBSP}h{NBSP}{at.minute:02d}"
    return f"{at.hour}:{at.minute:02d}"


def hours_range(start: datetime | time, end: datetime | time) -> str:
    """Return "9 h 00 – 12 h 30"."""
    return f"{hour(start)}{NBSP}– {hour(end)}"


def _join(parts: list[str]) -> str:
    if not parts[1:]:
        return "".join(parts)
    word = "et" if is_french() else "and"
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def days_list(days: Iterable[date]) -> str:
    """Return "16, 17 et 18 mars 2027", "30, 31 mars et 1er avril 2027".

    The month and the year are said once, at the last day they hold for.
    """
    ordered = sorted(set(days))
    parts: list[str] = []
    for index, day in enumerate(ordered):
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        words = _day_number(day)
        if following is None or (following.year, following.month) != (day.year, day.month):
            words += f"{NBSP}{month_name(day)}"
        if following is None or following.year != day.year:
            words += f" {day.year}"
        parts.append(words)
    return _join(parts)


def days_span(first: date, last: date) -> str:
    """Return "du mardi 16 au jeudi 18 mars 2027", or one long day when both are the same."""
    if first == last:
        return long_day(first)
    start = f"{day_name(first)} {_day_number(first)}"
    if (first.year, first.month) != (last.year, last.month):
        start += f"{NBSP}{month_name(first)}"
    if first.year != last.year:
        start += f" {first.year}"
    if is_french():
        return f"du {start} au {long_day(last)}"
    return f"{start} to {long_day(last)}"


def duration(minutes: int) -> str:
    """Return "3 h 30", "21 h", "45 min" from minutes."""
    hours, left = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else ""
    if hours == 0:
        return f"{sign}{left}{NBSP}min"
    if left == 0:
        return f"{sign}{grouped(hours)}{NBSP}h"
    return f"{sign}{grouped(hours)}{NBSP}h{NBSP}{left:02d}"


def grouped(number: float) -> str:
    """Return "1 248" (English: "1,248"); two decimals at most, with the language's mark."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".") if number % 1 else f"{number:,.0f}"
    text = text.replace("-", "−")
    if not is_french():
        return text
    return text.replace(",", THIN).replace(".", ",")


def ordinal(rank: int, *, feminine: bool = True) -> str:
    """Return "3ᵉ", "1ʳᵉ" (rank in a list, une personne) or "1ᵉʳ"."""
    if is_french():
        if rank == 1:
            return "1ʳᵉ" if feminine else "1ᵉʳ"
        return f"{rank}ᵉ"
    if rank % 100 in {11, 12, 13}:
        return f"{rank}th"
    return f"{rank}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th') }"


def plural_suffix(count: float, forms: str = "s") -> str:
    """Return the right form of "s", "x" or "al,aux" for a count.

    In French, 0, 1 and 1,5 are singular; in English only 1 is.
    """
    singular, _, plural = forms.rpartition(",")
    is_singular = abs(count) < FRENCH_PLURAL_FROM if is_french() else count == 1
    return singular if is_singular else plural


def minutes_by_phase(days: Iterable[Iterable[tuple[str, int]]]) -> list[tuple[str, int]]:
    """Return (phase, minutes) of a whole module, longest first."""
    pieces = sorted(piece for day in days for piece in day)
    totals = [
        (phase, sum(minutes for _, minutes in group))
        for phase, group in groupby(pieces, key=lambda piece: piece[0])
    ]
    return sorted(totals, key=lambda total: -total[1])
