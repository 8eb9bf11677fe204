"""The look of papers: which design applies where, its draft, its versions, and how it prints."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from accounts.organisations.models import Organisation
from certificates.awards.enums import AwardKind
from certificates.awards.pdf import render_award
from certificates.designs.checks import check_look
from certificates.designs.look import Look
from certificates.designs.models import DesignVersion, PaperDesign
from certificates.designs.opening import NAMES
from certificates.designs.pictures import kept
from certificates.designs.services import (
    apply_design,
    discard_draft,
    publish_draft,
    restore_version,
    save_draft,
    start_design,
)
from common.errors import DomainError
from common.pdf.picture import page_picture
from frontend.tables import page_of
from learning.web.steering.access import steering_only
from learning.web.steering.design_forms import LookForm, PlaceForm
from learning.web.steering.design_sample import PEOPLE, sample_address, sample_facts
from learning.web.trail import trail_of

SAVE, PUBLISH, DISCARD = "enregistrer", "publier", "abandonner"
RESTORE, APPLY, SET_ASIDE = "retablir", "appliquer", "mettre-de-cote"


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def designs(request: HttpRequest) -> HttpResponse:
    """List the designs and where each applies; POST opens one."""
    actor = person_of(request)
    form = PlaceForm(request.POST or None, organisations=Organisation.objects.visible_to(actor))
    refusal: DomainError | None = None
    if form.is_bound and form.is_valid():
        try:
            opened = start_design(actor=actor, **form.cleaned_data)
        except DomainError as error:
            refusal = error
        else:
            return redirect("steering:design", opened.pk)
    rows = PaperDesign.objects.visible_to(actor).for_list()
    context = {
        "page": page_of(request, rows),
        "kinds": dict(AwardKind.choices),
        "form": form,
        "refusal": refusal,
        "crumbs": [(_("Certificats"), reverse("steering:awards"))],
    }
    status = 409 if refusal else 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "learning/steering/designs.html", context, status=status)


def _design(request: HttpRequest, design_id: int) -> PaperDesign:
    visible = PaperDesign.objects.visible_to(person_of(request))
    return get_object_or_404(visible.select_related("module", "organisation"), pk=design_id)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def design(request: HttpRequest, design_id: int) -> HttpResponse:
    """Show one design: its form, its preview, its versions; POST writes or publishes."""
    shown = _design(request, design_id)
    if request.method != "POST":
        return _show(request, shown)
    act = request.POST.get("acte", "")
    if act in {SAVE, PUBLISH}:
        return _write(request, shown, is_published=act == PUBLISH)
    try:
        said = _move(request, shown, act)
    except DomainError as refusal:
        return _show(request, shown, refusal=refusal)
    messages.success(request, said)
    return redirect("steering:design", shown.pk)


def _write(request: HttpRequest, shown: PaperDesign, *, is_published: bool) -> HttpResponse:
    actor = person_of(request)
    form = LookForm(request.POST, request.FILES, base=shown.last_version().told())
    if not form.is_valid():
        return _show(request, shown, form=form)
    try:
        look, pictures = form.look()
        with transaction.atomic():
            draft = save_draft(
                actor=actor, design=shown, look=look, pictures=pictures,
                seen=request.POST.get("vu", ""),
            )  # fmt: skip
            if is_published:
                publish_draft(actor=actor, design=shown, seen=draft.seen)
    except DomainError as refusal:
        return _show(request, shown, form=form, refusal=refusal)
    if is_published:
        said = _("La version %(number)s est publiée : les prochains documents la suivent.")
        messages.success(request, said % {"number": draft.number})
    else:
        messages.success(request, _("Le brouillon est enregistré ; aucun document ne change."))
    return redirect("steering:design", shown.pk)


def _move(request: HttpRequest, shown: PaperDesign, act: str) -> str:
    """Do one of the acts that write no look; return what to say of it."""
    actor = person_of(request)
    match act:
        case "abandonner":
            discard_draft(actor=actor, design=shown)
            return _("Le brouillon est abandonné.")
        case "retablir":
            number = request.POST.get("version", "")
            if not shown.versions.published().filter(number=number or 0).exists():
                raise Http404
            restore_version(actor=actor, design=shown, number=int(number))
            return _("Un brouillon reprend cette version : relisez-le, puis publiez-le.")
        case "appliquer" | "mettre-de-cote":
            is_applied = act == APPLY
            apply_design(actor=actor, design=shown, is_applied=is_applied)
            if is_applied:
                return _("Les prochains documents suivent ce modèle.")
            return _("Les prochains documents ne suivent plus ce modèle.")
    raise Http404


def _show(
    request: HttpRequest,
    shown: PaperDesign,
    *,
    form: LookForm | None = None,
    refusal: DomainError | None = None,
) -> HttpResponse:
    versions = list(shown.versions.order_by("-number").select_related("created_by", "published_by"))
    last = versions[0]
    current = next((version for version in versions if not version.is_draft), None)
    is_invalid = form is not None and not form.is_valid()
    context = {
        "design": shown,
        "kind": AwardKind(shown.kind).label,
        "form": form or LookForm(base=last.told()),
        "last": last,
        "current": current,
        "versions": versions,
        "seen": last.seen,
        "names": [(f"{{{{ {name} }}}}", meaning) for name, meaning in NAMES.items()],
        "people": [(key, label) for key, label, *_rest in PEOPLE],
        "refusal": refusal,
        "trail": trail_of([shown]),
        "crumbs": [
            (_("Certificats"), reverse("steering:awards")),
            (_("Modèles de documents"), reverse("steering:designs")),
        ],
    }
    status = 422 if is_invalid else 409 if refusal else 200
    return render(request, "learning/steering/design.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def design_preview(request: HttpRequest, design_id: int) -> HttpResponse:
    """Give the paper as a picture: GET, as a version says it; POST, as the form does, unkept.

    A refusal answers 409 with its sentence, in JSON to who asks for JSON.
    """
    shown = _design(request, design_id)
    if request.method != "POST":
        look = _version(shown, request.GET.get("version", "")).told()
        return _picture(shown, look, {}, request.GET.get("essai", ""))
    form = LookForm(request.POST, request.FILES, base=shown.last_version().told())
    refusal: DomainError | None = None
    if form.is_valid():
        try:
            look, pictures = form.look()
            check_look(look)
            return _picture(shown, look, pictures, request.POST.get("essai", ""))
        except DomainError as error:
            refusal = error
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"refusal": _words_of(form, refusal)}, status=409)
    return _show(request, shown, form=form, refusal=refusal)


def _words_of(form: LookForm, refusal: DomainError | None) -> str:
    if refusal:
        return str(refusal)
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _version(shown: PaperDesign, number: str) -> DesignVersion:
    if not number:
        return shown.last_version()
    if not number.isdecimal():
        raise Http404
    return get_object_or_404(shown.versions, number=number)


def _picture(
    shown: PaperDesign, look: Look, pictures: dict[str, bytes], person: str
) -> HttpResponse:
    def picture(sha256: str) -> bytes:
        return pictures[sha256] if sha256 in pictures else kept(sha256)

    facts: dict[str, Any] = sample_facts(shown, look, person)
    pdf = render_award(facts, verify_url=sample_address(), picture=picture)
    answer = HttpResponse(page_picture(pdf), content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer
