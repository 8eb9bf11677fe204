"""Replace an award that misspells its holder: say what is right, see what changes, confirm."""

from io import BytesIO
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from certificates.awards import services
from certificates.awards.codes import LENGTH
from certificates.awards.models import Award
from certificates.awards.pdf import render_award
from common.errors import DomainError
from learning.web.steering.access import steering_only
from learning.web.steering.awards import award_or_404

LONGEST = 150


class ReplacementForm(forms.Form):
    """What the new paper says of its holder; the rest stays as it was issued."""

    first_name = forms.CharField(label=gettext_lazy("Prénom"), max_length=LONGEST)
    last_name = forms.CharField(label=gettext_lazy("Nom"), max_length=LONGEST)
    function = forms.CharField(label=gettext_lazy("Fonction"), max_length=LONGEST, required=False)
    employer = forms.CharField(label=gettext_lazy("Employeur"), max_length=LONGEST, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Motif, montré à qui vérifie l’ancien code"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    @property
    def corrections(self) -> dict[str, str]:
        """Return what was typed of the holder."""
        return {name: said for name, said in self.cleaned_data.items() if name != "reason"}


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def replace_award(request: HttpRequest, award_id: UUID) -> HttpResponseBase:
    """Show the form, then what changes with the paper drawn, then replace."""
    shown = award_or_404(request, award_id)
    before = shown.facts["beneficiary"]
    if request.method != "POST":
        return _page(request, shown, ReplacementForm(initial=before))
    form = ReplacementForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    act = request.POST.get("acte")
    if act == "papier":
        return _drawn(shown, form)
    if act != "remplacer":
        return _page(request, shown, form, is_preview=True)
    try:
        new = services.replace_award(
            actor=person_of(request), award=shown, corrections=form.corrections,
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
    except DomainError as refusal:
        return _page(request, shown, form, refusal=refusal, status=409)
    told = _("%(new)s remplace %(old)s, dont le code mène désormais à lui.")
    messages.success(request, told % {"new": new.serial, "old": shown.serial})
    return redirect("steering:award", new.pk)


def _page(
    request: HttpRequest,
    shown: Award,
    form: ReplacementForm,
    *,
    is_preview: bool = False,
    refusal: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    changes = _changes(shown, form) if is_preview else []
    if is_preview and not changes:
        refusal, status = services.NothingToCorrect(), 409
    context = {
        "award": shown,
        "form": form,
        "changes": changes,
        "refusal": refusal,
        "crumbs": [
            (_("Certificats"), reverse("steering:awards")),
            (shown.serial, reverse("steering:award", args=[shown.pk])),
        ],
    }
    return render(request, "learning/steering/award_replace.html", context, status=status)


def _changes(shown: Award, form: ReplacementForm) -> list[tuple[object, str, str]]:
    """Return (label, before, after) of what the new paper says otherwise."""
    before = shown.facts["beneficiary"]
    return [
        (form.fields[name].label, before[name], said)
        for name, said in form.corrections.items()
        if said != before[name]
    ]


def _drawn(shown: Award, form: ReplacementForm) -> FileResponse:
    """Return the new paper without seal, number or code: those are given by replacing."""
    facts = shown.facts | {
        "beneficiary": shown.facts["beneficiary"] | form.corrections,
        "serial": _("Aperçu"),
        "code": "0" * LENGTH,
    }
    address = shown.verify_url.removesuffix(shown.code) + facts["code"]
    pdf = render_award(facts, verify_url=address)
    return FileResponse(BytesIO(pdf), filename="apercu.pdf", content_type="application/pdf")
