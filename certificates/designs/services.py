"""Write designs: a draft, its publication, a return to what was."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.models import User
from certificates.designs.checks import check_look
from certificates.designs.look import Look
from certificates.designs.models import DesignVersion, PaperDesign
from certificates.designs.permissions import can_design
from certificates.designs.pictures import keep
from common.audit.services import record
from common.errors import DomainError
from modules.programmes.models import Module


class CannotDesign(DomainError):
    code = "cannot_design"
    sentence = _("Seule l’administration du programme décide de l’allure des documents.")


class DesignExists(DomainError):
    code = "design_exists"
    sentence = _("Ce document a déjà un modèle pour ce module et cette structure : modifiez-le.")


class DraftHasChanged(DomainError):
    code = "draft_has_changed"
    sentence = _(
        "Quelqu’un a changé ce brouillon, l’a publié ou l’a abandonné depuis que vous l’avez "
        "ouvert : rechargez la page, puis refaites vos changements."
    )


class NothingToPublish(DomainError):
    code = "nothing_to_publish"
    sentence = _("Il n’y a pas de brouillon à publier : changez d’abord quelque chose.")


class DraftIsOpen(DomainError):
    code = "draft_is_open"
    sentence = _("Un brouillon est en cours : publiez-le ou abandonnez-le, puis recommencez.")


@transaction.atomic
def start_design(
    *,
    actor: User,
    kind: str,
    module: Module | None = None,
    organisation: Organisation | None = None,
    look: Look | None = None,
) -> PaperDesign:
    """Open a design with a first draft, which says `look`; papers change only once it is published.

    Raises CannotDesign or DesignExists.
    """
    _may(actor)
    try:
        with transaction.atomic():
            design = PaperDesign.objects.create(kind=kind, module=module, organisation=organisation)
    except IntegrityError as twice:
        raise DesignExists from twice
    _begin(design, actor, look or Look())
    record(actor=actor, action="design_started", target=design)
    return design


@transaction.atomic
def save_draft(
    *, actor: User, design: PaperDesign, look: Look, pictures: Mapping[str, bytes], seen: str
) -> DesignVersion:
    """Write the draft, opening one if there is none; nothing already published changes.

    `pictures` holds the new pictures that the look prints, by hash; `seen` the print
    of the last version as it was shown. Raises CannotDesign, DraftHasChanged, or what check_look
    raises.
    """
    _may(actor)
    check_look(look)
    draft = _locked_draft(design, seen)
    keep({sha256: data for sha256, data in pictures.items() if sha256 in look.pictures})
    if draft is None:
        return _begin(design, actor, look)
    draft.look = _kept(look)
    draft.edits += 1
    draft.created_by, draft.created_at = actor, timezone.now()
    draft.save(update_fields=["look", "edits", "created_by", "created_at"])
    return draft


@transaction.atomic
def publish_draft(*, actor: User, design: PaperDesign, seen: str) -> DesignVersion:
    """Make the draft what papers issued from now on print.

    Raises CannotDesign, NothingToPublish or DraftHasChanged.
    """
    _may(actor)
    draft = _locked_draft(design, seen)
    if draft is None:
        raise NothingToPublish
    draft.published_by, draft.published_at = actor, timezone.now()
    draft.save(update_fields=["published_by", "published_at"])
    record(actor=actor, action="design_published", target=design, version=draft.number)
    return draft


@transaction.atomic
def discard_draft(*, actor: User, design: PaperDesign) -> None:
    """Forget the draft: no paper ever printed it. Raises CannotDesign or NothingToPublish."""
    _may(actor)
    draft = _locked_draft(design)
    if draft is None:
        raise NothingToPublish
    draft.delete()
    record(actor=actor, action="design_discarded", target=design)


@transaction.atomic
def restore_version(*, actor: User, design: PaperDesign, number: int) -> DesignVersion:
    """Open a draft that says what a published version said.

    Raises CannotDesign, DraftIsOpen, or DesignVersion.DoesNotExist.
    """
    _may(actor)
    if _locked_draft(design) is not None:
        raise DraftIsOpen
    old = design.versions.published().get(number=number)
    return _begin(design, actor, old.told(), restored_from=number)


@transaction.atomic
def apply_design(*, actor: User, design: PaperDesign, is_applied: bool) -> PaperDesign:
    """Have papers issued from now on follow the design, or the next less precise one instead.

    Raises CannotDesign.
    """
    _may(actor)
    design = PaperDesign.objects.select_for_update().get(pk=design.pk)
    design.is_applied = is_applied
    design.save(update_fields=["is_applied"])
    action = "design_applied" if is_applied else "design_set_aside"
    record(actor=actor, action=action, target=design)
    return design


def _may(actor: User) -> None:
    if not can_design(actor):
        raise CannotDesign


def _locked_draft(design: PaperDesign, seen: str | None = None) -> DesignVersion | None:
    # The design's lock makes two writings of its draft follow each other.
    PaperDesign.objects.select_for_update().get(pk=design.pk)
    last = design.last_version()
    if seen not in {None, last.seen}:
        raise DraftHasChanged
    return last if last.is_draft else None


def _begin(
    design: PaperDesign, actor: User, look: Look, restored_from: int | None = None
) -> DesignVersion:
    last = design.versions.order_by("-number").first()
    return design.versions.create(
        number=last.number + 1 if last else 1,
        look=_kept(look),
        created_by=actor,
        restored_from=restored_from,
    )


def _kept(look: Look) -> dict[str, Any]:
    """Return the look as a version keeps it: the version itself says where it comes from."""
    told = look.frozen()
    return {name: value for name, value in told.items() if name not in {"design", "version"}}
