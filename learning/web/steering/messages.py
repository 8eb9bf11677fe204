"""What the platform writes to people: its texts, read and changed by administrators."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import person_of
from accounts.notifications.kinds import MessageKind, all_kinds
from accounts.notifications.models import MessageTemplate
from accounts.notifications.rendering import preview
from accounts.notifications.services import reset_template, text_of, write_template
from accounts.notifications.wording import check
from common.errors import DomainError
from learning.web.steering.access import steering_only
from learning.web.steering.forms import TextForm
from learning.web.trail import trail_of

LANGUAGES = dict(settings.LANGUAGES)
PREVIEW, RESET = "apercu", "retablir"


@dataclass(frozen=True, slots=True)
class Version:
    """A kind's text in one language, as the list tells it."""

    language: str
    label: str
    written: MessageTemplate | None


@require_safe
@steering_only
def messages_(request: HttpRequest) -> HttpResponse:
    """List the kinds of messages, and whose text each one says."""
    held = {
        (one.kind, one.language): one
        for one in MessageTemplate.objects.exclude(body="").select_related("updated_by")
    }
    rows = [
        (
            kind,
            [
                Version(code, str(label), held.get((kind.name, code)))
                for code, label in LANGUAGES.items()
            ],
        )
        for kind in all_kinds().values()
    ]
    return render(request, "learning/steering/messages.html", {"rows": rows, "edited": len(held)})


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def message(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Show and change what a kind of message says; "apercu" shows it without keeping it."""
    shown = all_kinds().get(kind)
    if shown is None or language not in LANGUAGES:
        raise Http404
    if request.method == "POST" and request.POST.get("acte") == RESET:
        reset_template(actor=person_of(request), kind=shown, language=language)
        messages.success(request, _("Le texte par défaut est rétabli."))
        return redirect(request.path)
    held = text_of(shown, language)
    form = TextForm(request.POST or None, initial={"subject": held.subject, "body": held.body})
    is_preview = request.POST.get("acte") == PREVIEW
    refusal: DomainError | None = None
    if form.is_bound:
        try:
            held = form.text()
            check(shown, held)
            if not is_preview:
                write_template(actor=person_of(request), kind=shown, language=language, text=held)
                messages.success(request, _("Les prochains messages diront ce texte."))
                return redirect(request.path)
        except DomainError as error:
            refusal = error
    context = {
        **_context(shown, language),
        "form": form,
        "refusal": refusal,
        "preview": None if refusal else preview(shown, held, language),
        "is_fragment": is_preview and request.htmx,  # type: ignore[attr-defined]
    }
    if context["is_fragment"]:
        return render(request, "learning/steering/message_preview.html", context)
    status = 409 if refusal else 200
    return render(request, "learning/steering/message.html", context, status=status)


def _context(kind: MessageKind, language: str) -> dict[str, Any]:
    written = (
        MessageTemplate.objects.filter(kind=kind.name, language=language)
        .select_related("updated_by")
        .first()
    )
    return {
        "kind": kind,
        "language": language,
        "languages": [
            (str(label), reverse("steering:message", args=[kind.name, code]), code == language)
            for code, label in LANGUAGES.items()
        ],
        "written": written if written and written.is_edited else None,
        "placeholders": [
            (f"{{{{ {name} }}}}", one.meaning, one.is_needed)
            for name, one in kind.placeholders.items()
        ],
        "trail": trail_of([written]) if written else [],
        "crumbs": [(_("Messages"), reverse("steering:messages"))],
    }
