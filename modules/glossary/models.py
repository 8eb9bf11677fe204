"""Terms, and every way each is written."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.commons.models import Credited
from modules.glossary.wording import in_short


class TermQuerySet(models.QuerySet["Term"]):
    """Reads of the glossary, which is everyone's."""

    def alphabetical(self) -> "TermQuerySet":
        """Put terms from A to Z, accents or not."""
        return self.order_by("sort_key", "pk")

    def version(self) -> tuple[int, ...]:
        """Return what changes whenever a term does, in one query."""
        told = self.aggregate(
            count=models.Count("pk"), last=models.Max("pk"), versions=models.Sum("version")
        )
        return tuple(told[name] or 0 for name in ("count", "last", "versions"))


class Term(Credited):
    """A word of public innovation. Its definition is plain text; blank lines part paragraphs.

    `slug` is its address for ever. `sort_key` is the term without accents, in lower case;
    `version` counts the changes, so that nobody overwrites what they have not seen.
    """

    slug = models.SlugField(unique=True, max_length=120)
    term = models.CharField(_("terme"), max_length=100)
    definition = models.TextField(_("définition"))
    related = models.ManyToManyField("self", blank=True, verbose_name=_("termes liés"))
    sort_key = models.CharField(max_length=100, db_index=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("mis à jour le"), default=timezone.now)

    objects = TermQuerySet.as_manager()

    def __str__(self) -> str:
        return self.term

    @property
    def short(self) -> str:
        """Return the first sentence of the definition."""
        return in_short(self.definition)


class TermForm(models.Model):
    """One way a term is written, itself first. `key` is how it is recognised, by one term only."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="forms")
    text = models.CharField(max_length=100)
    key = models.CharField(max_length=200, unique=True)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.text
