"""One's notebook: what one writes for oneself, saved as one types, read by nobody else."""

from collections.abc import Iterable
from http import HTTPStatus
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.formats import hour, plain_date
from learning.enrolment.models import Enrolment
from learning.progress.journal import save_note
from learning.progress.models import JournalEntry
from learning.web.learner.views import activity_of, enrolment_of


@require_POST
def write(request: HttpRequest, enrolment_id: UUID, activity_id: int) -> HttpResponse:
    """Save a note; a script that posts is told when it was saved, or why it was not."""
    mine = enrolment_of(request, enrolment_id)
    activity = activity_of(mine, activity_id)
    is_script = request.headers.get("Accept") == "application/json"
    try:
        text = request.POST.get("text", "")
        save_note(person=mine.person, enrolment=mine, activity=activity, text=text)
    except DomainError as refusal:
        if is_script:
            return JsonResponse({"detail": str(refusal)}, status=HTTPStatus.CONFLICT)
        messages.error(request, str(refusal))
    else:
        if is_script:
            now = hour(timezone.localtime())
            return JsonResponse({"saved": _("Enregistré à %(at)s") % {"at": now}})
        messages.success(request, _("Votre note est enregistrée."))
    return redirect("learner:activity", mine.pk, activity.pk)


def _notes(request: HttpRequest) -> list[tuple[Enrolment, list[JournalEntry]]]:
    """Return one's notes by module, the last module first."""
    notes: Iterable[JournalEntry] = (
        JournalEntry.objects.visible_to(person_of(request))
        .select_related("enrolment__cohort__venue", "enrolment__cohort__revision__edition__module")
        .order_by("-enrolment__cohort__starts_on", "enrolment", "updated_at", "pk")
    )
    return [(one, list(mine)) for one, mine in groupby(notes, key=lambda note: note.enrolment)]


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Show all of one's notes, to read and to print."""
    return render(request, "learning/learner/journal.html", {"modules": _notes(request)})


@require_safe
def as_text(request: HttpRequest) -> HttpResponse:
    """Give one's notes as a text file, to keep elsewhere."""
    parts = []
    for enrolment, notes in _notes(request):
        parts.append(f"{enrolment.cohort.public_title}\n{'=' * 60}")
        parts += [f"{note.title} ({plain_date(note.updated_at)})\n\n{note.text}" for note in notes]
    response = HttpResponse("\n\n\n".join(parts) + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mon-carnet.txt"'
    return response
