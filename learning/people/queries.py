"""People who may be one: found by folded names and addresses, in a few queries."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from accounts.users.models import User
from learning.people.enums import Likeness
from learning.people.models import TwoPeople

_WORD = re.compile(r"[^\W\d_]+")
# Namesakes of a very common name are not compared each with each.
MOST_NAMESAKES = 20
_ORDER = list(Likeness)
Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who may be one, and why; `first` comes before `second`."""

    first: UUID
    second: UUID
    why: Likeness


@dataclass(frozen=True, slots=True)
class _Known:
    pk: UUID
    first_name: Tokens
    last_name: Tokens
    local_part: Tokens
    employer: UUID | None

    @property
    def name(self) -> Tokens:
        # Sorted: « Le Goff, Anne-Marie » typed in the wrong columns or the other way round.
        return tuple(sorted(self.first_name + self.last_name))


def words_of(text: str) -> Tokens:
    """Return the words of a name, sorted, without accent, case, hyphen nor digit."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return tuple(sorted(_WORD.findall(letters)))


def probable_duplicates() -> list[Pair]:
    """Return the pairs that may be one person, the surest first, those told apart left out."""
    told_apart = set(TwoPeople.objects.values_list("first", "second"))
    found: dict[tuple[UUID, UUID], Likeness] = {}
    for why, one, other in _alike(list(_known())):
        first, second = sorted((one.pk, other.pk))
        if (first, second) not in told_apart:
            found[first, second] = min(why, found.get((first, second), why), key=_ORDER.index)
    pairs = [Pair(first, second, why) for (first, second), why in found.items()]
    return sorted(pairs, key=lambda pair: _ORDER.index(pair.why))


def _known() -> Iterator[_Known]:
    columns = ("pk", "first_name", "last_name", "email", "agent_profile__employer")
    rows = User.objects.filter(is_active=True, merged_into=None).order_by("last_name", "pk")
    for pk, first_name, last_name, email, employer in rows.values_list(*columns):
        local_part = (email or "").partition("@")[0]
        yield _Known(pk, words_of(first_name), words_of(last_name), words_of(local_part), employer)


def _alike(people: list[_Known]) -> Iterator[tuple[Likeness, _Known, _Known]]:
    named = [person for person in people if person.first_name and person.last_name]
    for one, other in _pairs(named, lambda person: person.name):
        if one.employer is None or other.employer is None:
            yield Likeness.NO_EMPLOYER, one, other
        elif one.employer == other.employer:
            yield Likeness.SAME_EMPLOYER, one, other
    reached = [person for person in people if person.local_part]
    for one, other in _pairs(reached, lambda person: person.local_part):
        if one.last_name == other.last_name or one.first_name == other.first_name:
            yield Likeness.NEAR_ADDRESS, one, other


def _pairs(
    people: Iterable[_Known], key_of: Callable[[_Known], Tokens]
) -> Iterator[tuple[_Known, _Known]]:
    groups = defaultdict(list)
    for person in people:
        groups[key_of(person)].append(person)
    for group in groups.values():
        yield from combinations(group[:MOST_NAMESAKES], 2)
