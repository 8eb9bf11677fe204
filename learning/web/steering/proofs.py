"""The proof pack of a cohort: what it will hold, its making, and the packs already made."""

from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import page_of
from learning.cohorts.models import Cohort
from learning.proofs.enums import KEPT, GapKind
from learning.proofs.gaps import Gap
from learning.proofs.indicators import standard
from learning.proofs.models import ProofPack
from learning.proofs.planning import BESIDE, planned
from learning.proofs.queries import latest_of
from learning.proofs.reading import read_facts
from learning.proofs.services import ask_for_pack, fetch_pack
from learning.web.steering.access import steering_only

# Where what is missing is repaired, and what the link says; the rest is repaired nowhere here.
REPAIRS: dict[GapKind, tuple[str, str | Promise]] = {
    GapKind.NOT_OVER: ("steering:cohort", gettext_lazy("Voir la cohorte")),
    GapKind.NO_CONVENTION: ("steering:cohort_conventions", gettext_lazy("Établir les conventions")),
    GapKind.UNSIGNED: ("steering:cohort_conventions", gettext_lazy("Suivre les conventions")),
    GapKind.NOT_SENT: ("steering:cohort", gettext_lazy("Voir les inscriptions")),
    GapKind.NOT_SEALED: ("trainer:room", gettext_lazy("Ouvrir la salle")),
    GapKind.SCAN: ("trainer:scans", gettext_lazy("Traiter les feuilles")),
    GapKind.NO_EVIDENCE: ("trainer:evidence", gettext_lazy("Voir le registre")),
    GapKind.NOT_ANCHORED: ("trainer:evidence", gettext_lazy("Voir le registre")),
    GapKind.NO_VERDICT: ("trainer:group", gettext_lazy("Voir le groupe")),
    GapKind.NO_AWARD: ("steering:papers", gettext_lazy("Suivre les certificats")),
    GapKind.NOT_DRAWN: ("steering:papers", gettext_lazy("Suivre les certificats")),
}
# Past so many names, they are folded away.
MOST_NAMES = 3


def _cohort(request: HttpRequest, code: str) -> Cohort:
    return get_object_or_404(Cohort.objects.visible_to(person_of(request)), code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def proofs(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the pack of a cohort will hold and lack; POST has it made."""
    cohort = _cohort(request, code)
    if request.method == "POST":
        ask_for_pack(actor=person_of(request), cohort=cohort)
        return redirect("steering:proofs", code)
    return _show(request, cohort)


def _show(request: HttpRequest, cohort: Cohort, refusal: DomainError | None = None) -> HttpResponse:
    facts = read_facts(cohort.pk)
    shelves = planned(facts)
    packs = ProofPack.objects.visible_to(person_of(request)).made().filter(cohort=cohort)
    page = page_of(request, packs.select_related("asked_by", "cohort").order_by("-made_at", "pk"))
    rows = list(page.object_list)
    context = {
        "cohort": facts.cohort,
        "shelves": [
            (one, [_repaired(gap, code=cohort.code) for gap in one.gaps]) for one in shelves
        ],
        "files": sum(one.count for one in shelves) + BESIDE,
        "lacks": sum(len(one.gaps) for one in shelves),
        "standard": standard(),
        "page": page,
        "packs": [
            (one, older is not None and older.sha256 == one.sha256)
            for one, older in zip_longest(rows, rows[1:])
        ],
        "kept_days": KEPT.days,
        "refusal": refusal,
        "crumbs": [
            (_("Cohortes"), reverse("steering:cohorts")),
            (cohort.title, reverse("steering:cohort", args=[cohort.code])),
        ],
        **_progress(cohort),
    }
    return render(request, "learning/steering/proofs.html", context, status=409 if refusal else 200)


def _repaired(gap: Gap, *, code: str) -> dict[str, Any]:
    """Return a gap with where it is repaired, its names shown or folded away."""
    route, words = REPAIRS.get(gap.kind, ("", ""))
    return {
        "sentence": gap.sentence,
        "names": gap.names,
        "is_long": len(gap.names) > MOST_NAMES,
        "url": reverse(route, args=[code]) if route else "",
        "words": words,
    }


def _progress(cohort: Cohort) -> dict[str, Any]:
    """Return how far the pack asked for last is."""
    latest = latest_of(cohort)
    return {
        "latest": latest,
        "is_running": latest is not None and latest.is_running,
    }


@require_safe
@steering_only
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Say how far the making is; once over, the page shows the pack."""
    cohort = _cohort(request, code)
    context = {"cohort": cohort, **_progress(cohort)}
    response = render(request, "learning/steering/proofs_progress.html", context)
    if not context["is_running"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@steering_only
def fetch(request: HttpRequest, code: str, pack_id: UUID) -> HttpResponseBase:
    """Give a pack to who asks, and write that they took it: never from a link alone."""
    cohort = _cohort(request, code)
    person = person_of(request)
    pack = get_object_or_404(ProofPack.objects.visible_to(person).filter(cohort=cohort), pk=pack_id)
    try:
        pack = fetch_pack(actor=person, pack=pack)
        file = pack.file.open()
    except DomainError as refusal:
        return _show(request, cohort, refusal)
    return FileResponse(file, as_attachment=True, filename=pack.filename)
