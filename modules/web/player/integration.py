"""What the frame needs to play a version: the `H5PIntegration` object of the H5P format."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from modules.contents.models import ContentVersion, Draft, Library
from modules.contents.queries import needed_by
from modules.contents.upgrading import STEPS, libraries_for_upgrade
from modules.h5p.dependencies import Asset
from modules.web.player.wording import core_words

# A frame holds one content: the identifier says nothing to anybody.
CONTENT_ID = "1"
SAVE_EVERY = 10


@dataclass(frozen=True, slots=True)
class Places:
    """Where the frame finds things, without a final slash."""

    origin: str
    libraries: str
    content: str


def integration(version: ContentVersion | Draft, places: Places) -> dict[str, Any]:
    """Return the whole object; the page that holds the frame adds the state and the identifier.

    The address of a library's file holds the hash of the library: it never changes.
    """
    needed = needed_by(version)
    digests = {library.name: library.digest for library in needed.all}

    def addresses(assets: Iterable[Asset]) -> list[str]:
        return [f"{places.libraries}/{digests[one.library]}/{one.path}" for one in assets]

    scripts, styles = addresses(needed.scripts), addresses(needed.styles)
    return {
        "baseUrl": places.origin,
        "url": f"{places.origin}/h5p",
        "siteUrl": settings.PUBLIC_BASE_URL,
        "urlLibraries": places.libraries,
        "libraryDirectories": {name.folder: digest for name, digest in digests.items()},
        "postUserStatistics": False,
        "saveFreq": SAVE_EVERY,
        "ajax": {"setFinished": "", "contentUserData": ""},
        "l10n": {"H5P": core_words()},
        "core": {"scripts": [], "styles": []},
        "loadedJs": scripts,
        "loadedCss": styles,
        "libraryConfig": {},
        "hubIsEnabled": False,
        "reportingIsEnabled": False,
        "fullscreenDisabled": True,
        "crossorigin": "anonymous",
        "contents": {
            f"cid-{CONTENT_ID}": {
                "library": str(version.library.name),
                "jsonContent": json.dumps(version.params, ensure_ascii=False),
                "fullScreen": "0",
                "title": version.title,
                "metadata": {**version.metadata, "title": version.title},
                "contentUrl": places.content,
                "url": "",
                "displayOptions": {
                    "frame": True,
                    "copyright": True,
                    "export": False,
                    "embed": False,
                    "icon": False,
                    "copy": False,
                },
                "scripts": scripts,
                "styles": styles,
            }
        },
    }


def upgrade_plan(version: ContentVersion, target: Library, libraries: str) -> dict[str, Any]:
    """Return what the frame needs to upgrade a version to `target`.

    The steps of the newest installed library of each name hold those of the ones before.
    """
    rows = list(libraries_for_upgrade(version))
    newest = {row.machine_name: row for row in rows}
    newest[target.machine_name] = target
    return {
        "from": str(version.library.name),
        "to": str(target.name),
        "params": version.params,
        "metadata": {**version.metadata, "title": version.title},
        "scripts": [
            f"{libraries}/{row.digest}/{STEPS}" for row in newest.values() if STEPS in row.files
        ],
        "semantics": {str(row.name): row.semantics for row in rows if row.semantics is not None},
    }
