"""The words of an award's facts, the same on its paper and on its check page."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend import formats


def grouped_code(code: str) -> str:
    """Return a code in groups of four, easy to copy: "7K4M-Q29X-…"."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def dates_in_words(starts_on: str, ends_on: str) -> str:
    """Return "du mardi 16 au jeudi 18 mars 2027" or "le mardi 16 mars 2027" from ISO dates."""
    first, last = date.fromisoformat(starts_on), date.fromisoformat(ends_on)
    words = formats.days_span(first, last)
    return _("le %(day)s") % {"day": words} if first == last else words


def hours_in_words(attended: int, planned: int) -> str:
    """Return "21 heures sur 21", or "17 h 30 sur 21 h", from minutes."""
    if attended % 60 or planned % 60:
        told = {"attended": formats.duration(attended), "planned": formats.duration(planned)}
        return _("%(attended)s sur %(planned)s") % told
    hours = attended // 60
    sentence = ngettext(
        "%(hours)s heure sur %(planned)s", "%(hours)s heures sur %(planned)s", hours
    )
    return sentence % {"hours": hours, "planned": planned // 60}
