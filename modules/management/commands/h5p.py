"""Check, import, list and export H5P packages from the command line."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError

from accounts.users.models import User
from common.errors import DomainError
from modules.contents.enums import UploadState
from modules.contents.exporting import export_content, export_name
from modules.contents.importing import process_upload
from modules.contents.limits import site_limits
from modules.contents.models import ContentVersion, Library
from modules.contents.permissions import can_manage_libraries
from modules.contents.queries import current_versions, with_counts
from modules.contents.services import receive_package
from modules.contents.store import DatabaseIndex, StorageBlobs
from modules.contents.wording import report_row, told
from modules.h5p.issues import Issue, Report
from modules.h5p.names import LibraryName
from modules.h5p.package import open_package
from modules.h5p.store import Installed
from modules.h5p.validate import check_package

Line = dict[str, Any]


class Command(BaseCommand):
    """`h5p check`, `h5p import`, `h5p libraries`, `h5p export`."""

    help = "Contrôle, importe, liste et exporte des paquets H5P."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the four acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        check = acts.add_parser("check", help="Contrôle des paquets, sans rien garder.")
        check.add_argument("files", nargs="+", metavar="FICHIER")
        told_installed = "Compter sur les bibliothèques installées ici (lit la base)."
        check.add_argument("--installed", action="store_true", help=told_installed)
        bring = acts.add_parser("import", help="Importe des paquets.")
        bring.add_argument("files", nargs="+", metavar="FICHIER")
        bring.add_argument("--trust", action="store_true", help="Approuver leurs bibliothèques.")
        bring.add_argument("--as", dest="email", help="Adresse de la personne qui importe.")
        libraries = acts.add_parser("libraries", help="Liste les bibliothèques installées.")
        for act in (check, bring, libraries):
            act.add_argument("--json", action="store_true", help="Un objet JSON par ligne.")
        export = acts.add_parser("export", help="Écrit un contenu en paquet .h5p.")
        export.add_argument("id", help="Identifiant du contenu, ou d’une de ses versions.")
        export.add_argument("-o", "--output", metavar="FICHIER", help="Où l’écrire.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one act; exit with 1 when a package is not as it should be."""
        act = options["act"]
        if act == "export":
            self.stdout.write(_export(options["id"], options["output"]))
            return
        lines = {"check": _checked, "import": _imported, "libraries": _libraries}[act](options)
        is_well = True
        for is_sound, line, words in lines:
            is_well &= is_sound
            self.stdout.write(json.dumps(line, ensure_ascii=False) if options["json"] else words)
        if not is_well:
            sys.exit(1)


class _Nothing:
    """What is installed, when nobody asked the database."""

    def patches(self, names: Collection[LibraryName]) -> Mapping[LibraryName, int]:  # noqa: ARG002
        """None."""
        return {}


def _checked(options: Line) -> Iterator[tuple[bool, Line, str]]:
    installed: Installed = (
        DatabaseIndex(StorageBlobs()) if options["installed"] else _Nothing()
    )  # fmt: skip
    for name in options["files"]:
        try:
            with open_package(Path(name), limits=site_limits()) as package:
                report = check_package(package, installed).report
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            reason = "le fichier est introuvable" if missing else str(error.strerror)
            issue = Issue("unable-to-unzip", "", "", {"reason": reason})
            report = Report((issue,), None, ())
        line: Line = report.as_json(name) | {"errors": told(report_row(report)["errors"])}
        verdict = f"{name} : valide, {report.main_library}" if report.valid else name
        yield report.valid, line, "\n".join([verdict, *map(_sentence, line["errors"])])


def _imported(options: Line) -> Iterator[tuple[bool, Line, str]]:
    person = _person(options["email"])
    if person and options["trust"] and not can_manage_libraries(person):
        message = f"{person} n’administre pas le programme : seule l’administration approuve."
        raise CommandError(message)
    for name in options["files"]:
        line: Line = {"file": name, "state": str(UploadState.REFUSED), "content": None}
        try:
            with Path(name).open("rb") as file:
                upload = receive_package(actor=person, file=File(file), filename=Path(name).name)
        except (DomainError, OSError) as refusal:
            line |= {"errors": [], "asking": [], "reason": str(refusal)}
            yield False, line, f"{name} : {refusal}"
            continue
        done = process_upload(upload=upload, trusting=options["trust"])
        line |= {
            "state": done.state,
            "content": str(done.content_id) if done.content_id else None,
            "errors": told(done.report.get("errors", [])),
            "asking": [one["name"] for one in done.asking],
        }
        words = [f"{name} : {done.get_state_display().lower()} {line['content'] or ''}".rstrip()]
        words += [*map(_sentence, line["errors"]), *(f"  {one}" for one in line["asking"])]
        yield done.state == UploadState.IMPORTED, line, "\n".join(words)


def _libraries(_options: Line) -> Iterator[tuple[bool, Line, str]]:
    rows = with_counts(Library.objects.defer("semantics", "files"))
    for row in rows.order_by("machine_name", "major", "minor"):
        line = {
            "name": str(row.name),
            "version": row.version,
            "title": row.title,
            "runnable": row.runnable,
            "contents": row.used_count,
            "licence": row.licence,
            "digest": row.digest,
        }
        yield True, line, f"{row.machine_name} {row.version}  {row.title}  ({row.used_count})"


def _export(identifier: str, output: str | None) -> str:
    version = _version(identifier)
    path = Path(output or export_name(version))
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as target:
            export_content(version=version, target=target)
        partial.rename(path)
    except DomainError as refusal:
        raise CommandError(str(refusal)) from refusal
    finally:
        partial.unlink(missing_ok=True)
    return str(path)


def _version(identifier: str) -> ContentVersion:
    try:
        key = UUID(identifier)
    except ValueError:
        found = None
    else:
        named = ContentVersion.objects.filter(pk=key)
        found = current_versions().filter(content=key).first() or named.first()
    if found is None:
        message = f"Aucun contenu ni version n’a l’identifiant {identifier}."
        raise CommandError(message)
    return found


def _person(email: str | None) -> User | None:
    try:
        return User.objects.get_by_natural_key(email) if email else None
    except User.DoesNotExist:
        message = f"Personne n’a l’adresse {email}."
        raise CommandError(message) from None


def _sentence(error: Mapping[str, str]) -> str:
    place = " ".join(part for part in (error["file"], error["place"]) if part)
    return f"  {error['code']} : {place} : {error['message']}" if place else (
        f"  {error['code']} : {error['message']}"
    )  # fmt: skip
