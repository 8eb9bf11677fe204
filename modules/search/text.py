"""The words of a text that may hold HTML."""

import re
from html.parser import HTMLParser

from modules.search.words import listed

_BLANKS = re.compile(r"\s+")
# What stands in the middle of a sentence; any other tag separates words.
_INLINE = listed("a abbr b cite code em i mark q s small span strong sub sup u")
_UNSEEN = frozenset({"script", "style", "template"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag not in _INLINE:
            self.parts.append(" ")
        if tag == "img":
            self.parts += [f" {value} " for name, value in attrs if name == "alt" and value]

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        if tag not in _INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def plain(html: str) -> str:
    """Return the text of a piece of HTML on one line, the alternatives of pictures included."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _BLANKS.sub(" ", "".join(reader.parts)).strip()
