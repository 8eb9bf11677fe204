"""Small words that charts share."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from frontend import formats

NAMED = 3


def share(people: int, whole: int) -> str:
    """Return a part of a whole in per cent; nothing of nothing."""
    return f"{formats.grouped(round(people / whole * 100))}{formats.NBSP}%" if whole else ""


def said(people: int, whole: int) -> str:
    """Return how many people, and their part of the whole."""
    return " · ".join(filter(None, (formats.grouped(people), share(people, whole))))


def enumerated(names: Sequence[str]) -> str:
    """Return "A, B et C"; of more than three, two and how many others."""
    if len(names) > NAMED:
        names = [*names[: NAMED - 1], _("%(n)s autres régions") % {"n": len(names) - NAMED + 1}]
    if len(names) == 1:
        return names[0]
    return _("%(names)s et %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
