"""Words as they are compared: without accents, in lower case, cut to their French stem.

Everything here is done in Python, so that both databases find the same things.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer


def listed(text: str) -> frozenset[str]:
    """Return the words of a list written as one text."""
    return frozenset(text.split())


WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 60
# A vocabulary is a few thousand words, and cutting one takes a third of a millisecond.
KEPT = 50_000
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
# What Snowball leaves apart: publique and public, lieux and lieu, créative and créatif.
_ENDINGS = (("qu", "c"), ("eux", "eu"), ("iv", "if"))
# Folded, « évaluée » and « usagère » are no longer seen as the feminine of their family.
_FEMININES = ("ee", "ere")
# Snowball cuts « usager » and not « usagers ».
_PLURALS = ("ees", "eres", "ers")
# Too common to tell anything; single letters and elisions (l’, d’, qu’) are left out as well.
COMMON = listed(
    "alors au aucun aussi autre aux avec car ce cela ces cet cette ceux chaque ci comme "
    "comment dans de des donc dont du elle elles en encore entre est et eu eux fait ici il "
    "ils je jusqu la le les leur leurs lorsqu lui ma mais me meme mes moi mon ne ni nos "
    "notre nous on ont ou par parce pas plus pour puisqu qu quand que quel quelle quelles "
    "quels qui quoi sa sans se ses si son sont sous sur ta te tes toi ton tous tout toute "
    "toutes tu un une vos votre vous etre avoir ainsi"
)
_own = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, and how it is compared."""

    start: int
    end: int
    folded: str

    @property
    def stem(self) -> str:
        """Return what it shares with the words of its family."""
        return stem(self.folded)


def composed(text: str) -> str:
    """Return the text with each accented letter as one character, as `words_of` reads it."""
    return unicodedata.normalize("NFC", text)


@lru_cache(KEPT)
def fold(word: str) -> str:
    """Return a word without accents, in lower case."""
    apart = unicodedata.normalize("NFKD", word.lower().translate(_LIGATURES))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_of(text: str) -> Iterator[Word]:
    """Give the words of a composed text, in their order."""
    for found in WORD.finditer(text):
        yield Word(found.start(), found.end(), fold(found.group())[:LONGEST_WORD])


def is_telling(folded: str) -> bool:
    """Return whether a word tells something: it can be written in an index, and is not common."""
    return len(folded) > 1 and folded.isascii() and folded.isalnum() and folded not in COMMON


@lru_cache(KEPT)
def stem(folded: str) -> str:
    """Return the French stem of a folded word: « politiques » and « politique » give the same."""
    word = folded.removesuffix("s") if folded.endswith(_PLURALS) else folded
    if word.endswith(_FEMININES):
        word = word[:-1]
    short = str(_stemmer().stemWord(word))
    for ending, other in _ENDINGS:
        if short.endswith(ending):
            return short.removesuffix(ending) + other
    return short


def stems_of(text: str) -> list[str]:
    """Return the stems of the words that tell something, in their order."""
    return [word.stem for word in words_of(composed(text)) if is_telling(word.folded)]


def index_line(text: str) -> str:
    """Return what an index keeps of a text: stems in their order, then whole words they hide.

    The whole words are there for a search that is still being typed.
    """
    telling = [word for word in words_of(composed(text)) if is_telling(word.folded)]
    stems = [word.stem for word in telling]
    return " ".join([*stems, *sorted({word.folded for word in telling} - set(stems))])


def _stemmer() -> "snowballstemmer.FrenchStemmer":
    """Return this thread's stemmer: it works on a state of its own."""
    if not hasattr(_own, "stemmer"):
        _own.stemmer = snowballstemmer.stemmer("french")
    return _own.stemmer
