"""Carry through an edit what nobody touched, to the byte.

A browser has one kind of number and orders keys its own way: 1.0 comes back as 1. What means the
same as before is put back as it was.
"""

from collections.abc import Mapping


def as_before(value: object, before: object) -> object:
    """Return `value`, with what equals `before` written as there, keys in the same order."""
    if isinstance(value, Mapping) and isinstance(before, Mapping):
        order = [name for name in before if name in value]
        order += [name for name in value if name not in before]
        return {name: as_before(value[name], before.get(name)) for name in order}
    if isinstance(value, list) and isinstance(before, list):
        padded = before + [None] * (len(value) - len(before))
        return [as_before(item, old) for item, old in zip(value, padded, strict=False)]
    return before if _is_same_number(value, before) else value


def _is_same_number(value: object, before: object) -> bool:
    """Compare as a browser does, whose numbers are all floating-point."""
    if isinstance(value, bool) or isinstance(before, bool):
        return False
    if not isinstance(value, (int, float)) or not isinstance(before, (int, float)):
        return False
    try:
        return float(value) == float(before)
    except OverflowError:
        return False
