"""Make something once for as long as it says the same: charts, curves, the body of a page."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    """Something to make: those of which all is `said` alike are the same."""

    said: Hashable
    make: Callable[[], T] = field(compare=False)


class Once(Generic[T]):
    """Keep the latest `size` things made in this process, each with all that it says.

    `said` must hold everything that the thing is made of, the language too where it has words:
    what is told by it alone is never out of date.
    """

    def __init__(self, size: int) -> None:
        """Keep nothing yet."""
        self._made: Callable[[_Asked[T]], T] = lru_cache(size)(_make)

    def __call__(self, said: Hashable, make: Callable[[], T]) -> T:
        """Return what says this, made by `make` the first time."""
        return self._made(_Asked(said, make))


def _make(asked: _Asked[T]) -> T:
    return asked.make()
