"""Clean what a content says of itself: title, licence, authors, copyright of a picture."""

from collections.abc import Callable, Iterable, Mapping

from modules.h5p.markup import without_unseen
from modules.h5p.schema import LICENSES, number

_TEXTS = (
    "title", "extraTitle", "a11yTitle", "language", "defaultLanguage", "contentType", "author",
    "source", "licenseVersion", "licenseExtras", "authorComments", "metaKeywords",
    "metaDescription",
)  # fmt: skip
_NUMBERS = ("w", "h", "yearFrom", "yearTo", "yearsFrom", "yearsTo")
_LISTS = {"authors": ("name", "role"), "changes": ("date", "author", "log")}
_COPYRIGHT = ("title", "author", "source", "year", "version", "license")
_MAX_LENGTH = 50_000


CleanText = Callable[[str], str]


def clean_metadata(value: object, clean_text: CleanText = without_unseen) -> dict[str, object]:
    """Keep the properties of the metadata specification that have a sound form, in its order.

    Players show the metadata of a sub-content as HTML: its texts need `clean_text=plain`.
    """
    if not isinstance(value, Mapping):
        return {}
    cleaned: dict[str, object] = _texts(value, _TEXTS, clean_text)
    license_name = value.get("license")
    if isinstance(license_name, str) and license_name in LICENSES:
        cleaned["license"] = license_name
    for name in _NUMBERS:
        if number(value.get(name)) is not None:
            cleaned[name] = value[name]
    for name, keys in _LISTS.items():
        if isinstance(value.get(name), list):
            cleaned[name] = [
                _texts(item, keys, clean_text) for item in value[name] if isinstance(item, dict)
            ]
    return cleaned


def clean_copyright(value: object, clean_text: CleanText) -> dict[str, object] | None:
    """Keep a file's copyright notice, each text cleaned by `clean_text`."""
    if not isinstance(value, Mapping):
        return None
    return _texts(value, _COPYRIGHT, clean_text)


def _texts(
    value: Mapping[str, object], names: Iterable[str], clean_text: CleanText
) -> dict[str, object]:
    return {
        name: clean_text(text)
        for name in names
        if isinstance(text := value.get(name), str) and text and len(text) <= _MAX_LENGTH
    }
