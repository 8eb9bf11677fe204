"""The convocations of the people a school enrolled."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from accounts.organisations.models import Organisation
from learning.enrolment.models import Enrolment
from learning.enrolment.papers import convocation as drawn
from learning.web.school.access import school_manager


@require_GET
def convocation(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Give the convocation of someone of the school's who has a place."""
    person = school_manager(request)
    mine = (
        Enrolment.objects.visible_to(person)
        .made_by(Organisation.objects.managed_by(person))
        .confirmed()
        .select_related("person", "employer", "cohort__venue", "cohort__revision__edition__module")
    )
    shown = get_object_or_404(mine, pk=enrolment_id)
    response = HttpResponse(drawn(shown), content_type="application/pdf")
    name = f"convocation-{slugify(shown.person.display_name) or shown.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
