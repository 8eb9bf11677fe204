"""What is said of a term in passing."""

import re

from django.utils.text import Truncator

LONGEST = 300
_END = re.compile(r"(?<=[.!?])\s+(?=[«A-ZÀÂÇÈÉÊËÎÏÔÙÛÜ])")


def in_short(definition: str) -> str:
    """Return the first sentence of a definition."""
    first = _END.split(definition.strip().split("\n\n")[0], maxsplit=1)[0]
    return Truncator(" ".join(first.split())).chars(LONGEST, truncate="…")
