"""Read captions (WebVTT): a browser shows none of a file it cannot read, without a word."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_NOT_CUES = ("NOTE", "STYLE", "REGION")


class CaptionsAreUnreadable(DomainError):
    """The captions are not WebVTT; says where and why."""

    code = "captions_are_unreadable"
    sentence = _(
        "« %(name)s » ne se lit pas, ligne %(line)s (%(why)s) : corrigez-la, puis renvoyez le "
        "fichier."
    )


def check_captions(data: bytes, *, name: str) -> None:
    """Refuse captions that are not WebVTT, naming the first wrong line.

    Raises CaptionsAreUnreadable.
    """
    try:
        _check(data)
    except _WrongLineError as wrong:
        raise CaptionsAreUnreadable(name=name, line=wrong.line, why=wrong.why) from wrong


class _WrongLineError(Exception):
    """A line, and what is wrong with it."""

    def __init__(self, line: int, why: str | Promise) -> None:
        super().__init__(line)
        self.line, self.why = line, why


def _check(data: bytes) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _WrongLineError(line, _("ces lettres ne sont pas en UTF-8")) from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise _WrongLineError(1, _("des sous-titres WebVTT commencent par le mot WEBVTT"))
    begun, seen = 0.0, 0
    for at, block in _blocks(lines):
        if block[0].split(" ")[0] not in _NOT_CUES:
            begun, seen = _begins(at, block, begun), seen + 1
    if not seen:
        raise _WrongLineError(len(lines), _("il n’y a aucun sous-titre"))


def _begins(at: int, block: list[str], before: float) -> float:
    """Return when a cue begins, in seconds; it must not begin before the one `before` it."""
    row = 0 if "-->" in block[0] else 1  # a name may come first
    if row >= len(block) or "-->" not in block[row]:
        raise _WrongLineError(at, _("il manque les temps, comme 00:01.000 --> 00:04.000"))
    found = _TIMING.fullmatch(block[row].strip())
    if found is None:
        raise _WrongLineError(
            at + row, _("ces temps ne se lisent pas, écrivez 00:01.000 --> 00:04.000")
        )
    starts, ends = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
    if ends <= starts:
        raise _WrongLineError(at + row, _("ce sous-titre finit avant d’avoir commencé"))
    if starts < before:
        raise _WrongLineError(at + row, _("ce sous-titre commence avant le précédent"))
    return starts


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Return what blank lines separate, each with the number of its first line."""
    found: list[tuple[int, list[str]]] = []
    is_open = False
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            is_open = False
        elif is_open:
            found[-1][1].append(line)
        else:
            found.append((number, [line]))
            is_open = True
    # Right under the first line come the file's own headers.
    headers = lines[1].strip() if len(lines) > 1 else ""
    return found[1:] if headers and "-->" not in headers else found


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
