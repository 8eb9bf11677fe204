"""What is found of modules: their public sheet, and the activities of the text in force."""

from collections.abc import Iterator

from modules.programmes.models import Activity, Module, Revision
from modules.search.enums import Reach
from modules.search.services import Entry, forget_entries, index_entries
from modules.search.text import plain

MODULE = "module"
ACTIVITY = "activity"
# What the public page says, in its order.
SAID = ("summary", "objectives", "audience", "prerequisites", "methods", "assessment")


def index_module(*, module: Module) -> None:
    """Write again what is found of a module. Call it when its sheet or its text changes."""
    forget_entries(part_of=module.slug)
    index_entries(entries=entries_of(module))


def entries() -> Iterator[Entry]:
    """Give what is found of every module."""
    for module in Module.objects.order_by("pk"):
        yield from entries_of(module)


def entries_of(module: Module) -> Iterator[Entry]:
    """Give what is found of a module; nothing as long as none of its revisions is published."""
    published = Revision.objects.published().filter(edition__module=module)
    revision = published.order_by("-edition__number", "-number").with_tree().first()
    if revision is None:
        return
    days = list(revision.days.all())
    sequences = [sequence for day in days for sequence in day.sequences.all()]
    titles = [day.title for day in days] + [sequence.title for sequence in sequences]
    yield Entry(
        MODULE, module.slug, module.title, ". ".join([_sheet(module), *titles]), Reach.PUBLIC,
        module.slug,
    )  # fmt: skip
    for sequence in sequences:
        for activity in sequence.activities.all():
            yield _activity(activity, sequence.title, module)


def _sheet(module: Module) -> str:
    parts = []
    for name in SAID:
        told = getattr(module, name)
        parts.append(". ".join(told) if isinstance(told, list) else " ".join(told.split()))
    return " ".join(parts)


def _activity(activity: Activity, sequence: str, module: Module) -> Entry:
    text = plain(f"{activity.body} {activity.transcript}")
    return Entry(
        ACTIVITY, str(activity.pk), activity.title, f"{module.title}, {sequence}. {text}",
        Reach.WORKSHOP, module.slug,
    )  # fmt: skip
