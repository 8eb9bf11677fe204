"""`{% load charts %}`: a chart in a page, with its finding, its legend and its table."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from frontend.charts.drawing import legend_of, svg_of
from frontend.charts.spec import Chart, Kind
from frontend.charts.telling import shortened, table_html, words_of

register = template.Library()


@register.simple_tag
def chart(spec: Chart, file: str = "", *, level: int = 2) -> SafeString:
    """Show a chart under its title, a heading of this level; `file` is its table as a CSV."""
    return _shown(spec, file, level, get_language())


@lru_cache(maxsize=512)
def _shown(spec: Chart, file: str, level: int, _language: str) -> SafeString:
    """Return the chart, drawn once for as long as it says the same: a board has ten of them."""
    context = {
        "chart": spec, "drawing": svg_of(spec), "legend": legend_of(spec),
        "table": table_html(shortened(spec.table)), "file": file, "heading": f"h{level}",
    }  # fmt: skip
    return render_to_string("components/chart.html", context)


@register.filter
def pourcent(rate: float | None) -> str:
    """Show a share from 0 to 1 as "96 %"."""
    return words_of(rate, Kind.SHARE)
