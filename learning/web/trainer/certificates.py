"""Where the certificates of a trainer's cohort stand: to be read, nothing to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.enrolment.models import Enrolment
from learning.issuing.queries import people_with_papers
from learning.web.trainer.cohorts import cohort_of, crumbs_of


@require_safe
def certificates(request: HttpRequest, code: str) -> HttpResponse:
    """Show who of the cohort has which paper."""
    shown = cohort_of(request, code)
    rows = people_with_papers(Enrolment.objects.filter(cohort=shown))
    context = {
        "cohort": shown,
        "rows": rows,
        "acquired": sum(row.is_acquired for row in rows),
        "ready": sum(bool(row.certificate and row.certificate.is_ready) for row in rows),
        "attested": any(row.attestation for row in rows),
        "may_issue": False,
        "space": "trainer",
        "crumbs": crumbs_of(shown),
    }
    return render(request, "learning/trainer/certificates.html", context)
