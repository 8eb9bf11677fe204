"""Awards as the administration sees them: the list, one award, its revocation."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.http import person_of
from certificates.awards.enums import AwardKind, RevocationReason
from certificates.awards.models import Award, AwardQuerySet
from certificates.awards.services import revoke_award
from common.errors import DomainError
from frontend.tables import as_csv, matching, ordered, page_of
from learning.web.steering.access import steering_only
from learning.web.trail import trail_of

SEARCHED = ("serial", "recipient__last_name", "recipient__first_name", "code")
ORDERS = {
    "recents": ("-issued_at", "serial"),
    "numero": ("serial",),
    "nom": ("recipient__last_name", "recipient__first_name", "serial"),
}
STATES = (
    ("valides", gettext_lazy("Valides")),
    ("revoques", gettext_lazy("Révoqués")),
    ("remplaces", gettext_lazy("Remplacés")),
    ("sans-pdf", gettext_lazy("Sans PDF")),
)
# What the check page shows of a note.
LONGEST_NOTE = 300
# Given by a correction or a replacement, never chosen by hand.
REASONS = [pair for pair in RevocationReason.choices if pair[0] != RevocationReason.REPLACED]


def _filtered(request: HttpRequest) -> AwardQuerySet:
    visible = Award.objects.visible_to(person_of(request)).select_related("recipient")
    kind = request.GET.get("document", "")
    if kind in AwardKind.values:
        visible = visible.filter(kind=kind)
    match request.GET.get("etat"):
        case "valides":
            return visible.valid()
        case "revoques":
            return visible.filter(revoked_at__isnull=False, replaced_by__isnull=True)
        case "remplaces":
            return visible.filter(replaced_by__isnull=False)
        case "sans-pdf":
            return visible.valid().filter(rendered_at__isnull=True)
    return visible


@require_safe
@steering_only
def awards(request: HttpRequest) -> HttpResponse:
    """List every award."""
    typed = request.GET.get("q", "").strip()
    rows, order = ordered(request, matching(_filtered(request), typed, SEARCHED), ORDERS)
    if request.GET.get("format") == "csv":
        columns = (
            (_("Numéro"), lambda award: award.serial),
            (_("Titre"), lambda award: award.get_kind_display()),
            (_("Nom"), lambda award: award.recipient.last_name),
            (_("Prénom"), lambda award: award.recipient.first_name),
            (_("Délivré le"), lambda award: award.facts["issued_on"]),
            (_("Révoqué le"), lambda award: award.revoked_at and localdate(award.revoked_at)),
            (_("Révocation"), lambda award: award.get_revocation_reason_display()),
            (_("Précision"), lambda award: award.revocation_note),
            (_("Vérification"), lambda award: award.verify_url),
        )
        return as_csv("certificats", columns, rows)
    context = {
        "page": page_of(request, rows),
        "typed": typed,
        "order": order,
        "state": request.GET.get("etat", ""),
        "states": STATES,
        "kind": request.GET.get("document", ""),
        "kinds": AwardKind.choices,
    }
    return render(request, "learning/steering/awards.html", context)


def award_or_404(request: HttpRequest, award_id: UUID) -> Award:
    """Return an award with what its pages say of it."""
    visible = Award.objects.visible_to(person_of(request))
    about = visible.select_related("recipient", "replaced_by", "replaces", "revoked_by")
    return get_object_or_404(about, pk=award_id)


@require_safe
@steering_only
def award(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Show one award: what it says, whether it holds, who did what to it."""
    return _show(request, award_or_404(request, award_id))


def _show(request: HttpRequest, shown: Award, refusal: DomainError | None = None) -> HttpResponse:
    context = {
        "award": shown,
        "facts": shown.facts,
        "replaces": getattr(shown, "replaces", None),
        "reasons": REASONS,
        "refusal": refusal,
        "trail": trail_of([shown]),
        "crumbs": [(_("Certificats"), reverse("steering:awards"))],
    }
    return render(request, "learning/steering/award.html", context, status=409 if refusal else 200)


@require_GET
@steering_only
def award_pdf(request: HttpRequest, award_id: UUID) -> FileResponse:
    """Give the paper of an award."""
    shown = award_or_404(request, award_id)
    if not shown.is_ready:
        raise Http404
    return FileResponse(shown.pdf.open(), as_attachment=True, filename=f"{shown.serial}.pdf")


@require_POST
@steering_only
def revoke(request: HttpRequest, award_id: UUID) -> HttpResponse:
    """Make an award worthless from now on; its check page says so."""
    shown = award_or_404(request, award_id)
    chosen = request.POST.get("motif", "")
    if chosen not in dict(REASONS):
        raise Http404
    try:
        revoke_award(
            actor=person_of(request), award=shown, reason=RevocationReason(chosen),
            note=request.POST.get("precision", "")[:LONGEST_NOTE],
            because=request.POST.get("note", ""),
        )  # fmt: skip
    except DomainError as refusal:
        return _show(request, shown, refusal)
    messages.success(request, _("%(serial)s est révoqué.") % {"serial": shown.serial})
    return redirect("steering:award", shown.pk)
