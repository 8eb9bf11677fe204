"""Begin modules, editions and revisions; go back to an older one; drop a draft."""

from itertools import count

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from modules.programmes.enums import RevisionState
from modules.programmes.models import Day, Edition, Format, Module, Revision
from modules.programmes.services import RevisionIsFrozen, copy_revision
from modules.programmes.sheets import read_sheet

LONGEST_SLUG = 44


class TitleIsMissing(DomainError):
    """The module was given no title."""

    code = "title_is_missing"
    sentence = gettext_lazy("Donnez un intitulé au module : c’est le nom qu’on lira au catalogue.")


class NothingPublished(DomainError):
    """There is no frozen text to begin from."""

    code = "nothing_published"
    sentence = gettext_lazy(
        "« %(module)s » n’a pas encore de révision publiée : publiez-en une avant d’en partir."
    )


class DraftIsOpen(DomainError):
    """Someone is already writing; `draft` is what they write."""

    code = "draft_is_open"
    sentence = gettext_lazy(
        "Un brouillon est déjà ouvert, « %(draft)s », modifié en dernier par %(author)s : "
        "continuez-le, ou retirez-le d’abord."
    )

    def __init__(self, draft: Revision) -> None:
        """Keep the draft."""
        author = draft.edited_by.display_name if draft.edited_by else _("personne")
        super().__init__(draft=draft, author=author)
        self.draft = draft


class ReasonIsMissing(DomainError):
    """A draft is removed without saying why."""

    code = "reason_is_missing"
    sentence = gettext_lazy("Dites pourquoi vous retirez ce brouillon : il ne se retrouve pas.")


def free_slug(title: str) -> str:
    """Return an address for a module that no other has."""
    stem = slugify(title)[:LONGEST_SLUG].strip("-") or "module"
    taken = set(Module.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    names = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(name for name in names if name not in taken)


def latest_published(module: Module) -> Revision | None:
    """Return the revision the catalogue shows."""
    mine = Revision.objects.published().filter(edition__module=module)
    return mine.select_related("edition__module").order_by("-edition__number", "-number").first()


@transaction.atomic
def create_module(*, actor: User, programme: Format, title: str) -> Revision:
    """Return the first draft of a new module, with as many empty days as its format has.

    Raises TitleIsMissing.
    """
    title = title.strip()
    if not title:
        raise TitleIsMissing
    module = Module.objects.create(
        slug=free_slug(title), format=programme, title=title, updated_on=timezone.localdate(),
    )  # fmt: skip
    edition = Edition.objects.create(module=module, number=1)
    draft = Revision.objects.create(edition=edition, number=1, edited_by=actor)
    Day.objects.bulk_create(
        Day(revision=draft, position=n, title=_("Journée %(n)s") % {"n": n})
        for n in range(1, programme.days + 1)
    )
    record(actor=actor, action="module_created", target=module)
    return draft


@transaction.atomic
def fork_module(*, actor: User, module: Module, title: str = "") -> Revision:
    """Return the first draft of a new module that begins as a copy of another's latest text.

    Blocks keep their lineage, licences and authors; the new module says what it is taken from,
    and is not shared until its authors say so. Raises NothingPublished.
    """
    source = latest_published(module)
    if source is None:
        raise NothingPublished(module=module)
    sheet = read_sheet(source)
    sheet["title"] = title.strip() or _("%(title)s (reprise)") % {"title": sheet["title"][:180]}
    sheet["source"] = sheet["source"] or str(source.edition)[:300]
    sheet["is_shared"] = False
    copy = Module.objects.create(
        slug=free_slug(sheet["title"]), format=module.format, forked_from=module,
        updated_on=timezone.localdate(), **sheet,
    )  # fmt: skip
    edition = Edition.objects.create(module=copy, number=1)
    draft = copy_revision(actor=actor, source=source, edition=edition)
    draft.sheet = {}
    draft.save(update_fields=["sheet"])
    record(actor=actor, action="module_forked", target=copy, source=str(module.pk))
    return draft


@transaction.atomic
def start_next_edition(*, actor: User, module: Module) -> Revision:
    """Return the draft of the module's next edition, a copy of its latest published text.

    Raises NothingPublished, or DraftIsOpen when the next edition is being written already.
    """
    Module.objects.select_for_update().get(pk=module.pk)
    source = latest_published(module)
    if source is None:
        raise NothingPublished(module=module)
    last = module.editions.order_by("-number")[0]
    if last.pk != source.edition_id:
        raise DraftIsOpen(last.revisions.get())
    edition = Edition.objects.create(module=module, number=last.number + 1)
    draft = copy_revision(actor=actor, source=source, edition=edition)
    record(actor=actor, action="edition_started", target=draft, copied_from=source.pk)
    return draft


@transaction.atomic
def roll_back(*, actor: User, revision: Revision) -> Revision:
    """Return a draft of the same edition that begins as a copy of one of its revisions.

    From the latest one, it is how a text is corrected; from an older one, how one goes back.
    Raises NothingPublished for a draft, or DraftIsOpen.
    """
    edition = Edition.objects.select_for_update().get(pk=revision.edition_id)
    if revision.state != RevisionState.PUBLISHED:
        raise NothingPublished(module=revision.edition.module)
    if draft := edition.revisions.exclude(state=RevisionState.PUBLISHED).first():
        raise DraftIsOpen(draft)
    draft = copy_revision(actor=actor, source=revision, edition=edition)
    is_latest = draft.number == revision.number + 1
    record(
        actor=actor, action="revision_started" if is_latest else "revision_rolled_back",
        target=draft, copied_from=revision.number,
    )  # fmt: skip
    return draft


@transaction.atomic
def discard_draft(*, actor: User, revision: Revision, reason: str) -> Module | None:
    """Remove a draft, and the edition or the module that were begun with it.

    Returns the module, None if nothing was left of it. Raises RevisionIsFrozen or ReasonIsMissing.
    """
    draft = Revision.objects.select_for_update().get(pk=revision.pk)
    if draft.state == RevisionState.PUBLISHED:
        raise RevisionIsFrozen
    if not reason.strip():
        raise ReasonIsMissing
    edition, module = draft.edition, draft.edition.module
    record(
        actor=actor, action="draft_discarded", target=module, reason=reason.strip(),
        draft=str(draft),
    )  # fmt: skip
    draft.delete()
    if edition.revisions.exists():
        return module
    edition.delete()
    if module.editions.exists():
        return module
    module.delete()
    return None
