"""Show where the words are: one behaviour whatever the database."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from modules.search.typed import Typed
from modules.search.words import WORD, Word, composed, fold

AROUND = 230
# How much of it stands before the first word found.
BEFORE = 60


def marked(text: str, typed: Typed) -> SafeString:
    """Return the text, escaped, with the words looked for in `<mark>`."""
    text = composed(text)
    return _marked(text, _said(text, typed))


def excerpt(text: str, typed: Typed) -> SafeString:
    """Return the part of the text where most of the words are, its words marked."""
    text = composed(text)
    said = _said(text, typed)
    start, end = _window(text, said)
    shown = text[start:end]
    inside = [Word(w.start - start, w.end - start, w.folded) for w in said
              if start <= w.start and w.end <= end]  # fmt: skip
    begins, ends = ("… " if start else ""), (" …" if end < len(text) else "")
    return mark_safe(f"{begins}{_marked(shown, inside)}{ends}")  # noqa: S308 - escaped


def _said(text: str, typed: Typed) -> list[Word]:
    if not typed:
        return []
    known: dict[str, bool] = {}
    said = []
    for found in WORD.finditer(text):
        token = found.group()
        if token not in known:
            known[token] = typed.is_said_by(fold(token))
        if known[token]:
            said.append(Word(found.start(), found.end(), fold(token)))
    return said


def _window(text: str, said: list[Word]) -> tuple[int, int]:
    """Return where the excerpt starts and ends, between words."""
    if len(text) <= AROUND:
        return 0, len(text)
    wanted = max(
        (max(word.start - BEFORE, 0) for word in said),
        key=lambda start: len({w.stem for w in said if start <= w.start < start + AROUND}),
        default=0,
    )
    # Near the end, show what comes before rather than half a window.
    wanted = min(wanted, len(text) - AROUND)
    start = text.find(" ", wanted) + 1 if wanted else 0
    end = text.rfind(" ", start, start + AROUND + 1) if start + AROUND < len(text) else len(text)
    return start, end if end > start else min(start + AROUND, len(text))


def _marked(text: str, said: list[Word]) -> SafeString:
    parts: list[str] = []
    done = 0
    for word in said:
        parts.append(escape(text[done : word.start]))
        parts.append(f"<mark>{escape(text[word.start : word.end])}</mark>")
        done = word.end
    return mark_safe("".join([*parts, escape(text[done:])]))  # noqa: S308 - escaped
