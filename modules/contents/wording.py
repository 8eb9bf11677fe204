"""Issues of the H5P library, kept as JSON and told in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from modules.h5p.issues import MESSAGES, Issue, Report


def as_rows(issues: Iterable[Issue]) -> list[dict[str, Any]]:
    """Return issues as a JSON field keeps them."""
    return [
        {
            "code": issue.code,
            "file": issue.file,
            "place": issue.place,
            "params": {key: _plain(value) for key, value in issue.params.items()},
        }
        for issue in issues
    ]


def report_row(report: Report) -> dict[str, Any]:
    """Return what a check found, as `Upload.report` keeps it."""
    return {
        "errors": as_rows(report.issues),
        "main_library": str(report.main_library) if report.main_library else None,
        "libraries": [str(name) for name in report.libraries],
    }


def told(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return kept issues with their sentence, for pages and the API."""
    return [
        {
            "code": row["code"],
            "file": row["file"],
            "place": row["place"],
            "message": gettext(MESSAGES[row["code"]]) % row["params"],
        }
        for row in rows
    ]


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value).replace("\0", "")


def licence_in_words(code: str) -> str:
    """Return a licence of the H5P metadata as people read it."""
    words = {
        "": _("non précisée"),
        "U": _("non précisée"),
        "C": _("tous droits réservés"),
        "PD": _("domaine public"),
        "CC PDM": _("domaine public"),
    }
    return str(words.get(code, code))


def language_in_words(code: str) -> str:
    """Return the name of a language of the H5P metadata."""
    if code in {"", "und", "-"}:
        return gettext("non précisée")
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
