"""The page where a person signs a half-day."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from common.errors import DomainError
from learning.attendance.models import AttendanceMark, is_sealed, window_of
from learning.attendance.permissions import can_sign
from learning.attendance.services import sign_half_day
from learning.attendance.signatures import signature_from
from learning.cohorts.models import HalfDay
from learning.enrolment.models import Enrolment
from learning.makeups.queries import has_a_seat
from learning.web.learner.room_seen import forget, half_day_seen
from learning.web.learner.timeline import half_day_states
from learning.web.learner.views import enrolment_of
from modules.programmes.enums import SignatureRule

# Further away than this, the hour says more than a countdown.
COUNTED_DOWN_S = 10 * 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, enrolment_id: UUID, half_day_id: int) -> HttpResponse:
    """Sign a half-day: the page says which, one button signs it.

    POST: `strokes` and `typed` where the format wants a drawn signature.
    """
    mine = enrolment_of(request, enrolment_id)
    half_day = _half_day(mine, half_day_id)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            _sign(request, mine, half_day)
        except DomainError as error:
            refusal = error
        else:
            return redirect("learner:sign", mine.pk, half_day.pk)
    now = timezone.now()
    context = {"refusal": refusal, **_state_of(request, mine, half_day, now)}
    with timezone.override(half_day.cohort.venue.zone):
        return render(
            request, "learning/learner/sign.html", context, status=409 if refusal else 200
        )


def _half_day(mine: Enrolment, half_day_id: int) -> HalfDay:
    """Return a half-day of the person's cohort, or of the one where they make up for another."""
    half_day = get_object_or_404(
        HalfDay.objects.select_related(
            "countersignature", "cohort__venue", "cohort__revision__edition__module__format"
        ),
        pk=half_day_id,
    )
    is_theirs = half_day.cohort_id == mine.cohort_id
    if not (is_theirs or has_a_seat(mine, half_day)):
        raise Http404
    return half_day


def _sign(request: HttpRequest, mine: Enrolment, half_day: HalfDay) -> None:
    drawn = signature_from(
        strokes=request.POST.get("strokes", ""), typed=request.POST.get("typed", "")
    )
    has_seen = half_day_seen(request, timezone.now()) == half_day.pk
    sign_half_day(
        person=person_of(request), enrolment=mine, half_day=half_day,
        signature=drawn, room_code_seen=has_seen,
    )  # fmt: skip
    if has_seen:
        forget(request)


def _state_of(
    request: HttpRequest, mine: Enrolment, half_day: HalfDay, now: datetime
) -> dict[str, object]:
    """Return what the page says: open, signed, too early, too late."""
    opens, closes = window_of(half_day)
    cohort = half_day.cohort
    rules = cohort.revision.edition.module.format
    has_seen = half_day_seen(request, now) == half_day.pk
    to_opening = int((opens - now).total_seconds())
    coming = (state for state in half_day_states(mine, now) if state.half_day.starts_at > now)
    return {
        "enrolment": mine,
        "cohort": cohort,
        "half_day": half_day,
        "now": now,
        "mark": AttendanceMark.objects.select_related("signature")
        .filter(enrolment=mine, half_day=half_day)
        .first(),
        "may_sign": can_sign(mine.person, mine, half_day, now),
        "is_sealed": is_sealed(half_day),
        "opens": opens,
        "closes": closes,
        "minutes_left": max(int((closes - now).total_seconds() // 60), 0) + 1,
        "next_half": next((state for state in coming if state.half_day.pk != half_day.pk), None),
        "is_early": now < opens,
        "minutes_to_opening": max(to_opening // 60, 0) + 1,
        # A page without scripts asks for itself again when the sheet opens.
        "opens_in_s": to_opening + 1 if 0 < to_opening < COUNTED_DOWN_S else 0,
        "asks_code": rules.asks_room_code and not has_seen,
        "has_seen": has_seen,
        "asks_drawing": rules.signature == SignatureRule.DRAWN,
        "strokes": request.POST.get("strokes", ""),
        "typed": request.POST.get("typed", ""),
        "trainers": list(cohort.trainers.all()),
        "crumbs": [
            (_("Mes formations"), reverse("learner:home")),
            (mine.cohort.module_title, reverse("learner:enrolment", args=[mine.pk])),
        ],
    }
