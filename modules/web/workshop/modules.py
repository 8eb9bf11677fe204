"""The modules of the workshop: the list, one with its editions, and how drafts begin and end."""

from django.contrib import messages
from django.db.models import Max, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import as_csv, matching, ordered, page_of
from modules.authoring.editions import (
    DraftIsOpen,
    create_module,
    discard_draft,
    fork_module,
    roll_back,
    start_next_edition,
)
from modules.authoring.reviews import asked_of
from modules.programmes.enums import RevisionState
from modules.programmes.models import Format, Module, ModuleQuerySet, Revision
from modules.web.access import workshop_only
from modules.web.workshop.forms import NewModuleForm

SEARCHED = ("title", "summary", "format__name", "authors")
ORDERS = {
    "recents": ("-touched_at", "title", "pk"),
    "titre": ("title", "pk"),
    "format": ("format__name", "title", "pk"),
}
STATES = {"brouillons": RevisionState.DRAFT, "relecture": RevisionState.REVIEW}
SHARED = "partages"


def revision_of(request: HttpRequest, revision_id: int) -> Revision:
    """Return a revision the person may see, or 404."""
    visible = Revision.objects.visible_to(person_of(request))
    found = visible.select_related("edition__module__format", "edited_by", "published_by")
    return get_object_or_404(found, pk=revision_id)


def _filtered(request: HttpRequest) -> ModuleQuerySet:
    found = Module.objects.visible_to(person_of(request)).select_related("format")
    asked = request.GET.get("voir", "")
    if asked in STATES:
        drafts = Revision.objects.filter(state=STATES[asked])
        found = found.filter(pk__in=drafts.values("edition__module"))
    elif asked == SHARED:
        found = found.shared()
    programme = request.GET.get("programme", "")
    return found.filter(format__key=programme) if programme else found


def _with_revisions(rows: "QuerySet[Module]") -> "QuerySet[Module]":
    """Bring each module's revisions, latest first: its editions are few."""
    revisions = Revision.objects.select_related("edited_by", "edition")
    return rows.prefetch_related(
        Prefetch("editions__revisions", revisions.order_by("-number"))
    )  # fmt: skip


class Row:
    """A module as the list tells it: what is published, what is being written and by whom."""

    def __init__(self, module: Module) -> None:
        """Read its revisions, brought by `_with_revisions`."""
        self.module = module
        every = [
            revision
            for edition in sorted(module.editions.all(), key=lambda one: -one.number)
            for revision in edition.revisions.all()
        ]
        is_published = RevisionState.PUBLISHED
        self.published = next((one for one in every if one.state == is_published), None)
        self.drafts = [one for one in every if one.state != is_published]
        self.writer = next((one.edited_by for one in self.drafts if one.edited_by), None)

    @property
    def state(self) -> str:
        """Return where the module stands, in words."""
        return ", ".join(
            f"#{draft.edition.number} {draft.get_state_display()}" for draft in self.drafts
        )


@require_safe
@workshop_only
def modules(request: HttpRequest) -> HttpResponse:
    """List the modules."""
    typed = request.GET.get("q", "").strip()
    touched = _filtered(request).annotate(touched_at=Max("editions__revisions__edited_at"))
    rows, order = ordered(request, matching(touched, typed, SEARCHED), ORDERS)
    if request.GET.get("format") == "csv":
        columns = (
            (_("Module"), lambda row: row.module.title),
            (_("Format"), lambda row: row.module.format),
            (_("Publié"), lambda row: row.published or ""),
            (_("Publié le"), lambda row: row.published and row.published.published_at.date()),
            (_("En écriture"), lambda row: row.state),
            (_("Licence"), lambda row: row.module.licence),
            (_("Partagé"), lambda row: _("oui") if row.module.is_shared else _("non")),
        )
        return as_csv("modules", columns, map(Row, _with_revisions(rows)))
    page = page_of(request, _with_revisions(rows))
    context = {
        "page": page,
        "rows": [Row(module) for module in page.object_list],
        "typed": typed,
        "order": order,
        "asked": {name: request.GET.get(name, "") for name in ("voir", "programme")},
        "programmes": Format.objects.order_by("name").values_list("key", "name"),
        "to_review": asked_of(person_of(request)),
    }
    return render(request, "modules/workshop/modules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def new(request: HttpRequest) -> HttpResponse:
    """Ask how a module begins: from a format, or as a copy of another."""
    form = NewModuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = create_module(actor=person_of(request), **form.cleaned_data)
        messages.success(request, _("Le module est créé : écrivez sa fiche pour commencer."))
        return redirect("workshop:sheet", draft.pk)
    copied = Module.objects.visible_to(person_of(request)).published()
    context = {
        "form": form,
        "copied": copied.select_related("format").order_by("title", "pk"),
        "crumbs": [(_("Modules"), reverse("workshop:modules"))],
    }
    status = 422 if form.is_bound else 200
    return render(request, "modules/workshop/new.html", context, status=status)


def _module(request: HttpRequest, slug: str) -> Module:
    visible = Module.objects.visible_to(person_of(request))
    return get_object_or_404(visible.select_related("format", "forked_from"), slug=slug)


@require_safe
@workshop_only
def module(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a module: its editions, their revisions, and what may be done."""
    return _show(request, _module(request, slug))


def _show(request: HttpRequest, shown: Module, refusal: DomainError | None = None) -> HttpResponse:
    revisions = list(
        Revision.objects.filter(edition__module=shown)
        .select_related("edition", "edited_by", "published_by", "copied_from__edition__module")
        .order_by("-edition__number", "-number")
    )
    drafts = [one for one in revisions if one.state != RevisionState.PUBLISHED]
    published = [one for one in revisions if one.state == RevisionState.PUBLISHED]
    context = {
        "module": shown,
        "revisions": revisions,
        "drafts": drafts,
        "published": published,
        "busy_editions": {draft.edition_id for draft in drafts},
        "may_start_edition": bool(published) and published[0].edition_id == revisions[0].edition_id,
        "forks": shown.forks.order_by("title", "pk"),
        "refusal": refusal,
        "open_draft": refusal.draft if isinstance(refusal, DraftIsOpen) else None,
        "crumbs": [(_("Modules"), reverse("workshop:modules"))],
    }
    return render(request, "modules/workshop/module.html", context, status=409 if refusal else 200)


@require_POST
@workshop_only
def fork(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a module as a copy of another one."""
    shown = _module(request, slug)
    title = request.POST.get("titre", "")[:200]
    try:
        draft = fork_module(actor=person_of(request), module=shown, title=title)
    except DomainError as refusal:
        return _show(request, shown, refusal)
    said = _("« %(title)s » est à vous : l’original n’a pas changé.")
    messages.success(request, said % {"title": draft.edition.module.title})
    return redirect("workshop:module", draft.edition.module.slug)


@require_POST
@workshop_only
def next_edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the module's next edition."""
    shown = _module(request, slug)
    try:
        draft = start_next_edition(actor=person_of(request), module=shown)
    except DomainError as refusal:
        return _show(request, shown, refusal)
    said = _("L’édition #%(number)s commence comme une copie de la précédente.")
    messages.success(request, said % {"number": draft.edition.number})
    return redirect("workshop:module", slug)


@require_POST
@workshop_only
def restart(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Begin an edition's next revision as a copy of this one: to correct it, or to go back."""
    source = revision_of(request, revision_id)
    try:
        draft = roll_back(actor=person_of(request), revision=source)
    except DomainError as refusal:
        return _show(request, source.edition.module, refusal)
    said = _("La révision %(number)s commence comme une copie de la révision %(source)s.")
    messages.success(request, said % {"number": draft.number, "source": source.number})
    return redirect("workshop:module", source.edition.module.slug)


@require_POST
@workshop_only
def discard(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Remove a draft."""
    draft = revision_of(request, revision_id)
    reason = request.POST.get("raison", "")
    shown = draft.edition.module
    try:
        left = discard_draft(actor=person_of(request), revision=draft, reason=reason)
    except DomainError as refusal:
        return _show(request, shown, refusal)
    messages.success(request, _("Le brouillon est retiré."))
    return redirect("workshop:module", left.slug) if left else redirect("workshop:modules")
