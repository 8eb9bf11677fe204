"""Which room's screen this browser has just stood in front of; its session says so.

It holds through a sign-in, and not through a sign-out: on a phone passed around, each person
scans for themselves.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

from learning.attendance.models import window_of
from learning.cohorts.models import HalfDay

KEY = "room_seen"
HOLDS = timedelta(minutes=5)


def remember(request: HttpRequest, half_day: HalfDay, at: datetime) -> None:
    """Keep that the code was read: for 5 minutes, counted from the opening for who is early."""
    opens, _closes = window_of(half_day)
    until = max(at, opens) + HOLDS
    request.session[KEY] = {"half_day": half_day.pk, "until": until.isoformat()}


def half_day_seen(request: HttpRequest, at: datetime) -> int | None:
    """Return the half-day whose code was read, while it counts."""
    kept = request.session.get(KEY)
    if not kept or at > datetime.fromisoformat(kept["until"]):
        return None
    return int(kept["half_day"])


def forget(request: HttpRequest) -> None:
    """Forget the code: it has served, or was another group's."""
    request.session.pop(KEY, None)
