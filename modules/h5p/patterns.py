"""Run the regular expressions that libraries bring, which are untrusted code too."""

import logging
import re

import regex

_TIMEOUT = 0.1
_MAX_PATTERN = 1000
_MAX_TEXT = 100_000
_MAX_REPEATS = 10_000
_MAX_SLOW = 3
_COUNTS = re.compile(r"\{(\d*),?(\d*)\}", re.ASCII)
_FLAGS = {"i": regex.IGNORECASE, "m": regex.MULTILINE, "s": regex.DOTALL}
_logger = logging.getLogger(__name__)


class Patterns:
    """Compiled patterns of one run. One that is wrong or too slow is set aside.

    Keep an instance for the length of one import: a slow pattern then costs its timeout once, and
    after a few of them no pattern is tried any more.
    """

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], regex.Pattern[str] | None] = {}
        self._slow = 0

    def search(self, pattern: str, flags: str, text: str) -> bool | None:
        """Whether the pattern is found in the text; None if nobody can tell."""
        key = pattern, flags
        if self._slow >= _MAX_SLOW:
            return None
        if key not in self._compiled:
            self._compiled[key] = _compile(pattern, flags)
        compiled = self._compiled[key]
        if compiled is None:
            return None
        try:
            return compiled.search(text[:_MAX_TEXT], timeout=_TIMEOUT) is not None
        except TimeoutError:
            _logger.warning("H5P pattern too slow, set aside: %.200s", pattern)
            self._compiled[key] = None
            self._slow += 1
            return None


def split_delimiters(pattern: str) -> tuple[str, str]:
    """Split "/…/flags", as `addTo` writes patterns, into the pattern and its flags."""
    body, slash, flags = pattern.rpartition("/")
    if slash and len(body) > 1 and body.startswith("/") and (not flags or flags.isalpha()):
        return body[1:], flags
    return pattern, ""


def _compile(pattern: str, flags: str) -> regex.Pattern[str] | None:
    if len(pattern) > _MAX_PATTERN or _repeats(pattern) > _MAX_REPEATS:
        return None
    combined = regex.VERSION0
    for flag in flags:
        combined |= _FLAGS.get(flag, regex.VERSION0)
    try:
        return regex.compile(pattern, combined)
    except (regex.error, OverflowError, RecursionError, MemoryError, ValueError):
        return None


def _repeats(pattern: str) -> int:
    """Bound what nested counts, as in ((a{99}){99}){99}, make the compiler build."""
    product = 1
    for low, high in _COUNTS.findall(pattern):
        product *= max(int(low[:6] or 1), int(high[:6] or 1), 1)
    return product
