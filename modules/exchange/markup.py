"""Clean the HTML of activities that come from elsewhere."""

import nh3

_TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tfoot", "tr",
    "th", "td", "strong", "em", "b", "i", "a", "blockquote", "figure", "figcaption", "img", "div",
    "aside", "hr", "br", "code",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"alt", "data-asset", "data-decoration", "width", "height"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "div": {"data-tone"},
    "aside": {"data-tone"},
    "ol": {"start"},
}


def sanitise(html: str) -> str:
    """Return the HTML without anything that runs, loads from elsewhere or dresses up."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        allowed_classes={"div": {"callout"}, "aside": {"callout"}},
        link_rel="noopener noreferrer",
    )
