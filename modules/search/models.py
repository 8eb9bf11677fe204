"""What can be found, whatever it is."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count
from django.utils import timezone

from accounts.users.enums import Role
from accounts.users.models import User
from modules.search.backends import backend
from modules.search.enums import Reach
from modules.search.typed import Typed, phrases


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Reads of the index. Its conditions name their table: take the keys out, never a subquery."""

    def visible_to(self, user: User | AnonymousUser) -> "SearchEntryQuerySet":
        """Entries the person may find: all for those who teach or steer, else the public ones."""
        if isinstance(user, User) and (
            user.has_role(Role.TRAINER) or user.has_role(Role.ADMINISTRATOR)
        ):
            return self
        return self.filter(reach=Reach.PUBLIC)

    def matching(self, typed: Typed) -> "SearchEntryQuerySet":
        """Entries with all the words; none when nothing was typed."""
        if not typed:
            return self.none()
        index = backend()
        found: SearchEntryQuerySet = index.matching(
            self, index.expression(typed.stems, typed.unfinished)
        )
        return found

    def ranked(self, typed: Typed) -> "SearchEntryQuerySet":
        """Put what `matching` found in order, the best first."""
        if not typed:
            return self
        index = backend()
        rows = index.ranked(self, index.expression(typed.stems, typed.unfinished))
        best_first: SearchEntryQuerySet = rows.order_by("-rank", "title", "pk")
        return best_first

    def saying(self, texts: Iterable[str]) -> "SearchEntryQuerySet":
        """Entries that say one of these words or groups of words."""
        wanted = phrases(texts)
        if not wanted:
            return self.none()
        index = backend()
        found: SearchEntryQuerySet = index.matching(self, index.any_phrase(wanted))
        return found

    def counts(self) -> dict[str, int]:
        """Return how many entries of each kind there are."""
        rows = self.order_by().values_list("kind").annotate(Count("pk"))
        return dict(rows)


class SearchEntry(models.Model):
    """Something to find: `kind` and `key` say what, `part_of` groups what goes together.

    The stems are what the database's index holds (modules/search/backends.py).
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    part_of = models.CharField(max_length=120, blank=True, db_index=True)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    reach = models.CharField(max_length=10, choices=Reach)
    title_stems = models.TextField()
    text_stems = models.TextField(blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
