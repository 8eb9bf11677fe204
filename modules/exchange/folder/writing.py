"""Write an edition as a folder of HTML pages, zipped: no script, nothing asked of any site."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, BinaryIO
from uuid import UUID

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.text import slugify

from frontend.assets import font_file
from modules.commons.markup import Shown, render
from modules.commons.models import Asset
from modules.exchange.credits import credit_of_content, credit_of_whole, credits_of
from modules.exchange.document import content_path, read_whole, sheet_of, versions_of
from modules.exchange.package import write_content
from modules.exchange.papers.clock import Line, PrintedDay, plain, printed_days
from modules.exchange.references import absolute, activities_of, assets_of
from modules.exchange.zips import ZipWriter
from modules.programmes.models import Activity, Revision

STYLE = Path(__file__).parent / "style.css"
FONTS = {
    "display.woff2": "bricolage-grotesque-latin-opsz-normal.woff2",
    "text.woff2": "atkinson-hyperlegible-next-latin-wght-normal.woff2",
}
_SHORT = 10
Said = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the folder: its file, its title, and what its template needs."""

    path: str
    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


def write_folder(
    revision: Revision, target: BinaryIO, said: Said, *, with_notes: bool = False
) -> None:
    """Write the pages of an edition, its files and its interactive contents into `target`.

    `with_notes` adds what only trainers read. `said` is told how many entries are written, and of
    how many. Raises LibrariesAreMissing (modules.contents.exporting).
    """
    with translation.override("fr"):
        folder = _Folder(read_whole(revision), with_notes=with_notes)
        pages = folder.pages()
        total = len(pages) + len(folder.assets) + len(folder.versions)
        with ZipWriter(target) as archive:
            for page, text in zip(pages, folder.written(pages), strict=True):
                archive.text(page.path, text)
            archive.text("style.css", STYLE.read_text(encoding="utf-8"))
            for name, source in FONTS.items():
                archive.data(f"fonts/{name}", font_file(source).read_bytes())
            said(len(pages), total)
            folder.copy_files(archive, lambda done: said(len(pages) + done, total))


class _Folder:
    """The pages of one edition, and where each thing is among them."""

    def __init__(self, whole: Revision, *, with_notes: bool) -> None:
        self.whole, self.with_notes = whole, with_notes
        self.sheet = sheet_of(whole)
        self.days = printed_days(whole, with_notes=with_notes)
        self.shown = [
            one for one in activities_of(whole) if with_notes or one.audience == "everyone"
        ]
        self.assets = assets_of(whole, self.shown)
        self.versions = versions_of(whole, self.shown)
        numbers = enumerate(self.versions, start=1)
        self.contents = {one.pk: content_path(number) for number, one in numbers}
        self.paths = {
            one.pk: f"activite-{number}.html" for number, one in enumerate(self.shown, start=1)
        }

    def pages(self) -> list[Page]:
        """Return the pages in the order people turn them."""
        found = [Page("index.html", str(self.sheet["title"]), "index.html", self._index())]
        for day in self.days:
            title = f"Jour {day.number} : {day.day.title}"
            found.append(Page(day_path(day), title, "day.html", {"printed": day}))
            found += [
                self._activity(day, line, activity)
                for line in day.lines
                for activity in line.activities
            ]
        parts = {"credits": credits_of(self.whole, with_notes=self.with_notes)}
        return [*found, Page("credits.html", "Crédits et licences", "credits.html", parts)]

    def written(self, pages: list[Page]) -> list[str]:
        """Return the HTML of each page."""
        common = {
            "sheet": self.sheet,
            "revision": self.whole,
            "whole": credit_of_whole(self.whole),
            "days": self.days,
            "paths": self.paths,
            "with_notes": self.with_notes,
        }
        return [
            render_to_string(
                f"modules/folder/{page.template}",
                {
                    **common,
                    **page.context,
                    "page": page,
                    "before": pages[number - 1] if number else None,
                    "after": pages[number + 1] if pages[number + 1 :] else None,
                },
            )
            for number, page in enumerate(pages)
        ]

    def _index(self) -> dict[str, Any]:
        names = ("summary", "prerequisites", "audience", "methods", "assessment")
        return {name: plain(str(self.sheet[name])) for name in names}

    def _activity(self, day: PrintedDay, line: Line, activity: Activity) -> Page:
        asset = self.assets.get(activity.asset_id) if activity.asset_id else None
        captions = self.assets.get(activity.captions_id) if activity.captions_id else None
        version = next(
            (one for one in self.versions if one.pk == activity.content_version_id), None
        )
        context = {
            "printed": day,
            "line": line,
            "activity": activity,
            "body": self._body(activity.body),
            "asset": asset,
            "asset_path": file_path(asset) if asset else "",
            "captions_path": file_path(captions) if captions else "",
            "transcript": plain(activity.transcript),
            "content_path": self.contents[version.pk] if version else "",
            "content_credit": credit_of_content(version) if version else None,
        }
        return Page(self.paths[activity.pk], activity.title, "activity.html", context)

    def _body(self, body: str) -> SafeString:
        def shown(key: UUID) -> Shown | None:
            asset = self.assets.get(key)
            return Shown(file_path(asset)) if asset else None

        return absolute(render(body, shown))

    def copy_files(self, archive: ZipWriter, said: Callable[[int], None]) -> None:
        """Add the files and the interactive contents."""
        files = {file_path(asset): asset for asset in self.assets.values()}
        for path, asset in sorted(files.items()):
            with default_storage.open(str(asset.file.name)) as file:
                archive.copy(path, file, asset.size)
        for number, version in enumerate(self.versions, start=1):
            write_content(archive, content_path(number), version)
            said(len(files) + number)


def day_path(day: PrintedDay) -> str:
    """Return the page of a day."""
    return f"jour-{day.number}.html"


def file_path(asset: Asset) -> str:
    """Return where a file is, under a name people recognise."""
    name = PurePath(asset.name)
    stem = slugify(name.stem)[:60] or "fichier"
    return f"fichiers/{asset.sha256[:_SHORT]}-{stem}{name.suffix.lower()}"
