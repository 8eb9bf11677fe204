"""Check a module that was sent, and write it once confirmed: what the jobs do."""

from datetime import timedelta
from functools import partial
from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.users.models import User
from common.errors import DomainError
from common.jobs.registry import Result, RunningJob, handles
from modules.exchange.applying import write_contents, write_module
from modules.exchange.enums import APPLY, CHECK, ImportState
from modules.exchange.models import ModuleImport
from modules.exchange.plan import plan_of
from modules.exchange.reading import InvalidModule, Said, in_silence, open_module
from modules.programmes.models import Format, Module

# After this long, nobody will confirm what they sent.
STALE = timedelta(days=30)


@handles(CHECK)
def check(job: RunningJob) -> Result:
    """Check the import of a job; a second time does nothing."""
    incoming = ModuleImport.objects.get(pk=job.payload["import"])
    if incoming.state == ImportState.QUEUED and incoming.turns == job.payload["turn"]:
        check_import(incoming=incoming, said=job.progress)
    return {}


def check_import(*, incoming: ModuleImport, said: Said = in_silence) -> ModuleImport:
    """Read a module and write what it would create, or everything that is wrong with it."""
    fields: dict[str, Any]
    try:
        with (
            incoming.file.open("rb") as file,
            open_module(cast("BinaryIO", file), incoming.filename, said) as module,
        ):
            asked = incoming.plan.get("asked", 0)
            plan = {**plan_of(module, said), "asked": asked}
            fields = {"state": ImportState.READY, "plan": plan, "problems": []}
    except InvalidModule as refusal:
        fields = {"state": ImportState.INVALID, "problems": refusal.problems}
    with transaction.atomic():
        mine = ModuleImport.objects.filter(
            pk=incoming.pk, state=ImportState.QUEUED, turns=incoming.turns
        )
        if mine.update(**fields) and fields["state"] == ImportState.INVALID:
            transaction.on_commit(partial(_forget_file, incoming))
    incoming.refresh_from_db()
    return incoming


@handles(APPLY)
def apply(job: RunningJob) -> Result:
    """Write the module of a job; a second time does nothing."""
    incoming = ModuleImport.objects.get(pk=job.payload["import"])
    if incoming.state != ImportState.APPLYING or incoming.turns != job.payload["turn"]:
        return {}
    try:
        done = apply_import(actor=job.job.created_by, incoming=incoming, said=job.progress)
    except DomainError:
        # What was checked has changed since: the person looks again.
        ModuleImport.objects.filter(pk=incoming.pk, state=ImportState.APPLYING).update(
            state=ImportState.READY
        )
        raise
    return {"revision": done.revision_id}


def apply_import(
    *, actor: User | None, incoming: ModuleImport, said: Said = in_silence
) -> ModuleImport:
    """Write a confirmed module: its contents one by one, then all the rest at once.

    Raises ContentIsRefused (modules.exchange.applying).
    """
    total = len(incoming.plan["contents"]) + 1
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        said(done, total)

    with (
        incoming.file.open("rb") as file,
        open_module(cast("BinaryIO", file), incoming.filename, lambda *_: said(0, total)) as module,
    ):
        versions = write_contents(actor, module, one_more)
        with transaction.atomic():
            held = ModuleImport.objects.select_for_update().get(pk=incoming.pk)
            if held.state != ImportState.APPLYING:
                return held
            choice = held.choice
            held.revision = write_module(
                actor=actor,
                incoming=module,
                versions=versions,
                target=Module.objects.filter(pk=choice["target"]).first(),
                training_format=Format.objects.filter(pk=choice["format"]).first(),
            )
            held.state = ImportState.APPLIED
            held.save(update_fields=["revision", "state"])
            transaction.on_commit(partial(_forget_file, held))
    return held


def _forget_file(incoming: ModuleImport) -> None:
    if incoming.file.name:
        default_storage.delete(incoming.file.name)
    ModuleImport.objects.filter(pk=incoming.pk).update(file="")


def forget_stale_imports() -> int:
    """Delete modules that were sent long ago and never confirmed; return how many."""
    waiting = ModuleImport.objects.exclude(state=ImportState.APPLIED)
    stale = list(waiting.filter(sent_at__lt=timezone.now() - STALE))
    for incoming in stale:
        _forget_file(incoming)
        incoming.delete()
    return len(stale)
