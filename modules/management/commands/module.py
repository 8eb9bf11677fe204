"""Take modules out and bring them in from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from time import sleep
from typing import Any, BinaryIO

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError

from accounts.users.models import User
from common.errors import DomainError
from common.jobs import runner
from common.jobs.enums import JobState
from modules.exchange.enums import Form, ImportState
from modules.exchange.exporting import export_name
from modules.exchange.models import ModuleImport
from modules.exchange.package import export_module
from modules.exchange.permissions import can_create_formats
from modules.exchange.plan import format_here, known_modules, plan_of, waiting_contents
from modules.exchange.problems import Row, told
from modules.exchange.reading import InvalidModule, Json, open_module
from modules.exchange.services import confirm_import, job_of, receive_module
from modules.programmes.models import Format, Module, Revision

PAUSE = 1.0
UNDER_WAY = (ImportState.QUEUED, ImportState.APPLYING)


class Command(BaseCommand):
    """`module export`, `module import`."""

    help = "Exporte et importe des modules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Describe the two acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        out = acts.add_parser("export", help="Écrit un module en un fichier .zip.")
        out.add_argument("slug", help="Adresse du module.")
        out.add_argument("--edition", type=int, help="Numéro de l’édition (la dernière).")
        out.add_argument("-o", "--output", metavar="FICHIER", help="Où l’écrire.")
        bring = acts.add_parser("import", help="Importe un module en brouillon.")
        bring.add_argument("file", metavar="FICHIER")
        bring.add_argument("--dry-run", action="store_true", help="Dire ce qui serait créé.")
        bring.add_argument("--as", dest="email", help="Adresse de la personne qui importe.")
        bring.add_argument("--into", metavar="ADRESSE", help="En faire une édition de ce module.")
        choice = bring.add_mutually_exclusive_group()
        choice.add_argument("--format", dest="key", help="Clé du format, si le sien manque ici.")
        choice.add_argument(
            "--create-format", action="store_true", help="Créer son format s’il manque ici."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one act; exit with 1 when it is refused."""
        try:
            words = _export(options) if options["act"] == "export" else _import(options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(words)


def _export(options: dict[str, Any]) -> str:
    found = Revision.objects.published().filter(edition__module__slug=options["slug"])
    if options["edition"]:
        found = found.filter(edition__number=options["edition"])
    latest = found.select_related("edition__module").order_by("-edition__number", "-number").first()
    if latest is None:
        message = f"Aucune édition publiée de « {options['slug']} » ne répond à cette demande."
        raise CommandError(message)
    path = Path(options["output"] or export_name(latest, Form.MODULE))
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("wb") as target:
            export_module(latest, target)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return str(path)


def _import(options: dict[str, Any]) -> str:
    person, path = _person(options["email"]), Path(options["file"])
    if person and options["create_format"] and not can_create_formats(person):
        message = f"{person} n’administre pas le programme : seule l’administration crée un format."
        raise CommandError(message)
    try:
        with path.open("rb") as file:
            if options["dry_run"]:
                return _dry_run(file, path.name)
            incoming = receive_module(actor=person, file=File(file), filename=path.name)
    except OSError as error:
        message = f"{path} : {error.strerror}"
        raise CommandError(message) from error
    except InvalidModule as refusal:
        raise CommandError(_refused(path.name, refusal.problems)) from refusal
    incoming = _followed(incoming)
    if incoming.state == ImportState.INVALID:
        raise CommandError(_refused(path.name, incoming.problems))
    incoming = confirm_import(
        actor=person,
        incoming=incoming,
        target=_one(Module, "slug", options["into"]),
        training_format=_one(Format, "key", options["key"]),
        creates_format=options["create_format"],
    )
    return f"{_followed(incoming).revision}, brouillon"


def _followed(incoming: ModuleImport) -> ModuleImport:
    """Do the job of an import, or wait for the worker that took it first."""
    while incoming.state in UNDER_WAY:
        job = job_of(incoming)
        if job is None or job.state == JobState.FAILED:
            raise CommandError(job.error if job else str(incoming))
        runner.run(job.pk)
        incoming.refresh_from_db()
        if incoming.state in UNDER_WAY:
            sleep(PAUSE)
    return incoming


def _refused(name: str, problems: list[Row]) -> str:
    lines = [f"{one['place']} : {one['sentence']}".lstrip(" :") for one in told(problems)]
    return "\n".join([f"{name} : rien n’est créé.", *lines])


def _dry_run(file: BinaryIO, name: str) -> str:
    with open_module(file, name) as module:
        return _told(plan_of(module))


def _told(plan: Json) -> str:
    here = format_here(plan)
    lines = [
        f"{plan['module']['title']}, édition #{plan['edition']}, {plan['module']['licence']}",
        f"format : {here or 'absent d’ici, ' + plan['format']['name']}",
        *(
            f"{n}. {day['title']} : {day['sequences']} séquences, {day['activities']} activités"
            for n, day in enumerate(plan["days"], start=1)
        ),
        *(
            f"contenu {one['title']} : {'déjà ici' if one['known'] else 'nouveau'}"
            for one in plan["contents"]
        ),
        *(
            f"à approuver, {one['title']} : {', '.join(one['asking'])}"
            for one in waiting_contents(plan)
        ),
        *(f"même module ici : {one.slug}" for one in known_modules(plan)),
        *(f"{one['place']} : {one['sentence']}" for one in told(plan["warnings"])),
    ]
    return "\n".join(lines)


def _one(model: Any, field: str, value: str | None) -> Any:
    if value is None:
        return None
    found = model.objects.filter(**{field: value}).first()
    if found is None:
        message = f"Rien ici ne s’appelle « {value} »."
        raise CommandError(message)
    return found


def _person(email: str | None) -> User | None:
    try:
        return User.objects.get_by_natural_key(email) if email else None
    except User.DoesNotExist:
        message = f"Personne n’a l’adresse {email}."
        raise CommandError(message) from None
