"""`{% load papers %}`: what the papers and the folder of an edition look up."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(values: Mapping[Any, Any], key: Any) -> Any:
    """Return what is kept under a key: `bodies|of:activity.pk`."""
    return values[key]
