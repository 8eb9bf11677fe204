"""What is asked of contents and libraries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from common.jobs.models import Job
from modules.contents.enums import PROCESS, VersionState
from modules.contents.models import (
    Content,
    ContentQuerySet,
    ContentVersion,
    Draft,
    Library,
    Upload,
    Use,
)
from modules.contents.store import as_h5p
from modules.h5p import libraries as h5p
from modules.h5p.dependencies import Dependencies, find_addons, resolve
from modules.h5p.names import LibraryName
from modules.h5p.schema import DEPENDENCY_KINDS, dependencies


def current_versions() -> QuerySet[ContentVersion]:
    """Return the version that each content shows."""
    return ContentVersion.objects.filter(state=VersionState.CURRENT)


def with_current(contents: ContentQuerySet) -> ContentQuerySet:
    """Bring what a list shows of each content: kind, language, licence, number, uses."""
    current = current_versions().filter(content=OuterRef("pk"))
    used = (
        ContentVersion.objects.filter(content=OuterRef("pk"), activities__isnull=False)
        .order_by()
        .values("content")
        .annotate(n=Count("activities"))
    )
    return contents.annotate(
        version_number=Subquery(current.values("number")),
        kind=Subquery(current.values("library__title")),
        machine_name=Subquery(current.values("library__machine_name")),
        language=Subquery(current.values("language")),
        licence=Subquery(current.values("licence")),
        updated_at=Subquery(current.values("created_at")),
        activities=Coalesce(Subquery(used.values("n")), 0),
    )


def where_used(content: Content) -> list[Any]:
    """Return the activities that pin a version of this content, with their module at hand."""
    versions = content.versions.filter(activities__isnull=False).distinct().order_by("-number")
    path = "activities__sequence__day__revision__edition__module"
    return [
        activity
        for version in versions.prefetch_related(path)
        for activity in version.activities.all()
    ]


def job_of(upload: Upload) -> Job | None:
    """Return the latest job that processes an upload; one sent by a command has none."""
    mine = Job.objects.filter(kind=PROCESS, key__startswith=f"{upload.pk}:")
    return mine.order_by("-created_at").first()


def with_counts(libraries: QuerySet[Library]) -> QuerySet[Any]:
    """Bring how many contents each library serves: as their main one, and at all."""
    serving = Use.objects.filter(library=OuterRef("pk")).order_by().values("library")
    contents = serving.annotate(n=Count("version__content", distinct=True)).values("n")
    as_main = Count("main_of__content", distinct=True)
    return libraries.annotate(main_count=as_main, used_count=Coalesce(Subquery(contents), 0))


def asked_for_by() -> dict[LibraryName, list[LibraryName]]:
    """Return, for each library that others need, which need it."""
    rows = Library.objects.order_by("machine_name", "major", "minor")
    found: dict[LibraryName, list[LibraryName]] = {}
    for row in rows.only("machine_name", "major", "minor", "document"):
        for kind in DEPENDENCY_KINDS:
            for name in dependencies(row.document, kind):
                if name != row.name and row.name not in found.setdefault(name, []):
                    found[name].append(row.name)
    return found


def used_names(version: ContentVersion) -> tuple[LibraryName, ...]:
    """Return the libraries a version uses, the main one last."""
    rows = Use.objects.filter(version=version).order_by("position")
    keys = rows.values_list("library__machine_name", "library__major", "library__minor")
    return tuple(LibraryName(*key) for key in keys)


def needed_by(played: ContentVersion | Draft) -> Dependencies:
    """Return all the libraries a content needs, in loading order; their semantics are left out."""
    if isinstance(played, Draft):
        used = tuple(LibraryName.parse(name) for name in played.used)
    else:
        used = used_names(played)
    addons = [as_h5p(row) for row in Library.objects.filter(is_addon=True).defer("semantics")]
    wanted = [*used, *find_addons(played.params, addons)]
    return resolve(wanted, _loaded(wanted).get)


def _loaded(names: Iterable[LibraryName]) -> dict[LibraryName, h5p.Library]:
    """Read these libraries and all they need, one query for each step away."""
    found: dict[LibraryName, h5p.Library] = {}
    wanted, asked = set(names), set[LibraryName]()
    while wanted:
        asked |= wanted
        machines = {name.machine_name for name in wanted}
        rows = Library.objects.filter(machine_name__in=machines).defer("semantics")
        read = [as_h5p(row) for row in rows if row.name in wanted]
        found.update({library.name: library for library in read})
        wanted = {
            name for library in read for kind in DEPENDENCY_KINDS
            for name in library.dependencies(kind)
        } - asked  # fmt: skip
    return found
