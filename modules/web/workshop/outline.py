"""A revision as a text to read, each block with what colleagues say of it."""

from dataclasses import dataclass, field
from typing import Any

from modules.authoring.bodies import body_of
from modules.authoring.comments import Target
from modules.authoring.models import Comment
from modules.programmes.models import Activity, Block, Revision, Sequence

# What a sequence says, in the order it is read.
PARTS = ("purpose", "unfolding", "outcome", "material", "roles", "trainer_notes")


@dataclass(slots=True)
class Line:
    """A block, its texts as (label, words), its comments, and the blocks inside it."""

    kind: str
    block: Any
    texts: list[tuple[str, str]]
    threads: list[Comment]
    inside: list["Line"] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Return the block's lineage, as text."""
        return str(self.block.lineage)

    @property
    def name(self) -> str:
        """Return how the block is named to who does not see where the words stand."""
        return f"« {self.block.title} »"


def outline_of(revision: Revision, threads: dict[Target, list[Comment]]) -> list[Line]:
    """Return the days of a revision with all that is in them; takes their comments out."""
    tree = Revision.objects.with_tree().prefetch_related(
        "days__sequences__activities__asset", "days__sequences__activities__content_version"
    )

    def line(kind: str, block: Block, texts: list[tuple[str, str]]) -> Line:
        return Line(kind, block, texts, threads.pop((kind, block.lineage), []))

    days = []
    for day in tree.get(pk=revision.pk).days.all():
        of_day = line("day", day, [("", day.objective)] if day.objective else [])
        days.append(of_day)
        for sequence in day.sequences.all():
            of_sequence = line("sequence", sequence, _texts(sequence))
            of_day.inside.append(of_sequence)
            of_sequence.inside = [
                line("activity", activity, _words(activity))
                for activity in sequence.activities.all()
            ]
    return days


def _texts(sequence: Sequence) -> list[tuple[str, str]]:
    return [
        (str(sequence._meta.get_field(name).verbose_name), text)  # type: ignore[union-attr]  # noqa: SLF001 - how Django tells a field's words
        for name in PARTS
        if (text := getattr(sequence, name))
    ]


def _words(activity: Activity) -> list[tuple[str, str]]:
    body = body_of(activity.body).text
    return [("", body)] if body else []
