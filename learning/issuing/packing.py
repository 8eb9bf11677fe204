"""Papers in one zip: each under its number and name, with the list of them as a table."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from certificates.awards.models import Award
from frontend.tables import Column, as_csv

LIST_NAME = "liste.csv"
# What no file system takes, or what would change how a name reads.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
LONGEST_NAME = 100
COLUMNS: tuple[Column, ...] = (
    (_("Numéro"), lambda award: award.serial),
    (_("Titre"), lambda award: award.get_kind_display()),
    (_("Nom"), lambda award: award.facts["beneficiary"]["last_name"]),
    (_("Prénom"), lambda award: award.facts["beneficiary"]["first_name"]),
    (_("Employeur"), lambda award: award.facts["beneficiary"]["employer"]),
    (_("Action"), lambda award: award.facts["title"]),
    (_("Groupe"), lambda award: award.facts.get("group", "")),
    (_("Du"), lambda award: award.facts["starts_on"]),
    (_("Au"), lambda award: award.facts["ends_on"]),
    (_("Minutes suivies"), lambda award: award.facts["minutes_attended"]),
    (_("Délivré le"), lambda award: award.facts["issued_on"]),
    (_("Vérification"), lambda award: award.verify_url),
    (_("SHA-256 du fichier"), lambda award: award.pdf_sha256),
    (_("Fichier"), lambda award: file_name(award) if award.is_ready else _("pas encore imprimé")),
)


def file_name(award: Award) -> str:
    """Return what the file of a paper is called: "RAP-2027-000042 Cassagne Maud.pdf"."""
    who = award.facts["beneficiary"]
    name = unicodedata.normalize("NFC", f"{who['last_name']} {who['first_name']}")
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in name)
    clean = " ".join(_FORBIDDEN.sub(" ", visible).split())[:LONGEST_NAME].strip(". ")
    return f"{award.serial} {clean}.pdf" if clean else f"{award.serial}.pdf"


def pack(
    awards: Iterable[Award], into: IO[bytes], tell: Callable[[], None] | None = None
) -> list[Award]:
    """Write the zip of these papers, one file at a time; return those that are not drawn.

    The same papers give the same bytes.
    """
    listed, lacking = [], []
    with ZipFile(into, "w") as archive:
        for award in awards:
            listed.append(award)
            if not award.is_ready:
                lacking.append(award)
                continue
            entry = _entry(file_name(award), localtime(award.issued_at).date())
            with award.pdf.open("rb") as paper, archive.open(entry, "w") as place:
                for piece in paper.chunks():
                    place.write(piece)
            if tell:
                tell()
        latest = max((localtime(one.issued_at).date() for one in listed), default=date(2026, 1, 1))
        table = as_csv("liste", COLUMNS, listed).content
        archive.writestr(_entry(LIST_NAME, latest, ZIP_DEFLATED), table)
    return lacking


def _entry(name: str, on: date, compression: int = ZIP_STORED) -> ZipInfo:
    entry = ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry
