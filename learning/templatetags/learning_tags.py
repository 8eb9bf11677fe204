"""`{% load learning_tags %}`: what the pages of learning say of cohorts and texts."""

import re
from collections.abc import Iterable

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.users.models import User
from frontend.formats import ordinal
from frontend.templatetags.ui import marker, tag
from learning.cohorts.models import Cohort
from learning.enrolment import permissions
from learning.enrolment.models import Enrolment

register = template.Library()


@register.filter
def places_left(cohort: Cohort) -> int:
    """Return the places nobody has or is kept; the cohort comes `with_counts()`."""
    return cohort.free_count


@register.filter
def missing_people(cohort: Cohort) -> int:
    """Return how many people the group lacks to be held; the cohort comes `with_counts()`."""
    taken: int = cohort.confirmed_count
    return max(cohort.places_min - taken, 0)


@register.filter
def next_rank(cohort: Cohort) -> int:
    """Return the rank the next person to wait would have; the cohort comes `with_counts()`."""
    waiting: int = cohort.waiting_count
    return waiting + 1


@register.filter
def leaves_late(enrolment: Enrolment) -> bool:
    """Return whether giving this place up today would be late, and needs a reason."""
    return permissions.leaves_late(enrolment)


@register.filter
def first_sentence(text: str) -> str:
    """Return what stands before the first full stop, colon or line end: a fact in a few words."""
    return re.split(r"(?<!\d)[.:\n](?:\s|$)", text.strip(), maxsplit=1)[0].strip()


@register.filter
def names(people: Iterable[User]) -> str:
    """Name people in a sentence: "Maëlle Corre ou Idriss Vannier"."""
    return _(" ou ").join(person.display_name for person in people)


@register.filter
def nowrap(text: str) -> SafeString:
    """Keep a word with a hyphen on one line."""
    return format_html('<span class="nowrap">{}</span>', text)


@register.filter
def last_word_marked(title: str) -> SafeString:
    """Show a title with the marker stroke under its last word: once per page."""
    before, _space, last = title.rpartition(" ")
    return format_html("{} {}", before, marker(last))


@register.simple_tag
def enrolment_state(enrolment: Enrolment) -> SafeString:
    """Show where an enrolment stands, with the rank of who waits; it comes `with_rank()`."""
    if enrolment.is_waiting:
        rank = ordinal(enrolment.rank)  # type: ignore[attr-defined]
        return tag("warn", "list-ordered", _("Liste d’attente : %(rank)s") % {"rank": rank})
    if enrolment.is_confirmed:
        return tag("good", "check", enrolment.get_state_display())
    if enrolment.is_offered:
        return tag("warn", "hourglass", _("Place proposée : répondez"))
    if enrolment.is_awaiting:
        return tag("outline", "hourglass", enrolment.get_state_display())
    return tag("outline", "x", enrolment.get_state_display())


@register.filter
def prose(text: str) -> SafeString:
    """Show a plain text: a blank line separates paragraphs, "- " begins the line of a list."""
    blocks = [block.strip().splitlines() for block in text.strip().split("\n\n")]
    return mark_safe("".join(_block(lines) for lines in blocks if lines))  # noqa: S308 - escaped


def _block(lines: list[str]) -> str:
    words = [line for line in lines if not line.lstrip().startswith("- ")]
    items = [(line.lstrip()[2:],) for line in lines if line.lstrip().startswith("- ")]
    paragraph = f"<p>{escape(' '.join(words))}</p>" if words else ""
    listed = f"<ul>{format_html_join('', '<li>{}</li>', items)}</ul>" if items else ""
    return paragraph + listed
