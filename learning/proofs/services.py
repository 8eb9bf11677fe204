"""Ask for a pack, note who fetched it, delete those that are old."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.services import queue
from learning.cohorts.models import Cohort
from learning.proofs.enums import KEPT, MAKE
from learning.proofs.models import ProofPack
from learning.proofs.permissions import can_make_packs
from learning.proofs.queries import pack_under_way


class CannotMakePacks(DomainError):
    code = "cannot_make_packs"
    sentence = _("Seule l’administration du programme prépare et télécharge les dossiers.")


class PackIsGone(DomainError):
    code = "pack_is_gone"
    sentence = _("Ce dossier n’est plus gardé : préparez-en un autre.")


@transaction.atomic
def ask_for_pack(*, actor: User, cohort: Cohort) -> ProofPack:
    """Have the pack of a cohort made; while one is being made, it is that one.

    Raises CannotMakePacks.
    """
    if not can_make_packs(actor):
        raise CannotMakePacks
    # One at a time: two clicks make one pack.
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    under_way = pack_under_way(cohort)
    if under_way is not None:
        return under_way
    pack = ProofPack.objects.create(cohort=cohort, asked_by=actor)
    queue(kind=MAKE, key=str(pack.pk), payload={"pack": str(pack.pk)}, created_by=actor)
    record(actor=actor, action="proof_pack_asked", target=cohort, pack=str(pack.pk))
    return pack


@transaction.atomic
def fetch_pack(*, actor: User, pack: ProofPack) -> ProofPack:
    """Note that a person takes a pack away, and return it. Raises CannotMakePacks or PackIsGone."""
    if not can_make_packs(actor):
        raise CannotMakePacks
    held = ProofPack.objects.select_for_update().get(pk=pack.pk)
    if not held.is_kept or not default_storage.exists(str(held.file.name)):
        raise PackIsGone
    record(
        actor=actor, action="proof_pack_fetched", target=held.cohort, pack=str(held.pk),
        sha256=held.sha256,
    )  # fmt: skip
    return held


def forget_old_packs() -> int:
    """Delete the files kept long enough; the rows say who had them. Return how many."""
    old = ProofPack.objects.made().exclude(file="").filter(made_at__lt=timezone.now() - KEPT)
    packs = list(old)
    for pack in packs:
        # The file first: interrupted, it is deleted again, and nothing is left behind.
        pack.file.delete(save=False)
        ProofPack.objects.filter(pk=pack.pk).update(file="")
    return len(packs)
