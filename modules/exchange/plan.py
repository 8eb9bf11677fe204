"""What importing a module would do, without doing it."""

from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django.db.models import Q, QuerySet

from modules.commons.licences import from_h5p, objection
from modules.commons.models import Asset
from modules.contents.limits import site_limits
from modules.contents.models import ContentVersion
from modules.contents.store import DatabaseIndex, StorageBlobs, storable, stored_files
from modules.contents.trust import WaitsForApproval, imposters, require_trust
from modules.exchange.document import FORMAT
from modules.exchange.problems import Row, problem
from modules.exchange.reading import Incoming, InvalidModule, Json, Said, blocks_of, in_silence
from modules.exchange.references import TOLD
from modules.h5p.metadata import clean_metadata
from modules.h5p.names import LibraryName
from modules.h5p.package import open_package
from modules.h5p.validate import Checked, check_package
from modules.programmes.models import Format, Module


def plan_of(incoming: Incoming, said: Said = in_silence) -> Json:
    """Return what a sound module would become here. Raises InvalidModule for its packages.

    `said` is told how many packages are checked, and of how many.
    """
    document = incoming.document
    packages, problems = {}, []
    for done, told in enumerate(document["contents"]):
        said(done, len(document["contents"]))
        look = _look_into(incoming, told["path"])
        packages[told["path"]] = look
        problems += look.pop("problems")
    if problems:
        raise InvalidModule(problems)
    module = document["module"]
    return {
        "module": {name: module[name] for name in ("title", "slug", "licence", "authors")},
        "format": document["training_format"],
        "edition": document["edition"],
        "days": [_day(day) for day in document["days"]],
        "files": [_file(told) for told in document["files"]],
        "contents": [
            {"path": told["path"], "title": told["title"], **packages[told["path"]]}
            for told in document["contents"]
        ],
        "lineages": [block["lineage"] for kind, _place, block in blocks_of(document)
                     if kind == "activity"],
        "warnings": [*incoming.warnings, *_licences(document)],
    }  # fmt: skip


def _day(day: Json) -> Json:
    sequences = day["sequences"]
    return {
        "title": day["title"],
        "sequences": len(sequences),
        "activities": sum(len(one["activities"]) for one in sequences),
        "minutes": sum(one["minutes"] for one in sequences if one["lane"] in {0, 1}),
    }


def _file(told: Json) -> Json:
    return {"name": told["name"], "size": told["size"], "known": known_asset(told) is not None}


def known_asset(told: Json) -> Asset | None:
    """Return the file kept here of which exactly the same is told."""
    same = {name: told[name] for name in TOLD}
    sha256 = told["ref"].partition("-")[0]
    return Asset.objects.filter(sha256=sha256, **same).order_by("created_at").first()


def _look_into(incoming: Incoming, path: str) -> Json:
    """Check a package; say whether its content is here, and which libraries need an approval."""
    index = DatabaseIndex(StorageBlobs())
    with (
        incoming.opened(path) as file,
        open_package(cast("BinaryIO", file), filename=path, limits=site_limits()) as package,
    ):
        checked = check_package(package, index)
        if checked.report.valid and known_version(checked) is not None:
            return {"known": True, "asking": [], "problems": []}
        problems = [
            problem(
                "in-package", path, file=f"{issue.file} {issue.place}".strip(),
                message=issue.message,
            )
            for issue in checked.report.issues
        ]  # fmt: skip
        asking: list[str] = []
        try:
            require_trust([*checked.fresh, *imposters(package)])
        except WaitsForApproval as waiting:
            asking = [one["name"] for one in waiting.asking]
    return {"known": False, "asking": asking, "problems": problems}


def known_version(checked: Checked) -> ContentVersion | None:
    """Return the version kept here that holds just what a sound package does."""
    main = cast("LibraryName", checked.report.main_library)
    metadata = storable(
        {**clean_metadata(checked.document), "embedTypes": checked.document["embedTypes"]}
    )
    candidates = ContentVersion.objects.filter(
        title=storable(str(checked.document["title"]))[:255],
        library__machine_name=main.machine_name, library__major=main.major,
        library__minor=main.minor,
    )  # fmt: skip
    for version in candidates.order_by("created_at"):
        is_same = version.params == storable(checked.params) and version.metadata == metadata
        if is_same and stored_files(version.files) == dict(checked.content):
            return version
    return None


def _licences(document: Json) -> Iterator[Row]:
    """Say which parts may not be mixed into the whole, and which say no licence."""
    whole = document["module"]["licence"]
    parts: list[tuple[str, str, str]] = [
        (block["title"], block["licence"], place)
        for kind, place, block in blocks_of(document)
        if kind == "activity" and block["kind"] != "link"
    ]
    parts += [(told["name"], told["licence"], "fichiers") for told in document["files"]]
    for told in document["contents"]:
        licence = from_h5p(told["licence"])
        if licence is None:
            yield problem("not-known-licence", told["path"], title=told["title"])
        else:
            parts.append((told["title"], licence, told["path"]))
    for title, part, place in parts:
        reason = objection(part, whole)
        if reason is not None:
            yield problem(
                "licence-objection", place, title=title, part=part, whole=whole,
                reason=reason.sentence,
            )  # fmt: skip


def format_here(plan: Json) -> Format | None:
    """Return the format of the same key."""
    return Format.objects.filter(key=plan["format"]["key"]).first()


def differing_figures(plan: Json, here: Format) -> list[str]:
    """Return which figures of the format are not those told, the name and summary apart."""
    told: dict[str, Any] = plan["format"]
    names = [name for name in FORMAT if name not in {"key", "name", "summary"}]
    return [name for name in names if told[name] != getattr(here, name)]


def known_modules(plan: Json) -> QuerySet[Module]:
    """Return the modules that the one sent may be a new edition of: same address, or lineage."""
    path = "editions__revisions__days__sequences__activities__lineage__in"
    same = Q(slug=plan["module"]["slug"]) | Q(**{path: plan["lineages"]})
    return Module.objects.filter(same).distinct().order_by("title", "pk")


def waiting_contents(plan: Json) -> list[Json]:
    """Return the contents whose libraries nobody approved."""
    return [one for one in plan["contents"] if one["asking"]]
