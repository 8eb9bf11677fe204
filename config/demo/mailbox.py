"""The mailbox of everyone, for whoever tries the demo; served with the demo settings only."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.demo import outbox
from frontend.tables import PAGE_SIZE


@login_not_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List what was sent, the newest first."""
    page = Paginator(outbox.names(), PAGE_SIZE).get_page(request.GET.get("page"))
    mails = [outbox.envelope(name) for name in page.object_list]
    return render(request, "demo/inbox.html", {"page": page, "mails": mails})


@login_not_required
@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show a mail as who received it sees it; its links work."""
    shown = _opened(name)
    context = {
        "mail": shown,
        # The frame is closed to everything: its links open in the window around it.
        "html": shown.html.replace("<a ", '<a target="_top" '),
        "crumbs": [(_("Courriels envoyés"), reverse("demo:inbox"))],
    }
    return render(request, "demo/mail.html", context)


@login_not_required
@require_safe
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:  # noqa: ARG001
    """Download a file that came with a mail."""
    found = next((one for one in _opened(name).attachments if one.number == number), None)
    if found is None:
        raise Http404
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return response


def _opened(name: str) -> outbox.Opened:
    found = outbox.opened(name)
    if found is None:
        raise Http404
    return found
