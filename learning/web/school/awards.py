"""The certificates of a school's people."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from accounts.organisations.models import Organisation
from accounts.users.models import User
from certificates.awards.models import Award
from frontend.tables import as_csv, matching, ordered, page_of
from learning.completion.models import Completion
from learning.web.school.access import school_manager
from learning.web.school.lists import AWARD_COLUMNS, AWARD_ORDERS, awards_that_count


def _awards(person: User) -> QuerySet[Award]:
    counted = Completion.objects.visible_to(person).current().acquired()
    return awards_that_count(Organisation.objects.managed_by(person), counted)


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """List the certificates of the school's people."""
    person = school_manager(request)
    typed = request.GET.get("q", "").strip()
    fields = ("recipient__last_name", "recipient__first_name", "serial")
    every = _awards(person)
    found, order = ordered(request, matching(every, typed, fields), AWARD_ORDERS)
    if request.GET.get("format") == "csv":
        return as_csv("certificats", AWARD_COLUMNS, found)
    context = {
        "page": page_of(request, found),
        "typed": typed,
        "order": order,
        "valid": every.filter(revoked_at=None).count(),
    }
    return render(request, "learning/school/awards.html", context)


@require_GET
def award_pdf(request: HttpRequest, award_id: UUID) -> FileResponse:
    """Give the paper of one of the school's people."""
    award = get_object_or_404(
        _awards(school_manager(request)).filter(rendered_at__isnull=False), pk=award_id
    )
    return FileResponse(award.pdf.open(), as_attachment=True, filename=f"{award.serial}.pdf")
