"""Link the terms of the glossary where a page first says them.

A term is recognised whole, whatever its accents, capitals and plural; the longest one wins; never
inside a link, a heading, code or a button. The HTML must be sanitised: what is not text is
written again as it was.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

from django.utils.html import escape

from modules.search.words import Word, composed, listed, words_of

# What may stand between the words of one term.
_BETWEEN = re.compile(r"[\s'’\-\u2010\u2011]+")
_SHORTEST_PLURAL = 4
_LEFT_ALONE = listed(
    "a abbr button code dfn h1 h2 h3 h4 h5 h6 label math option pre script select style summary "
    "svg textarea"
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a term leads, and what is told of it on the spot."""

    slug: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class TermIndex:
    """Terms by their words: first word → the terms that begin with it, the longest first."""

    targets: dict[str, Target] = field(default_factory=dict)
    by_first_word: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, targets: Iterable[Target], forms: Iterable[tuple[str, str]]) -> "TermIndex":
        """Compile terms and their forms, each a (key, slug)."""
        by_first_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for key, slug in forms:
            words = tuple(key.split())
            by_first_word.setdefault(words[0], []).append((words, slug))
        for candidates in by_first_word.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))
        return cls({target.slug: target for target in targets}, by_first_word)


@dataclass(frozen=True, slots=True)
class Mention:
    """A term in a text: where it stands, and which it is."""

    start: int
    end: int
    slug: str


def key_of(text: str) -> str:
    """Return how a written form is recognised; "" when it holds no word."""
    return " ".join(_same(word) for word in words_of(composed(text)))


def _same(word: Word) -> str:
    """Return a word without accents, capitals and plural."""
    plain = word.folded
    return plain[:-1] if len(plain) >= _SHORTEST_PLURAL and plain[-1] in "sx" else plain


def mentions(text: str, index: TermIndex) -> list[Mention]:
    """Return every term that a composed text says, in order; they do not overlap."""
    words = list(words_of(text))
    keys = [_same(word) for word in words]
    found, position = [], 0
    while position < len(words):
        for wanted, slug in index.by_first_word.get(keys[position], ()):
            after = position + len(wanted)
            if tuple(keys[position:after]) == wanted and _follow(text, words[position:after]):
                found.append(Mention(words[position].start, words[after - 1].end, slug))
                position = after
                break
        else:
            position += 1
    return found


def _follow(text: str, words: list[Word]) -> bool:
    """Return whether nothing but blanks, hyphens and apostrophes stand between words."""
    gaps = (text[one.end : two.start] for one, two in pairwise(words))
    return all(_BETWEEN.fullmatch(gap) for gap in gaps)


def link_terms(html: str, index: TermIndex, linked: set[str] | None = None) -> str:
    """Return the HTML with each term linked where it is first said.

    `linked` holds the slugs already linked on the page: they are left alone, and those linked here
    are added, so that several pieces of a page share it.
    """
    if not index.by_first_word:
        return html
    writer = _Linker(index, set() if linked is None else linked)
    writer.feed(html)
    writer.close()
    return writer.written()


class _Linker(HTMLParser):
    """Writes again what it reads, with links in the text."""

    def __init__(self, index: TermIndex, linked: set[str]) -> None:
        super().__init__(convert_charrefs=False)
        self._index, self._linked = index, linked
        self._parts: list[str] = []
        self._text: list[str] = []
        self._alone = 0

    def written(self) -> str:
        """Return all that was read, linked."""
        self._flush()
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - kept as written
        self._as_it_is(self.get_starttag_text() or "")
        self._alone += tag in _LEFT_ALONE

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._as_it_is(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._as_it_is(f"</{tag}>")
        if tag in _LEFT_ALONE:
            self._alone = max(self._alone - 1, 0)

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_entityref(self, name: str) -> None:
        self._text.append(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._text.append(unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        self._as_it_is(f"<!--{data}-->")

    def _as_it_is(self, markup: str) -> None:
        self._flush()
        self._parts.append(markup)

    def _flush(self) -> None:
        """Write the text read since the last tag."""
        text, self._text = "".join(self._text), []
        if self._alone:
            self._parts.append(_escaped(text))
            return
        text, done = composed(text), 0
        for said in mentions(text, self._index):
            if said.slug in self._linked:
                continue
            self._linked.add(said.slug)
            self._parts.append(_escaped(text[done : said.start]))
            self._parts.append(_link(text[said.start : said.end], self._index.targets[said.slug]))
            done = said.end
        self._parts.append(_escaped(text[done:]))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _link(words: str, target: Target) -> str:
    """Return a link, and the note that shows beside it (frontend/styles/components/terms.css)."""
    note = f"terme-{target.slug}"
    return (
        f'<span class="term"><a href="{escape(target.url)}" aria-describedby="{note}">'
        f'{_escaped(words)}</a><span class="term-note" role="tooltip" id="{note}">'
        f"{escape(target.note)}</span></span>"
    )
