"""From the room's screen to the page where one signs: the QR scanned, or the code typed."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import person_of
from common.throttle import count_try, has_tried_too_often
from learning.attendance.codes import as_read, half_day_of_code, half_day_of_token
from learning.cohorts.models import HalfDay
from learning.enrolment.models import Enrolment
from learning.makeups.queries import on_the_roll
from learning.web.learner.room_seen import forget, half_day_seen, remember
from learning.web.learner.to_sign import of_today

# Six letters out of thirty: at this pace, guessing one that holds two minutes is hopeless.
WRONG_CODES, DURING_S = 10, 300
LONGEST_TYPED = 40


@login_not_required
@never_cache
@require_safe
def scan(request: HttpRequest, token: str) -> HttpResponse:
    """Open what the room's QR leads to: nothing is signed yet, the next page signs.

    Signed out, one signs in first: the session keeps that the code was read.
    """
    now = timezone.now()
    found = half_day_of_token(token, now)
    if found is None or not found[1]:
        status = HTTPStatus.GONE if found else HTTPStatus.NOT_FOUND
        context = {"was_shown": found is not None}
        return render(request, "learning/learner/stale_code.html", context, status=status)
    half_day = found[0]
    remember(request, half_day, now)
    if not request.user.is_authenticated:
        messages.info(request, _("Le code est lu. Connectez-vous : la feuille s’ouvrira aussitôt."))
        return redirect_to_login(reverse("learner:code"))
    return _arrive(request, half_day)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the short code of the room's screen, and list what one may sign today."""
    now = timezone.now()
    if request.method == "POST":
        return _typed(request)
    seen = half_day_seen(request, now)
    if seen is None:
        return _form(request)
    half_day = get_object_or_404(HalfDay.objects.select_related("cohort__venue"), pk=seen)
    return _arrive(request, half_day)


def _typed(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    tries = f"room-codes:{person_of(request).pk}"
    typed = request.POST.get("code", "")[:LONGEST_TYPED]
    if has_tried_too_often(tries, most=WRONG_CODES - 1):
        refusal = _("Trop d’essais : attendez cinq minutes, ou faites-vous noter dans la salle.")
        return _form(request, typed, refusal, HTTPStatus.TOO_MANY_REQUESTS)
    half_day = half_day_of_code(typed, now)
    if half_day is None:
        if as_read(typed):
            count_try(tries, most=WRONG_CODES, seconds=DURING_S)
            refusal = _("Aucune salle n’affiche ce code : relisez-le à l’écran, il a pu changer.")
        else:
            refusal = _("Tapez le code affiché sous le carré, à l’écran de la salle.")
        return _form(request, typed, refusal, HTTPStatus.UNPROCESSABLE_ENTITY)
    remember(request, half_day, now)
    return _arrive(request, half_day)


def _form(
    request: HttpRequest, typed: str = "", refusal: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    today = of_today(person_of(request), timezone.now())
    context = {
        "today": today,
        "typed": typed,
        "refusal": refusal,
        "crumbs": [(_("Mes formations"), reverse("learner:home"))],
    }
    return render(request, "learning/learner/room_code.html", context, status=status)


def _arrive(request: HttpRequest, half_day: HalfDay) -> HttpResponse:
    """Go on to the person's own sheet; say so when the screen is another group's."""
    person = person_of(request)
    mine = Enrolment.objects.visible_to(person).filter(person=person)
    here = on_the_roll(half_day).filter(person=person).first()
    if here is not None:
        return redirect("learner:sign", here.pk, half_day.pk)
    forget(request)
    today = [one for one in of_today(person, timezone.now()) if one.can_sign or one.is_coming]
    context = {
        "half_day": half_day,
        "cohort": half_day.cohort,
        "theirs": today[0] if today else None,
        # Asked for, waiting or given up here: what to do differs.
        "waits": mine.active().filter(cohort=half_day.cohort_id).first(),
        "trainers": list(half_day.cohort.trainers.all()),
    }
    status = HTTPStatus.FORBIDDEN
    with timezone.override(half_day.cohort.venue.zone):
        return render(request, "learning/learner/another_room.html", context, status=status)
