"""The sheet of a draft: what the module's public page will say."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from modules.authoring.sheets import SheetEditedMeanwhile, edit_sheet
from modules.programmes.enums import RevisionState
from modules.programmes.models import Revision
from modules.programmes.sheets import SHEET, read_sheet
from modules.web.access import workshop_only
from modules.web.workshop.forms import SheetForm
from modules.web.workshop.modules import revision_of

# How the form is cut up for reading.
PARTS = (
    (gettext_lazy("Le module"), ("title", "summary", "objectives")),
    (gettext_lazy("Pour qui"), ("prerequisites", "audience", "access_delay", "price")),
    (gettext_lazy("Comment"), ("methods", "assessment")),
    (gettext_lazy("À qui s’adresser"), ("contact_name", "contact_email", "disability_contact",
                             "disability_text")),
    (gettext_lazy("Droits et partage"), ("licence", "authors", "source", "is_shared")),
)  # fmt: skip


def _read_before(request: HttpRequest, shown: Revision) -> dict[str, Any]:
    """Return the sheet as the author read it, which the page sends back."""
    try:
        read = json.loads(request.POST.get("lu", ""))
    except (ValueError, RecursionError):
        read = None
    return read if isinstance(read, dict) else read_sheet(shown)


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def sheet(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Show the sheet, and write it while the revision is a draft."""
    shown = revision_of(request, revision_id)
    now = read_sheet(shown)
    form = SheetForm(request.POST or None, initial=now)
    refusal: DomainError | None = None
    theirs: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        read = _read_before(request, shown)
        try:
            edit_sheet(
                actor=person_of(request), revision=shown, sheet=form.sheet, read=read
            )  # fmt: skip
        except SheetEditedMeanwhile as error:
            refusal, theirs = error, error.theirs
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("La fiche est enregistrée."))
            return redirect("workshop:sheet", shown.pk)
    is_invalid = form.is_bound and not form.is_valid()
    module = shown.edition.module
    context = {
        "revision": shown,
        "module": module,
        "is_open": shown.state != RevisionState.PUBLISHED,
        "form": form,
        "parts": [
            (str(label), [(form[name], _in_words(theirs[name]) if name in theirs else None)
                          for name in names])
            for label, names in PARTS
        ],
        "said": [(form[name].label, _in_words(now[name])) for name in SHEET],
        # After a refusal the author has read what the others wrote.
        "read": request.POST["lu"] if is_invalid and "lu" in request.POST else json.dumps(now),
        "refusal": refusal,
        "crumbs": [
            (_("Modules"), reverse("workshop:modules")),
            (module.title, reverse("workshop:module", args=[module.slug])),
        ],
    }  # fmt: skip
    status = 409 if refusal else 422 if is_invalid else 200
    return render(request, "modules/workshop/sheet.html", context, status=status)


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return "\n".join(value) if isinstance(value, list) else str(value)
