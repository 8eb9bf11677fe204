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
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        if _has_deep_brackets(data, max_depth):
            raise TooDeepError from None
        message = f"erreur ligne {error.lineno}, colonne {error.colno}"
        raise NotJsonError(message) from None
    # Few brackets cannot be deep: most documents need no walk.
    if data.count(b"[") + data.count(b"{") > max_depth and _is_deep(document, max_depth):
        raise TooDeepError
    return document


def _is_deep(document: object, max_depth: int) -> bool:
    """Walk level by level: a parser's own stack is what deep documents attack."""
    level: list[object] = [document]
    for _ in range(max_depth + 1):
        inner: list[object] = []
        for value in level:
            if type(value) is dict:
                inner += value.values()
            elif type(value) is list:
                inner += value
        level = inner
        if not level:
            return False
    return True


def _has_deep_brackets(data: bytes, max_depth: int) -> bool:
    """Count brackets outside strings, in what the parser gave up on."""
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(data):
        byte = data[match.start()]
        if byte in b"[{":
            depth += 1
            if depth > max_depth:
                return True
        elif byte in b"]}":
            depth -= 1
    return False
