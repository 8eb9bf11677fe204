"""Read JSON that comes from strangers."""

import re

import orjson

_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)
_BOM = b"\xef\xbb\xbf"


class NotJsonError(ValueError):
    """The document is not JSON (RFC 8259); the message says why, in French."""


class TooDeepError(ValueError):
    """The document nests more levels than allowed."""


def parse(data: bytes, *, max_depth: int) -> object:
    """Parse strict JSON: UTF-8 without byte order mark, no NaN, no lone surrogate.

    Raises NotJsonError or TooDeepError.
    """
    if data.startswith(_BOM):
        raise NotJsonError("il commence par une marque d’ordre des octets (BOM), à retirer")
    # A document with few brackets cannot be deep: the usual case costs two counts.
    if data.count(b"[") + data.count(b"{") > max_depth and _depth(data) > max_depth:
        raise TooDeepError
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        message = f"erreur ligne {error.lineno}, colonne {error.colno}"
        raise NotJsonError(message) from None


def _depth(data: bytes) -> int:
    """Deepest nesting, without parsing: a parser's own stack is what deep documents attack."""
    depth = deepest = 0
    for match in _STRING_OR_BRACKET.finditer(data):
        byte = data[match.start()]
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest
