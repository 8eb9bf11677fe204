"""`{% load learning_tags %}`: what the pages of learning say of cohorts and texts."""

import re

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from learning.cohorts.models import Cohort

register = template.Library()


@register.filter
def places_left(cohort: Cohort) -> int:
    """Return the places nobody has; the cohort comes `with_counts()`."""
    taken: int = cohort.confirmed_count
    return max(cohort.places_max - taken, 0)


@register.filter
def next_rank(cohort: Cohort) -> int:
    """Return the rank the next person to wait would have; the cohort comes `with_counts()`."""
    waiting: int = cohort.waiting_count
    return waiting + 1


@register.filter
def first_sentence(text: str) -> str:
    """Return what stands before the first full stop, colon or line end: a fact in a few words."""
    return re.split(r"(?<!\d)[.:\n](?:\s|$)", text.strip(), maxsplit=1)[0].strip()


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
