"""A revision as module.json tells it: plain values, in a fixed order."""

from collections.abc import Iterable
from typing import Any

from modules.contents.models import ContentVersion
from modules.exchange.references import activities_of, assets_of, files_told, references, renamed
from modules.programmes.models import Activity, Day, Format, Module, Revision, Sequence

NAME, VERSION = "reenchantez-module", 1
# The fields of a module's public page that travel; whether it is shared is each site's choice.
SHEET = (
    "title", "summary", "objectives", "prerequisites", "audience", "methods", "assessment",
    "access_delay", "price", "contact_name", "contact_email", "disability_contact",
    "disability_text", "licence", "authors", "source",
)  # fmt: skip
FORMAT = (
    "key", "name", "summary", "days", "group_min", "group_max", "team_size", "counts_as",
    "completion_basis", "required_half_days", "required_minutes", "planned_minutes",
)  # fmt: skip
TIMES = ("starts", "lunch_starts", "lunch_ends", "ends")
SEQUENCE = (
    "minutes", "phase", "mode", "lane", "purpose", "unfolding", "outcome", "material", "roles",
    "trainer_notes",
)  # fmt: skip
ACTIVITY = (
    "title", "kind", "moment", "is_required", "minutes", "audience", "url", "transcript",
    "done_when", "min_score", "licence", "authors", "source",
)  # fmt: skip


def read_whole(revision: Revision) -> Revision:
    """Return a revision with its tree, its module and its format, all at hand."""
    found = Revision.objects.with_tree().select_related(
        "edition__module__format", "edition__module__forked_from"
    )
    return found.get(pk=revision.pk)


def sheet_of(revision: Revision) -> dict[str, Any]:
    """Return what the public page says, or will: the revision's sheet over the module's."""
    module = revision.edition.module
    sheet = {name: revision.sheet.get(name, getattr(module, name)) for name in SHEET}
    return {**sheet, "source": source_of(module, str(sheet["source"]))}


def source_of(module: Module, source: str) -> str:
    """Return where a module comes from, the one it is a copy of included."""
    origin = module.forked_from
    if origin is None:
        return source
    told = f"d’après « {origin.title} » ({origin.licence})"
    if origin.authors:
        told += f", {origin.authors}"
    return (f"{source} ; {told}" if source else told)[:300]


def versions_of(
    revision: Revision, among: Iterable[Activity] | None = None
) -> list[ContentVersion]:
    """Return the interactive contents of a revision (or these activities), by first use."""
    keys = dict.fromkeys(
        activity.content_version_id
        for activity in (activities_of(revision) if among is None else among)
        if activity.content_version_id
    )
    rows = ContentVersion.objects.select_related("library").in_bulk(list(keys))
    return [rows[key] for key in keys]


def content_path(number: int) -> str:
    """Return where the package of the nth content is."""
    return f"h5p/{number}.h5p"


def document_of(revision: Revision) -> dict[str, Any]:
    """Return a revision (`read_whole`) as module.json holds it."""
    edition = revision.edition
    assets = assets_of(revision)
    names = references(assets.values())
    versions = versions_of(revision)
    telling = _Telling(
        {str(key): name for key, name in names.items()},
        {one.pk: content_path(number) for number, one in enumerate(versions, start=1)},
    )
    return {
        "format": NAME,
        "version": VERSION,
        "module": {"slug": edition.module.slug, **sheet_of(revision)},
        "training_format": _fields(edition.module.format, FORMAT),
        "edition": edition.number,
        "days": [telling.day(day) for day in revision.days.all()],
        "files": files_told(assets, names),
        "contents": [
            {
                "path": content_path(number),
                "title": version.title,
                "library": str(version.library.name),
                "language": version.language,
                "licence": version.licence,
            }
            for number, version in enumerate(versions, start=1)
        ],
    }


class _Telling:
    """Tell blocks, whose files and contents have names here."""

    def __init__(self, names: dict[str, str], contents: dict[Any, str]) -> None:
        self._names, self._contents = names, contents

    def day(self, day: Day) -> dict[str, Any]:
        return {
            "lineage": str(day.lineage),
            "title": day.title,
            "objective": day.objective,
            **{name: f"{getattr(day, name):%H:%M}" for name in TIMES},
            "sequences": [self.sequence(one) for one in day.sequences.all()],
        }

    def sequence(self, sequence: Sequence) -> dict[str, Any]:
        return {
            "lineage": str(sequence.lineage),
            "title": sequence.title,
            "starts": f"{sequence.starts:%H:%M}",
            **_fields(sequence, SEQUENCE),
            "activities": [self.activity(one) for one in sequence.activities.all()],
        }

    def activity(self, activity: Activity) -> dict[str, Any]:
        return {
            "lineage": str(activity.lineage),
            **_fields(activity, ACTIVITY),
            "body": renamed(activity.body, lambda key: self._names.get(key, "")),
            "asset": self._names.get(str(activity.asset_id)),
            "captions": self._names.get(str(activity.captions_id)),
            "content": self._contents.get(activity.content_version_id),
        }


def _fields(row: Format | Sequence | Activity, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
