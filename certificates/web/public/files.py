"""Check a document by its file: whether it is the very one that was issued, or what was done to it.

No account is asked, nothing of the file is kept.
"""

from http import HTTPStatus
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from certificates.awards.lookups import is_sending_too_often
from certificates.awards.models import Award
from certificates.sealing.apart import examine_apart
from certificates.sealing.examination import Examination
from certificates.sealing.judgement import Finding, Issued, Judgement, judge
from certificates.web.public.findings import said_of, too_heavy
from certificates.web.public.receiving import LARGEST, OneSmallFile
from certificates.web.public.telling import address_of, checked_awards, page, told, too_often

MOST_CODES = 5
# One process reads that many files at once; who comes then waits a little.
_READERS = BoundedSemaphore(2)
PATIENCE = 10


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """Say what a file is worth. The request's forgery is checked below, once files are bounded."""
    if request.method != "POST":
        return redirect("verify:form")
    if is_sending_too_often(address_of(request)):
        return too_often(request)
    request.upload_handlers = [OneSmallFile(request)]
    return _examined(request)


@csrf_protect
def _examined(request: HttpRequest) -> HttpResponse:
    sent = request.FILES.get("fichier")
    if sent is None or not sent.size:
        error = _("Choisissez le PDF du document sur votre appareil.")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return page(request, "certificates/public/ask.html", {"file_error": error}, status)
    if sent.size > LARGEST:
        heavy: dict[str, object] = {"said": too_heavy(LARGEST), "seal": None, "award": None}
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return page(request, "certificates/public/file.html", heavy, status)
    if not _READERS.acquire(timeout=PATIENCE):
        response = page(
            request, "certificates/public/busy.html", {}, HTTPStatus.SERVICE_UNAVAILABLE
        )
        response["Retry-After"] = "10"
        return response
    try:
        return page(request, "certificates/public/file.html", _found(sent.read()))
    finally:
        _READERS.release()


def _found(pdf: bytes) -> dict[str, object]:
    """Return what the page says of a file, and the true facts where its code is one of ours."""
    seen = examine_apart(pdf)
    award, others = _awards_of(seen)
    judgement = _judged(seen, award)
    is_genuine = judgement.finding == Finding.GENUINE
    return {
        **(told(award) if award else {"award": None}),
        "said": said_of(judgement, award, others),
        "is_refused": not is_genuine,
        "seal": seen.seals[0] if is_genuine and seen.seals else None,
    }


def _awards_of(seen: Examination) -> tuple[Award | None, list[Award]]:
    """Return the award a file is, or says it is; and the others whose codes it bears."""
    awards = checked_awards()
    very = awards.filter(pdf_sha256=seen.sha256).first()
    if very is not None:
        return very, []
    named = [awards.for_code(code).first() for code in seen.codes[:MOST_CODES]]
    known = [award for award in named if award is not None]
    return (known[0], known[1:]) if known else (None, [])


def _judged(seen: Examination, award: Award | None) -> Judgement:
    fingerprints = [seal.fingerprint for seal in seen.seals if seal.fingerprint]
    ours = set(
        Award.objects.filter(seal__in=fingerprints).values_list("seal", flat=True).distinct()
    )
    host = urlsplit(settings.PUBLIC_BASE_URL).netloc
    issued = _issued(award, with_words=False) if award else None
    judgement = judge(seen, issued, ours=ours, host=host)
    if award is None or judgement.finding == Finding.GENUINE or not seen.words:
        return judgement
    # Only an altered file is worth reading ours again, to say which words are not on it.
    return judge(seen, _issued(award, with_words=True), ours=ours, host=host)


def _issued(award: Award, *, with_words: bool) -> Issued:
    words = ""
    # A kept file gone astray only costs the comparison of words.
    if with_words and award.is_ready and award.pdf.storage.exists(str(award.pdf.name)):
        with award.pdf.open() as kept:
            words = examine_apart(kept.read()).words
    return Issued(award.pdf_sha256, award.seal, award.facts, words)
