"""How the text of a message is written, and filled: never as a program.

- `{{ name }}` is replaced by its value; nothing else is understood between braces.
- Paragraphs are separated by an empty line. A line, or a whole paragraph, all of whose
  placeholders are empty is left out: that is how a text says something only when there is
  something to say.
- Lines that begin with `- ` are a list.
- `[label](address)` is a link, a button when it is alone on its line.

Links are read in the text before it is filled, so that a value (somebody's name, a reason) can
never make one that says one thing and leads elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import MessageKind, Text
from common.errors import DomainError

PLACEHOLDER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_LABELLED = re.compile(r"\[([^\[\]\n]+)\]\(([^()\n]+)\)")
_BARE = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_SAFE = ("https://", "http://", "mailto:")


class UnknownPlaceholders(DomainError):
    code = "unknown_placeholders"
    sentence = _("Ce message ne connaît pas %(names)s. Il peut contenir : %(allowed)s.")


class BrokenPlaceholder(DomainError):
    code = "broken_placeholder"
    sentence = _(
        "Des accolades ne se referment pas, ou contiennent autre chose qu’un nom de la liste : "
        "écrivez {{ nom }}."
    )


class NeededPlaceholder(DomainError):
    code = "needed_placeholder"
    sentence = _("Sans %(names)s, ce message ne servirait à rien : gardez-le dans le texte.")


class TextIsEmpty(DomainError):
    code = "text_is_empty"
    sentence = _("Écrivez un objet, sur une ligne, et un texte.")


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and what one reads instead of it ("" for the address itself)."""

    label: str
    address: str


Line = list[str | Link]
Block = list[Line]


def check(kind: MessageKind, text: Text) -> None:
    """Refuse a text that cannot be filled.

    Raises TextIsEmpty, BrokenPlaceholder, UnknownPlaceholders or NeededPlaceholder.
    """
    if not text.subject.strip() or not text.body.strip() or "\n" in text.subject.strip():
        raise TextIsEmpty
    whole = f"{text.subject}\n{text.body}"
    if _BRACES.search(PLACEHOLDER.sub("", whole)):
        raise BrokenPlaceholder
    unknown = set(PLACEHOLDER.findall(whole)) - set(kind.placeholders)
    if unknown:
        raise UnknownPlaceholders(names=_named(unknown), allowed=_named(kind.placeholders))
    needed = {name for name, one in kind.placeholders.items() if one.is_needed}
    lacking = needed - set(PLACEHOLDER.findall(text.body))
    if lacking:
        raise NeededPlaceholder(names=_named(lacking))


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in sorted(names))


def fill_subject(subject: str, values: Mapping[str, str]) -> str:
    """Return the subject on one line, whatever the values hold."""
    return " ".join(_filled(subject, values).split())


def fill(body: str, values: Mapping[str, str]) -> list[Block]:
    """Return the paragraphs of a text, filled."""
    paragraphs = _BETWEEN_PARAGRAPHS.split(body.replace("\r\n", "\n").strip())
    said = (one for one in paragraphs if _has_something_to_say(one, values))
    return [list(_lines(paragraph, values)) for paragraph in said]


def _has_something_to_say(part: str, values: Mapping[str, str]) -> bool:
    names = PLACEHOLDER.findall(part)
    return not names or any(values[name] for name in names)


def _lines(paragraph: str, values: Mapping[str, str]) -> Iterator[Line]:
    for written in paragraph.strip().split("\n"):
        if _has_something_to_say(written, values):
            yield from _filled_lines(written.strip(), values)


def _filled_lines(written: str, values: Mapping[str, str]) -> Iterator[Line]:
    """Yield one line, or several where a value has some."""
    line: Line = []
    for part in _parts(written, values):
        if part is None:
            yield line
            line = []
        else:
            line.append(part)
    yield line


def _parts(written: str, values: Mapping[str, str]) -> Iterator[str | Link | None]:
    at = 0
    for found in _LABELLED.finditer(written):
        yield from _filled_text(written[at : found.start()], values)
        yield _link(found, values)
        at = found.end()
    yield from _filled_text(written[at:], values)


def _link(found: re.Match[str], values: Mapping[str, str]) -> str | Link:
    label, address = (_filled(one, values).strip() for one in found.groups())
    return Link(label, address) if address.startswith(_SAFE) else f"{label} {address}"


def _filled_text(text: str, values: Mapping[str, str]) -> Iterator[str | Link | None]:
    """Yield the parts of a text once filled; None where a line ends."""
    for number, line in enumerate(_filled(text, values).split("\n")):
        if number:
            yield None
        at = 0
        for found in _BARE.finditer(line):
            if found.start() > at:
                yield line[at : found.start()]
            yield Link("", found.group())
            at = found.end()
        if line[at:]:
            yield line[at:]


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: values[found.group(1)].replace("\r\n", "\n"), text)
