"""Clean the HTML of text fields, and escape the text of those that hold none."""

import re
from collections.abc import Mapping
from functools import lru_cache

import nh3

from modules.h5p.words import words

# The specification's editor writes more tags than a field lists: some are always allowed, some
# come with another.
_ALWAYS = frozenset({"div", "span", "p", "br"})
_IMPLIED: Mapping[str, frozenset[str]] = {
    "table": words("tr td th thead tbody tfoot colgroup col caption figure figcaption"),
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "b": frozenset({"strong"}),
    "strong": frozenset({"b"}),
    "i": frozenset({"em"}),
    "em": frozenset({"i"}),
    "del": frozenset({"s", "strike"}),
    "strike": frozenset({"s", "del"}),
    "s": frozenset({"del", "strike"}),
}
# Whatever a field lists, these never pass: they run code or load foreign pages.
_NEVER = words(
    "script style iframe frame frameset object embed applet form input button textarea select "
    "option link meta base svg math template noscript noembed noframes xmp plaintext title "
    "html head body"
)
_ATTRIBUTES: Mapping[str, set[str]] = {
    "*": {"class", "dir", "lang", "title", "style", "role", "aria-label", "aria-hidden"},
    "a": {"href", "target", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value"},
    "table": {"border", "cellpadding", "cellspacing", "summary", "width", "height", "align"},
    "td": {"colspan", "rowspan", "headers", "scope", "align", "valign", "width", "height"},
    "th": {"colspan", "rowspan", "headers", "scope", "align", "valign", "width", "height"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
}
_STYLES: Mapping[str, set[str]] = {
    "size": {"font-size"},
    "family": {"font-family"},
    "color": {"color"},
    "background": {"background-color"},
    "spacing": {"letter-spacing"},
    "height": {"line-height"},
}
_ALWAYS_STYLES = frozenset({"text-align", "width", "height", "margin-left"})
_UNSAFE_STYLE = re.compile(r"url\s*\(|expression|javascript|@|\\|&", re.IGNORECASE)
_SCHEMES = {"ftp", "http", "https", "mailto"}
_SPECIAL = re.compile(r"[<>&\u00a0\x00-\x08\x0b-\x1f\x7f]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_ESCAPES = (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#039;"))

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
_VOID = words("area br col embed hr img input link meta source track wbr")
_FORMATTING = words("a b big code em font i nobr s small strike strong tt u")
_SIBLINGS = words("p li tr td th dd dt option")
_MAX_NESTING = 100
_MAX_UNCLOSED = 50
_MAX_PASSES = 6


def plain(text: str) -> str:
    """Escape for a field without tags. What is already escaped stays so: doing it twice is safe."""
    text = _BARE_AMPERSAND.sub("&amp;", without_unseen(text))
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return text


def without_unseen(text: str) -> str:
    """Drop control characters, which no content needs and some databases refuse."""
    return _UNSEEN.sub("", text)


def clean(text: str, tags: frozenset[str], fonts: frozenset[str] = frozenset()) -> str:
    """Keep only the allowed tags, and harmless attributes. The text must not be `tangled`.

    Cleans until nothing changes: misnested HTML is not always the same once written and read again.
    """
    if not _SPECIAL.search(text):
        return text
    cleaner = _cleaner(tags, fonts)
    text = without_unseen(text)
    for _ in range(_MAX_PASSES):
        cleaned = cleaner.clean(text)
        if cleaned == text:
            return text
        text = cleaned
    return cleaner.clean(plain(text))


def clean_unknown(text: str) -> str:
    """Clean a text whose field is unknown: what any H5P editor could have written is kept."""
    if "<" not in text:
        return without_unseen(text)
    if tangled(text):
        return plain(text)
    return clean(text, _ANY_TAG, frozenset(_STYLES))


def tangled(text: str) -> bool:
    """Whether the tags are nested or misnested beyond anything an editor writes.

    A browser's way of repairing such HTML costs the square of its length.
    """
    if text.count("<") <= _MAX_UNCLOSED:
        return False
    stack: list[str] = []
    unclosed = 0
    for slash, raw in _TAG.findall(text):
        tag = raw.lower()
        if slash:
            unclosed += _close(stack, tag)
        elif tag not in _VOID and not (tag in _SIBLINGS and stack and stack[-1] == tag):
            stack.append(tag)
        if len(stack) > _MAX_NESTING or unclosed > _MAX_UNCLOSED:
            return True
    return False


def _close(stack: list[str], tag: str) -> int:
    """Close a tag; return how many formatting tags were left open inside, to be reopened."""
    if tag not in stack:
        return 0
    unclosed = 0
    while (last := stack.pop()) != tag:
        unclosed += last in _FORMATTING
    return unclosed


@lru_cache(maxsize=256)
def _cleaner(tags: frozenset[str], fonts: frozenset[str]) -> nh3.Cleaner:
    allowed = {tag.lower() for tag in tags} | _ALWAYS
    for tag in tags:
        allowed |= _IMPLIED.get(tag.lower(), frozenset())
    allowed = {tag for tag in allowed - _NEVER if tag.isalnum() and tag.isascii()}
    styles = set(_ALWAYS_STYLES)
    for font in fonts:
        styles |= _STYLES.get(font, set())
    return nh3.Cleaner(
        tags=allowed,
        clean_content_tags={"script", "style"},
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_safe_attribute,
        link_rel="noopener noreferrer",
        url_schemes=_SCHEMES,
        filter_style_properties=styles,
    )


def _safe_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "style" and _UNSAFE_STYLE.search(value):
        return None
    if name == "target" and value not in {"_blank", "_self"}:
        return None
    return value


_ANY_TAG = words(
    "a b blockquote code del em h1 h2 h3 h4 h5 h6 hr i img ol pre s strike strong sub sup table u "
    "ul"
)
