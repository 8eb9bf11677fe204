"""One's own papers: each as it was issued, to open, to pass on, to keep."""

from dataclasses import dataclass
from tempfile import TemporaryFile
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accounts.http import person_of
from certificates.awards.models import Award, AwardQuerySet
from certificates.awards.wording import dates_in_words, hours_in_words
from certificates.badges.sharing import linkedin_address
from learning.issuing.emails import reason_of
from learning.issuing.packing import file_name, pack


@dataclass(frozen=True, slots=True)
class Diploma:
    """A paper that holds, as its card shows it."""

    award: Award
    dates: str
    hours: str
    mail: str
    linkedin: str

    @property
    def facts(self) -> dict[str, object]:
        """Return what the paper says."""
        facts: dict[str, object] = self.award.facts
        return facts

    @property
    def has_badge(self) -> bool:
        """Return whether its open badge is made; a training attestation has none."""
        return hasattr(self.award, "badge")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A paper that no longer holds, and why."""

    award: Award
    reason: str


def _mine(request: HttpRequest) -> AwardQuerySet:
    person = person_of(request)
    return Award.objects.visible_to(person).filter(recipient=person).order_by("-issued_at", "pk")


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """Show the person's papers, those that hold first."""
    every = list(_mine(request).select_related("replaced_by", "badge"))
    valid = [award for award in every if award.revoked_at is None]
    context = {
        "diplomas": [_diploma(award) for award in valid],
        "withdrawn": [Withdrawn(one, reason_of(one)) for one in every if one.revoked_at],
        "ready": sum(award.is_ready for award in valid),
    }
    return render(request, "learning/learner/awards.html", context)


def _diploma(award: Award) -> Diploma:
    facts = award.facts
    return Diploma(
        award,
        dates_in_words(facts["starts_on"], facts["ends_on"]),
        hours_in_words(facts["minutes_attended"], facts["minutes_planned"]),
        _mail_about(award),
        linkedin_address(award),
    )


def _mail_about(award: Award) -> str:
    """Return the address that opens a mail about a paper, already written."""
    subject = f"{award.get_kind_display()} : {award.facts['title']}"
    body = _("Bonjour,\n\nVoici la page où vérifier mon document %(serial)s : %(url)s\n") % {
        "serial": award.serial, "url": award.verify_url,
    }  # fmt: skip
    # Mail programs read a plus sign as itself.
    return "mailto:?" + urlencode({"subject": subject, "body": body}).replace("+", "%20")


@require_GET
def award_pdf(request: HttpRequest, award_id: UUID) -> FileResponse:
    """Give the paper of one of the person's awards; `voir` opens it in the browser."""
    award = get_object_or_404(_mine(request).filter(rendered_at__isnull=False), pk=award_id)
    return FileResponse(
        award.pdf.open(), as_attachment="voir" not in request.GET, filename=file_name(award)
    )


@require_GET
def awards_zip(request: HttpRequest) -> HttpResponse | FileResponse:
    """Give all the person's papers that hold, in one file."""
    valid = _mine(request).valid().filter(rendered_at__isnull=False)
    if not valid.exists():
        return redirect("learner:awards")
    place = TemporaryFile()  # noqa: SIM115 - the response closes it once it is sent
    pack(valid, place)
    place.seek(0)
    return FileResponse(place, as_attachment=True, filename="mes-documents.zip")
