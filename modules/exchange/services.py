"""Send a module, confirm what it will create."""

from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.models import Job
from common.jobs.services import queue
from modules.contents.enums import PROCESS
from modules.exchange.applying import send_package
from modules.exchange.enums import APPLY, CHECK, ImportState
from modules.exchange.models import ModuleImport
from modules.exchange.permissions import can_create_formats
from modules.exchange.plan import format_here, known_modules, waiting_contents
from modules.exchange.reading import LARGEST_ARCHIVE, MEGABYTE, open_module
from modules.programmes.models import Format, Module


class FileIsNotAModule(DomainError):
    code = "file_is_not_a_module"
    sentence = _(
        "« %(name)s » n’est pas un module : choisissez le fichier .zip qu’un autre site a exporté."
    )


class ModuleFileIsEmpty(DomainError):
    code = "module_file_is_empty"
    sentence = _("« %(name)s » est vide : exportez de nouveau le module, puis envoyez-le.")


class ModuleFileIsTooLarge(DomainError):
    code = "module_file_is_too_large"
    sentence = _(
        "« %(name)s » pèse %(size)s Mo, pour %(limit)s Mo au plus : allégez ses films avant "
        "d’exporter."
    )


class ImportIsDecided(DomainError):
    code = "import_is_decided"
    sentence = _("Cet import n’attend plus de décision : %(state)s. Rechargez la page.")


class LibrariesToApprove(DomainError):
    code = "libraries_to_approve"
    sentence = _(
        "Des contenus apportent des bibliothèques que personne n’a approuvées (%(titles)s) : "
        "demandez l’accord de l’administration, puis contrôlez de nouveau."
    )


class FormatToChoose(DomainError):
    code = "format_to_choose"
    sentence = _("Le format « %(name)s » n’existe pas ici : choisissez celui du module.")


class NotThatModule(DomainError):
    code = "not_that_module"
    sentence = _(
        "« %(title)s » ne vient pas du même module : importez un nouveau module, ou choisissez "
        "une édition proposée."
    )


@transaction.atomic
def receive_module(*, actor: User | None, file: "File[Any]", filename: str) -> ModuleImport:
    """Keep a module that was sent and queue its check: nothing is created yet.

    Raises FileIsNotAModule, ModuleFileIsEmpty or ModuleFileIsTooLarge.
    """
    name = PurePath(filename.replace("\\", "/")).name[-255:]
    size = file.size or 0
    if not name.lower().endswith(".zip"):
        raise FileIsNotAModule(name=name)
    if not size:
        raise ModuleFileIsEmpty(name=name)
    if size > LARGEST_ARCHIVE:
        limit = LARGEST_ARCHIVE // MEGABYTE
        raise ModuleFileIsTooLarge(name=name, size=-(-size // MEGABYTE), limit=limit)
    incoming = ModuleImport(filename=name, size=size, sent_by=actor)
    incoming.file.save(name, file, save=False)
    try:
        with transaction.atomic():
            incoming.save(force_insert=True)
            record(actor=actor, action="module_sent", target=incoming, file=name)
    except BaseException:
        default_storage.delete(str(incoming.file.name))
        raise
    _queue(incoming, CHECK, actor)
    return incoming


def _queue(incoming: ModuleImport, kind: str, actor: User | None) -> Job:
    payload = {"import": str(incoming.pk), "turn": incoming.turns}
    key = f"{incoming.pk}:{incoming.turns}"
    return queue(kind=kind, key=key, payload=payload, created_by=actor)


def job_of(incoming: ModuleImport) -> Job | None:
    """Return the job that checks or applies an import at this turn."""
    key = f"{incoming.pk}:{incoming.turns}"
    return Job.objects.filter(kind__in=(CHECK, APPLY), key=key).order_by("-created_at").first()


@transaction.atomic
def check_again(*, actor: User | None, incoming: ModuleImport) -> ModuleImport:
    """Check a module again: what is approved or known here may have changed.

    Raises ImportIsDecided.
    """
    held = _waiting(incoming)
    held.state, held.turns = ImportState.QUEUED, held.turns + 1
    held.save(update_fields=["state", "turns"])
    _queue(held, CHECK, actor)
    return held


@transaction.atomic
def ask_for_approval(*, actor: User, incoming: ModuleImport) -> int:
    """Send the packages whose libraries nobody approved to the administration; return how many.

    They are sent once. Raises ImportIsDecided.
    """
    held = _waiting(incoming)
    waiting = [] if held.plan["asked"] else waiting_contents(held.plan)
    with (
        held.file.open("rb") as file,
        open_module(cast("BinaryIO", file), held.filename) as module,
    ):
        for told in waiting:
            upload = send_package(actor, module, told)
            key = f"{upload.pk}:sent"
            queue(kind=PROCESS, key=key, payload={"upload": str(upload.pk)}, created_by=actor)
    held.plan["asked"] += len(waiting)
    held.save(update_fields=["plan"])
    return len(waiting)


@transaction.atomic
def confirm_import(
    *,
    actor: User | None,
    incoming: ModuleImport,
    target: Module | None = None,
    training_format: Format | None = None,
    creates_format: bool = False,
) -> ModuleImport:
    """Queue the writing of a module that was checked: a new one, or the next edition of `target`.

    `training_format` serves when the module's own is not here; `creates_format` writes that one
    (administrators only). Raises ImportIsDecided, LibrariesToApprove, FormatToChoose or
    NotThatModule.
    """
    held = _waiting(incoming)
    plan = held.plan
    if waiting := waiting_contents(plan):
        raise LibrariesToApprove(titles=", ".join(one["title"] for one in waiting))
    if target is not None and not known_modules(plan).filter(pk=target.pk).exists():
        raise NotThatModule(title=target.title)
    chosen = format_here(plan) or training_format
    may_create = creates_format and (actor is None or can_create_formats(actor))
    if target is None and chosen is None and not may_create:
        raise FormatToChoose(name=plan["format"]["name"])
    held.choice = {
        "target": str(target.pk) if target else None,
        "format": chosen.pk if chosen else None,
    }
    held.state, held.turns = ImportState.APPLYING, held.turns + 1
    held.save(update_fields=["choice", "state", "turns"])
    _queue(held, APPLY, actor)
    return held


def _waiting(incoming: ModuleImport) -> ModuleImport:
    held = ModuleImport.objects.select_for_update().get(pk=incoming.pk)
    if held.state != ImportState.READY:
        raise ImportIsDecided(state=held.get_state_display().lower())
    return held
