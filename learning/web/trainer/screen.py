"""The room's screen: the code that people scan to sign, changing every 15 seconds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.attendance.codes import STEP_S, secret_of, short_code_at, step_at, token_at
from learning.attendance.models import AttendanceMark, is_sealed, window_of
from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import HalfDay
from learning.makeups.queries import on_the_roll
from learning.web.trainer.cohorts import cohort_of, half_day_of

# A screen may be put up well before its half-day: codes are looked for this long around it.
SHOWN_BEFORE = timedelta(hours=2)
# The code to type stays this many steps on the screen: a minute to read it. It holds two.
SHORT_STEPS = 4


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code with its white margin: the side of its square, and the path of what is dark."""

    size: int
    path: str


@never_cache
@require_safe
def screen(request: HttpRequest, code: str, half_day_id: int) -> HttpResponse:
    """Show the code to scan, whole screen; without scripts the page asks for itself again."""
    half_day = half_day_of(cohort_of(request, code), half_day_id)
    cohort, now = half_day.cohort, timezone.now()
    opens, closes = window_of(half_day)
    is_shown = _is_shown(half_day, now)
    site = settings.PUBLIC_BASE_URL.rstrip("/")
    context = {
        "cohort": cohort,
        "half_day": half_day,
        "now": now,
        "opens": opens,
        "closes": closes,
        "shown_from": opens - SHOWN_BEFORE,
        "is_shown": is_shown,
        "is_early": now < opens,
        "is_sealed": is_sealed(half_day),
        "site": site.rpartition("/")[2],
        **_count(half_day),
    }
    if is_shown:
        secret, step = secret_of(half_day), step_at(now)
        address = site + reverse("learner:scan", args=["x"]).removesuffix("x/")
        context |= {
            "address": address,
            "qr": _drawn(f"{address}{token_at(secret, step)}/"),
            "short": _in_pairs(_short(secret, step)),
            "series": _series(secret),
            "step_s": STEP_S,
            "next_in_s": STEP_S - int(now.timestamp()) % STEP_S,
        }
    with timezone.override(cohort.venue.zone):
        return render(request, "learning/trainer/screen.html", context)


@never_cache
@require_safe
def screen_codes(request: HttpRequest, code: str, half_day_id: int) -> JsonResponse:
    """Give the codes of what is left of the half-day: a screen goes on without network."""
    half_day = half_day_of(cohort_of(request, code), half_day_id)
    now = timezone.now()
    if not _is_shown(half_day, now):
        return JsonResponse({"now": now, "series": "", "codes": []})
    secret, closes = secret_of(half_day), window_of(half_day)[1]
    steps = range(step_at(now), step_at(closes) + 1)
    codes = [
        {"from": step * STEP_S, "token": token_at(secret, step), "short": _short(secret, step)}
        for step in steps
    ]
    return JsonResponse({"now": now, "series": _series(secret), "codes": codes})


@never_cache
@require_safe
def screen_count(request: HttpRequest, code: str, half_day_id: int) -> JsonResponse:
    """Give what changes while the screen is up: how many have signed, and which codes hold."""
    half_day = half_day_of(cohort_of(request, code), half_day_id)
    now = timezone.now()
    series = _series(secret_of(half_day)) if _is_shown(half_day, now) else ""
    return JsonResponse({"now": now, "series": series, **_count(half_day)})


def _is_shown(half_day: HalfDay, at: datetime) -> bool:
    """Return whether there is a code to show: around the half-day, until it is sealed."""
    opens, closes = window_of(half_day)
    is_held = half_day.cohort.state not in NOT_HELD
    return is_held and opens - SHOWN_BEFORE <= at <= closes and not is_sealed(half_day)


def _count(half_day: HalfDay) -> dict[str, int]:
    marks = AttendanceMark.objects.filter(half_day=half_day, signed_at__isnull=False)
    return {
        "signed": marks.count(),
        "expected": on_the_roll(half_day).count(),
    }


def _short(secret: str, step: int) -> str:
    return short_code_at(secret, step - step % SHORT_STEPS)


def _in_pairs(short: str) -> str:
    """Write "K7P429" as it is read aloud: "K7·P4·29"."""
    return "·".join(short[place : place + 2] for place in range(0, len(short), 2))


def _series(secret: str) -> str:
    """Name the secret without telling it: a screen asks for its codes again when it changes."""
    return sha256(f"series:{secret}".encode()).hexdigest()[:12]


def _drawn(address: str) -> QrCode:
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=4)]
    lines = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return QrCode(len(rows), "".join(lines))
