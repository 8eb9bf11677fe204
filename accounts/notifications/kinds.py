"""The kinds of messages there are: each room declares its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Text:
    """What a message says: its subject on one line, its paragraphs."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What `{{ name }}` stands for in a text, and a sample of it for the preview.

    A text that lacks one `is_needed` would be of no use: an offer without the link to answer.
    """

    meaning: Words
    sample: Words
    is_needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageKind:
    """A kind of message: when it is sent, and what its text may name.

    What is not a service message (`is_service`) may be unsubscribed from. `page` names the
    placeholder that holds an address of the site: on the site, the message leads there. Never a
    secret link.
    """

    name: str
    label: Words
    sent_when: Words
    placeholders: Mapping[str, Placeholder]
    folder: Path
    is_service: bool = True
    page: str = "inscription"

    def default_text(self, language: str) -> Text:
        """Return the text of the file of that language."""
        written = (self.folder / f"{self.name}.{language}.txt").read_text(encoding="utf-8")
        subject, _newline, body = written.partition("\n")
        return Text(subject.strip(), body.strip())

    def samples(self) -> dict[str, str]:
        """Return what the placeholders stand for in a preview, in the language of the moment."""
        return {name: str(one.sample) for name, one in self.placeholders.items()}


_kinds: dict[str, MessageKind] = {}


def register(kind: MessageKind) -> MessageKind:
    """Make a kind known; each name is taken once."""
    if kind.name in _kinds:
        message = f"Two kinds of messages are named {kind.name}."
        raise RuntimeError(message)
    _kinds[kind.name] = kind
    return kind


@cache
def all_kinds() -> dict[str, MessageKind]:
    """Return every kind by its name, in the order they were declared."""
    for module in settings.MESSAGE_KINDS:
        import_module(module)
    return _kinds


def label_of(name: str) -> str:
    """Return how a kind is called; its own name when no room declares it any more."""
    kind = all_kinds().get(name)
    return str(kind.label) if kind else name
