"""The addresses that the roll-call's page talks to: the day, and what was marked."""

import hashlib
import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from accounts.users.models import User
from common.errors import DomainError
from learning.attendance.devices import Upload, receive_mark
from learning.attendance.enums import DeviceMarkState
from learning.attendance.models import DeviceMark
from learning.cohorts.models import Cohort
from learning.enrolment.at_the_door import receive_at_the_door
from learning.web.trainer.cohorts import cohort_of
from learning.web.trainer.roll_call.day import day_of
from learning.web.trainer.roll_call.reading import (
    UnreadableError,
    mark_from,
    person_from,
    sending_from,
    told_key,
)

TO_SETTLE = (DeviceMarkState.CONFLICT, DeviceMarkState.PENDING)


@never_cache
@require_safe
def data(request: HttpRequest, code: str) -> HttpResponse:
    """Answer the day; with its ETag, that nothing changed. The token to write comes each time."""
    cohort = cohort_of(request, code)
    body = json.dumps(day_of(cohort, person_of(request)), ensure_ascii=False)
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    else:
        response = HttpResponse(body, content_type="application/json")
    response.headers["ETag"] = tag
    response.headers["X-CSRFToken"] = get_token(request)
    return response


@require_POST
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Receive a batch: an answer for each item, whatever becomes of the others."""
    cohort = cohort_of(request, code)
    sender = person_of(request)
    try:
        sending = sending_from(json.loads(request.body), timezone.now())
    except (UnreadableError, ValueError, RecursionError) as wrong:
        return JsonResponse({"detail": str(wrong)}, status=HTTPStatus.BAD_REQUEST)
    return JsonResponse(
        {
            "walk_ins": [_receive_person(sender, cohort, item) for item in sending.walk_ins],
            "marks": [_receive(sender, cohort, sending.upload, item) for item in sending.marks],
        }
    )


def _receive_person(sender: User, cohort: Cohort, item: Any) -> dict[str, str]:
    key = told_key(item, "enrolment")
    try:
        sent = person_from(item)
        received = receive_at_the_door(
            actor=sender, cohort=cohort, details=sent.details, employer=sent.employer,
            enrolment_id=sent.enrolment_id,
        )  # fmt: skip
    except UnreadableError as wrong:
        return {"enrolment": key, "state": "invalid", "kept": "", "sentence": _unread(wrong)}
    except DomainError as refusal:
        return {"enrolment": key, "state": "refused", "kept": "", "sentence": str(refusal)}
    is_new = received.pk == sent.enrolment_id
    said = _("%(name)s avait déjà une inscription : ses marques vont à celle-ci.")
    return {
        "enrolment": key,
        "state": "enrolled" if is_new else "known",
        "kept": str(received.pk),
        "sentence": "" if is_new else said % {"name": received.person.display_name},
    }


def _receive(sender: User, cohort: Cohort, upload: Upload, item: Any) -> dict[str, str]:
    key = told_key(item, "nonce")
    try:
        mark = receive_mark(sender=sender, cohort=cohort, upload=upload, sent=mark_from(item))
    except UnreadableError as wrong:
        return {"nonce": key, "state": "invalid", "sentence": _unread(wrong)}
    except DomainError as refusal:
        return {"nonce": key, "state": "invalid", "sentence": str(refusal)}
    return {"nonce": key, "state": mark.state, "sentence": _told_of(mark)}


def _told_of(mark: DeviceMark) -> str:
    """Return what is said of a mark away from the page where it is settled: of whom it is."""
    if mark.enrolment is None or mark.state not in TO_SETTLE:
        return mark.refusal
    return f"{mark.enrolment.person.display_name} : {mark.refusal}"


def _unread(wrong: UnreadableError) -> str:
    said = str(wrong)
    # A sentence is told as it is; the name of a field means something to who reads the code.
    if said.endswith("."):
        return said
    return _("Le serveur ne lit pas cette marque (%(where)s).") % {"where": said}
