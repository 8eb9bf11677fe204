"""`{% load dates %}`: dates, hours and numbers the way people read them. See frontend/formats.py.

Filters keep their French names: they are read next to French sentences.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from django import template
from django.utils.timezone import is_aware, localtime

from frontend import formats

register = template.Library()


def _as_date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _local(value: datetime | time) -> datetime | time:
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value


@register.filter(expects_localtime=True)
def jour(value: date | None) -> str:
    """Show "mardi 3 mars 2026"."""
    return formats.long_day(value) if value else ""


@register.filter(expects_localtime=True)
def date_simple(value: date | None) -> str:
    """Show "3 mars 2026"."""
    return formats.plain_date(value) if value else ""


@register.filter(expects_localtime=True)
def jour_court(value: date | None) -> str:
    """Show "mar. 3 mars"."""
    return formats.short_day(value) if value else ""


@register.filter(expects_localtime=True)
def mois(value: date | None) -> str:
    """Show "mars 2027"."""
    return formats.month_and_year(value) if value else ""


@register.filter(expects_localtime=True)
def heure(value: datetime | time | None) -> str:
    """Show "9 h 00"."""
    return formats.hour(value) if value is not None else ""


@register.filter(expects_localtime=True)
def jour_heure(value: datetime | None) -> str:
    """Show "mardi 3 mars 2026, 9 h 00"."""
    return f"{formats.long_day(value)}, {formats.hour(value)}" if value else ""


@register.filter
def iso(value: date | time | None) -> str:
    """Show the machine form, for `datetime="…"` and island data."""
    return value.isoformat() if value is not None else ""


@register.simple_tag
def plage(start: datetime | time, end: datetime | time) -> str:
    """Show "9 h 00 – 12 h 30"."""
    return formats.hours_range(_local(start), _local(end))


@register.simple_tag
def dates_list(days: Iterable[date]) -> str:
    """Show "16, 17 et 18 mars 2027"."""
    return formats.days_list(_as_date(day) for day in days)


@register.simple_tag
def du_au(first: date, last: date) -> str:
    """Show "du mardi 16 au jeudi 18 mars 2027"."""
    return formats.days_span(_as_date(first), _as_date(last))


@register.filter
def duree(minutes: int | None) -> str:
    """Show minutes as "3 h 30"."""
    return formats.duration(minutes) if minutes is not None else ""


@register.filter
def nombre(value: float | None) -> str:
    """Show "1 248"."""
    return formats.grouped(value) if value is not None else ""


@register.filter
def ordinal(rank: int | None, gender: str = "f") -> str:
    """Show "3ᵉ"; the first is "1ʳᵉ", or "1ᵉʳ" with `:"m"`."""
    return formats.ordinal(rank, feminine=gender != "m") if rank is not None else ""


@register.filter
def pluriel(count: float, forms: str = "s") -> str:
    """Show "s", or the right one of "al,aux", by the rule of the page's language."""
    return formats.plural_suffix(count, forms)
