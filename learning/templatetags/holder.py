"""The choice of how one's name shows, for any page of one's own."""

from typing import Any

from django import template
from django.template.context import RequestContext

from accounts.http import person_of
from certificates.holders.enums import NameShown
from certificates.holders.models import HolderChoice, as_shown

register = template.Library()


@register.inclusion_tag("learning/learner/name_shown.html", takes_context=True)
def name_shown_form(context: RequestContext) -> dict[str, Any]:
    """Show the form that says whether one's name or initials show on the check page."""
    request = context["request"]
    person = person_of(request)
    chosen = HolderChoice.objects.of(person)
    name = {"first_name": person.first_name, "last_name": person.last_name}
    return {
        "choices": [
            (how.value, how.label, as_shown(name, how), how == chosen) for how in NameShown
        ],
    }
