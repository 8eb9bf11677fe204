"""What somebody typed, as it is looked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from modules.search.words import Word, composed, is_telling, stem, words_of

# Nobody types more; each word costs a look into the index.
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that must all be there; `unfinished` is the last one, which may be still typed."""

    stems: tuple[str, ...] = ()
    unfinished: str = ""

    @classmethod
    def read(cls, text: str) -> "Typed":
        """Read what was typed; common words count only when there is nothing else."""
        said = [word.folded for word in words_of(composed(text)) if _can_be_found(word)]
        telling = [word for word in said if is_telling(word)] or said[-1:]
        kept = telling[:MOST_WORDS]
        return cls(tuple(map(stem, kept)), kept[-1]) if kept else cls()

    def __bool__(self) -> bool:
        """Return whether there is something to look for."""
        return bool(self.stems)

    def is_said_by(self, folded: str) -> bool:
        """Return whether a folded word of a text is one of those looked for."""
        cut = stem(folded)
        return (
            cut in self.stems
            or folded.startswith(self.unfinished)
            or cut.startswith(self.unfinished)
        )


def _can_be_found(word: Word) -> bool:
    return len(word.folded) > 1 and word.folded.isascii()


def phrases(texts: Iterable[str]) -> list[tuple[str, ...]]:
    """Return each text as the stems that must follow one another; empty ones are left out."""
    found = (
        tuple(word.stem for word in words_of(composed(text)) if is_telling(word.folded))
        for text in texts
    )
    return [phrase for phrase in found if phrase]
