"""What the platform wrote to the person, on the site."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from accounts.notifications.models import Message
from accounts.notifications.services import open_message, read_all
from frontend.tables import page_of


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """List the person's messages, the newest first."""
    rows = Message.objects.visible_to(person_of(request)).order_by("-created_at", "pk")
    return render(request, "accounts/messages/list.html", {"page": page_of(request, rows)})


@require_POST
def open_one(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Open what a message is about: it is read."""
    person = person_of(request)
    message = get_object_or_404(Message.objects.visible_to(person), pk=message_id)
    return redirect(open_message(person=person, message=message) or "messages:all")


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark them all as read."""
    read_all(person=person_of(request))
    messages.success(request, _("Tous vos messages sont lus."))
    return redirect("messages:all")
