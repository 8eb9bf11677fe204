"""`{% load glossary %}`: terms linked where they are first said."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from modules.glossary.linking import link_terms
from modules.glossary.queries import term_index

register = template.Library()


@register.filter
def with_terms(html: str, but: str = "") -> SafeString:
    """Link the terms of the glossary in sanitised HTML (safe), or in a text.

    `but` is the slug of a term to leave alone: that of its own page. Once a page: two filtered
    pieces would each link the same term.
    """
    sanitised = str(conditional_escape(html))
    return mark_safe(link_terms(sanitised, term_index(), {but}))  # noqa: S308 - as safe as it came
