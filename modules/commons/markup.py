"""Rich text: what is kept of it, and how it is shown.

Kept: the text, its structure, and pictures named by their asset (`data-asset`), never by an
address. Shown: `render` gives pictures the addresses of the page's reader, tables a frame that
scrolls, callouts the word that says what they are.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final
from uuid import UUID

import nh3
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CALLOUTS: Final[dict[str, str | Promise]] = {
    "note": gettext_lazy("À retenir"),
    "tip": gettext_lazy("Conseil"),
    "warning": gettext_lazy("Attention"),
    "example": gettext_lazy("Exemple"),
}
# What editors write → what we keep: a page's own title is above its text.
_RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em"}
_TAGS = {
    "a", "blockquote", "br", "caption", "code", "div", "em", "figcaption", "figure", "h2", "h3",
    "h4", "hr", "img", "li", "ol", "p", "strong", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul", *_RENAMED,
}  # fmt: skip
_CELL = {"colspan", "rowspan"}
_ATTRIBUTES = {
    "a": {"href"},
    "div": {"class", "data-tone"},
    "img": {"alt", "data-asset", "data-decoration"},
    "ol": {"start"},
    "td": _CELL,
    "th": _CELL | {"scope"},
}
_VOID = {"br", "hr", "img"}
_SPAN = re.compile(r"[1-9]\d?")
# An address of the site or of a place in the page; never one that leaves without saying so.
_INTERNAL = re.compile(r"(/(?![/\\])|#|\?)[^\s]*")
_EXTERNAL = re.compile(r"(https?://|mailto:)[^\s]+", re.IGNORECASE)

Attributes = dict[str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a text: which file, and what it says to those who do not see it."""

    asset_id: UUID
    alternative: str
    is_decoration: bool

    @property
    def says_nothing(self) -> bool:
        """Return whether its alternative text is missing."""
        return not self.alternative.strip() and not self.is_decoration


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a picture is for the reader, and its size in pixels if it is known."""

    address: str
    width: int | None = None
    height: int | None = None


def sanitise(html: str) -> str:
    """Return the HTML with only what a page may hold. Sanitising twice changes nothing more."""
    kept = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, attribute_filter=_attribute, link_rel=None,
        clean_content_tags={"script", "style", "title", "template", "textarea", "svg", "math"},
    )  # fmt: skip
    return _rewritten(kept, _Tidy()).strip()


def pictures_in(html: str) -> list[Picture]:
    """Return the pictures of a sanitised text, in their order."""
    found: list[Picture] = []

    class Finder(_Rewriter):
        def opened(self, tag: str, attributes: Attributes) -> None:
            if tag == "img" and (asset := _uuid(attributes.get("data-asset", ""))):
                is_decoration = "data-decoration" in attributes
                found.append(Picture(asset, attributes.get("alt", ""), is_decoration))

    _rewritten(html, Finder())
    return found


def render(html: str, shown: Callable[[UUID], Shown | None]) -> SafeString:
    """Return a sanitised text as a page shows it.

    `shown` says where the reader finds a picture; None: the picture is left out.
    """
    return mark_safe(_rewritten(html, _Renderer(shown)))  # noqa: S308 - sanitised and escaped


def from_plain_text(text: str) -> str:
    """Return a plain text as HTML: a blank line separates paragraphs, "- " begins an item."""
    blocks = [block.strip().splitlines() for block in text.strip().split("\n\n")]
    return "".join(_block(lines) for lines in blocks if lines)


def _block(lines: list[str]) -> str:
    words = [line for line in lines if not line.lstrip().startswith("- ")]
    items = [line.lstrip()[2:] for line in lines if line.lstrip().startswith("- ")]
    paragraph = f"<p>{escape(' '.join(words), quote=False)}</p>" if words else ""
    listed = "".join(f"<li><p>{escape(item, quote=False)}</p></li>" for item in items)
    return paragraph + (f"<ul>{listed}</ul>" if listed else "")


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return what is kept of an attribute's value; None drops the attribute."""
    keep = _KEEP.get(name)
    if keep is not None:
        return keep(value)
    return value if tag == "img" else None


def _address(value: str) -> str | None:
    address = value.strip()
    is_known = _INTERNAL.fullmatch(address) or _EXTERNAL.fullmatch(address)
    return address if is_known else None


def _number(value: str) -> str | None:
    return value if _SPAN.fullmatch(value) and value != "1" else None


_KEEP: Final[dict[str, Callable[[str], str | None]]] = {
    "href": _address,
    "class": lambda value: "callout" if "callout" in value.split() else None,
    "data-asset": lambda value: str(_uuid(value) or "") or None,
    "data-decoration": lambda _value: "",
    "data-tone": lambda value: value if value in CALLOUTS else None,
    "scope": lambda value: value if value in {"col", "row"} else None,
    "colspan": _number,
    "rowspan": _number,
    "start": _number,
}


class _Rewriter(HTMLParser):
    """Walks well-formed HTML (nh3's) and writes it again; subclasses change what they open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.closed(tag)

    def handle_data(self, data: str) -> None:
        self.out.append(escape(data, quote=False))

    def opened(self, tag: str, attributes: Attributes) -> None:
        """Write what stands for a start tag."""
        told = "".join(
            f" {name}" if name == "data-decoration" else f' {name}="{escape(value)}"'
            for name, value in attributes.items()
        )
        self.out.append(f"<{tag}{told}>")

    def closed(self, tag: str) -> None:
        """Write what stands for an end tag."""
        self.out.append(f"</{tag}>")


def _rewritten(html: str, rewriter: _Rewriter) -> str:
    rewriter.feed(html)
    rewriter.close()
    return "".join(rewriter.out)


class _Tidy(_Rewriter):
    """One name per thing; callouts have a tone, header cells a scope, pictures a file."""

    def __init__(self) -> None:
        super().__init__()
        self._divs: list[bool] = []
        self._rows: list[int] = []

    def opened(self, tag: str, attributes: Attributes) -> None:
        if tag == "img":
            self._picture(attributes)
            return
        if tag == "div":
            is_callout = attributes.get("class") == "callout"
            self._divs.append(is_callout)
            if not is_callout:
                return
            attributes = {"class": "callout", "data-tone": attributes.get("data-tone", "note")}
        elif tag == "table":
            self._rows.append(0)
        elif tag == "tr" and self._rows:
            self._rows[-1] += 1
        elif tag == "th":
            is_first = not self._rows or self._rows[-1] <= 1
            attributes.setdefault("scope", "col" if is_first else "row")
        elif tag == "a":
            attributes = _link(attributes)
        super().opened(_RENAMED.get(tag, tag), attributes)

    def _picture(self, attributes: Attributes) -> None:
        if "data-asset" in attributes:
            kept = {"data-asset": attributes["data-asset"]}
            is_decoration = "data-decoration" in attributes
            kept["alt"] = "" if is_decoration else attributes.get("alt", "").strip()
            super().opened("img", kept | ({"data-decoration": ""} if is_decoration else {}))

    def closed(self, tag: str) -> None:
        if tag == "div" and not (self._divs and self._divs.pop()):
            return
        if tag == "table" and self._rows:
            self._rows.pop()
        if tag == "figcaption" and self.out and self.out[-1] == "<figcaption>":
            self.out.pop()  # nobody wrote it
            return
        super().closed(_RENAMED.get(tag, tag))


def _link(attributes: Attributes) -> Attributes:
    address = attributes.get("href", "")
    is_internal = _INTERNAL.fullmatch(address) is not None
    return attributes if is_internal or not address else attributes | {"rel": "noopener noreferrer"}


class _Renderer(_Rewriter):
    """Adds what only a page has: addresses, frames that scroll, words of callouts."""

    def __init__(self, shown: Callable[[UUID], Shown | None]) -> None:
        super().__init__()
        self._shown = shown

    def opened(self, tag: str, attributes: Attributes) -> None:
        if tag == "img":
            self._picture(attributes)
            return
        if tag == "table":
            label = escape(str(_("Tableau")))
            self.out.append(
                f'<div class="table-wrap" tabindex="0" role="region" aria-label="{label}">'
            )
        super().opened(tag, attributes)
        if tag == "div" and attributes.get("class") == "callout":
            word = CALLOUTS.get(attributes.get("data-tone", ""), CALLOUTS["note"])
            self.out.append(f'<p class="callout-word">{escape(str(word))}</p>')

    def _picture(self, attributes: Attributes) -> None:
        asset = _uuid(attributes.get("data-asset", ""))
        shown = self._shown(asset) if asset else None
        if shown is None:
            return
        size = {"width": str(shown.width), "height": str(shown.height)} if shown.width else {}
        alternative = {"alt": attributes.get("alt", "")}
        super().opened("img", {"src": shown.address, **alternative, **size, "loading": "lazy"})

    def closed(self, tag: str) -> None:
        super().closed(tag)
        if tag == "table":
            self.out.append("</div>")
