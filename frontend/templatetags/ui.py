"""`{% load ui %}`: icons, phases, tags, gauges, ribbons, and the assets of the build.

These build strings by hand: a page may hold hundreds of them. Everything that comes from data is
escaped here; names of icons, phases and tones come from closed lists.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Page
from django.template import TemplateSyntaxError
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from frontend import assets, formats
from frontend.context import initials_of
from frontend.phases import PHASES

register = template.Library()

TONES = frozenset({"", "good", "warn", "bad", "info", "outline"})


def _icon(name: str, extra: str = "") -> str:
    if name not in assets.icon_names():
        message = f"Unknown icon {name!r}: add it to frontend/icons.json and rebuild."
        raise TemplateSyntaxError(message)
    sprite = assets.built_url("icons.svg")
    css = f"icon {extra}" if extra else "icon"
    return (
        f'<svg class="{css}" aria-hidden="true" focusable="false">'
        f'<use href="{sprite}#{name}"/></svg>'
    )


def _phase(key: str) -> str:
    look = PHASES[key]
    return (
        f'<span class="phase" data-phase="{key}">'
        f"{_icon(look.icon, 'phase-icon')} {escape(look.word)}</span>"
    )


@register.simple_tag
def vite_asset(source: str) -> SafeString:
    """Show the style sheets, early fonts and module script of an entry ("main.ts")."""
    return mark_safe(assets.head_of(f"islands/{source}"))  # noqa: S308 - of our own build


@register.simple_tag
def stylesheet_if_built(source: str) -> SafeString:
    """Show the style sheets of an entry, or nothing: an error page must not fail in its turn."""
    try:
        sheets = assets.stylesheets(f"islands/{source}")
    except (ImproperlyConfigured, KeyError, ValueError):
        return mark_safe("")
    return mark_safe("".join(f'<link rel="stylesheet" href="{url}">' for url in sheets))  # noqa: S308


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show an icon of icons.json. It is decoration: the word stands next to it."""
    return mark_safe(_icon(name))  # noqa: S308 - a name of the closed list


@register.simple_tag
def phase(key: str) -> SafeString:
    """Show a phase by its colour, icon and word; nothing for an empty key."""
    return mark_safe(_phase(key) if key else "")  # noqa: S308 - a key of PHASES


@register.simple_tag
def tag(tone: str, icon_name: str, text: str) -> SafeString:
    """Show a state as a pill: tone ("good", "warn", "bad", "info", "outline", ""), icon, word."""
    if tone not in TONES:
        message = f"Unknown tone {tone!r}: one of {sorted(TONES)}."
        raise TemplateSyntaxError(message)
    drawing = _icon(icon_name) if icon_name else ""
    css = f"tag {tone}" if tone else "tag"
    return mark_safe(f'<span class="{css}">{drawing}{escape(text)}</span>')  # noqa: S308


@register.simple_tag
def options(choices: Iterable[tuple[str, str, bool]]) -> SafeString:
    """Show what a list offers: (value, words, whether it is chosen). A form may have hundreds."""
    shown = "".join(
        f'<option value="{escape(value)}"{" selected" if chosen else ""}>{escape(words)}</option>'
        for value, words, chosen in choices
    )
    return mark_safe(shown)  # noqa: S308 - all words are escaped


@register.simple_tag
def marker(text: str) -> SafeString:
    """Underline the word that counts with the marker. One per page."""
    return mark_safe(f'<span class="marker">{escape(text)}</span>')  # noqa: S308 - escaped


@register.simple_tag
def initials(name: str, size: str = "") -> SafeString:
    """Show the round initials of a person; decoration, the name stands next to it."""
    letters = initials_of(name)
    css = "initials small" if size == "small" else "initials"
    return mark_safe(f'<span class="{css}" aria-hidden="true">{escape(letters)}</span>')  # noqa: S308


def _scale(value: float) -> str:
    return f"{value:g}"


@register.simple_tag
def gauge(  # noqa: PLR0913 - the parts of one drawing
    value: float,
    max: float,  # noqa: A002 - the word people expect in the template
    min_: float | None = None,
    max_: float | None = None,
    pending: float = 0,
    *,
    tone: str = "",
    seats: bool = False,
) -> SafeString:
    """Draw a bar; the sentence that says it stands next to it, so the drawing is silent.

    With `min_` and `max_` (the group allowed) the band between them is framed, and `pending`
    people who have not answered are hatched. `seats=True` cuts the bar in one notch per seat.
    `tone`: "low", "ok", "wait", "marked" or "" (ink).
    """
    max = max or 1  # noqa: A001 - an empty scale draws an empty bar
    numbers = f"--v:{_scale(value)};--max:{_scale(max)}"
    css = escape(tone)
    if min_ is None or max_ is None:
        notches = " seats" if seats else ""
        return mark_safe(  # noqa: S308 - numbers and an escaped class
            f'<div class="gauge {css}" style="{numbers}" aria-hidden="true">'
            f'<div class="bar{notches}"></div></div>'
        )
    numbers += f";--lo:{_scale(min_)};--hi:{_scale(max_)};--w:{_scale(pending)}"
    hatch = "<em></em>" if pending else ""
    return mark_safe(  # noqa: S308 - numbers and an escaped class
        f'<div class="fill {css}" style="{numbers}" aria-hidden="true">'
        f'<span class="track"><i></i>{hatch}<b></b></span></div>'
    )


def _piece(segment: Any) -> tuple[str, int]:
    if isinstance(segment, Mapping):
        return segment["phase"], int(segment["minutes"])
    return segment.phase, int(segment.minutes)


def _pieces(days: Iterable[Iterable[Any]]) -> list[list[tuple[str, int]]]:
    return [[_piece(segment) for segment in day] for day in days]


@register.simple_tag
def ribbon(days: Iterable[Iterable[Any]], size: str = "") -> SafeString:
    """Draw a module's fingerprint: days, each a list of {phase, minutes}. Words go beside it.

    `size="tall"` for a large one. Segments may be mappings or objects.
    """
    bars = "<b></b>".join(
        "".join(f'<i data-phase="{escape(key)}" style="--m:{minutes}"></i>' for key, minutes in day)
        for day in _pieces(days)
    )
    css = "ribbon tall" if size == "tall" else "ribbon"
    return mark_safe(f'<div class="{css}" aria-hidden="true">{bars}</div>')  # noqa: S308


@register.simple_tag
def ribbon_words(days: Iterable[Iterable[Any]]) -> str:
    """Say a ribbon: "immersion 5 h 15, partage 5 h 15, prototype 3 h 30"."""
    return ", ".join(
        f"{str(PHASES[key].word).lower()} {formats.duration(minutes)}"
        for key, minutes in formats.minutes_by_phase(_pieces(days))
    )


@register.simple_tag
def ribbon_key(days: Iterable[Iterable[Any]]) -> SafeString:
    """List the phases of a ribbon with their durations."""
    items = "".join(
        f"<li>{_phase(key)} {escape(formats.duration(minutes))}</li>"
        for key, minutes in formats.minutes_by_phase(_pieces(days))
    )
    label = escape(_("Durée par phase"))
    return mark_safe(f'<ul class="key" aria-label="{label}">{items}</ul>')  # noqa: S308


@register.simple_tag
def date_boxes(days: Iterable[Any]) -> SafeString:
    """Draw the date boxes of a cohort: one box a day (at most three), one inked box for one day.

    The full dates are said beside it, for people who listen to the page.
    """
    listed = list(days)
    boxes = "".join(
        f'<span class="date-box"><span>{formats.day_name(day, short=True).rstrip(".")}</span>'
        f"<b>{day.day}</b></span>"
        for day in listed[:3]
    )
    one = " one" if len(listed) == 1 else ""
    words = escape(formats.days_list(listed))
    return mark_safe(  # noqa: S308 - dates only
        f'<span class="date-boxes{one}" aria-hidden="true">{boxes}</span>'
        f'<span class="visually-hidden">{words}</span>'
    )


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int]:
    """Return the page numbers to show, 0 standing for a gap: 1 0 4 5 6 0 12."""
    last = page.paginator.num_pages
    near = {1, last, *range(page.number - 1, page.number + 2)}
    shown: list[int] = []
    for number in sorted(near & set(range(1, last + 1))):
        if shown and number - shown[-1] > 1:
            shown.append(0)
        shown.append(number)
    return shown
