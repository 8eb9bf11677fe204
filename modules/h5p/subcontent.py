"""What a field of type library says of the contents it may hold."""

import re
from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID, uuid5

from modules.h5p.names import LibraryName

_UUID = re.compile(r"\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}?")
_OTHERS = UUID("6a8f2d5e-57b1-4f0c-9d1e-3c0a5b7e9f42")


def sub_content_id(value: Mapping[str, object]) -> str | None:
    """Identifier of a sub-content, under which players keep its state.

    The specification wants a UUID. Another text becomes one, always the same: dropping it, as
    others do, would lose the learners' states.
    """
    identifier = value.get("subContentId")
    if not isinstance(identifier, str) or not identifier:
        return None
    if _UUID.fullmatch(identifier):
        return identifier
    return str(uuid5(_OTHERS, identifier.encode("utf-8", "replace").hex()))


def option_names(spec: Mapping[str, object]) -> frozenset[LibraryName]:
    """Libraries that the field lists, as strings or as objects with a name."""
    options = spec.get("options")
    listed = options if isinstance(options, list) else []
    texts = (option.get("name") if isinstance(option, Mapping) else option for option in listed)
    return _parse(tuple(text for text in texts if isinstance(text, str)))


@lru_cache(maxsize=512)
def _parse(texts: tuple[str, ...]) -> frozenset[LibraryName]:
    names = set()
    for text in texts:
        try:
            names.add(LibraryName.parse(text))
        except ValueError:
            continue
    return frozenset(names)
