"""The codes that the room's screen shows: like the one-time passwords of RFC 6238.

A half-day has a secret; every 15 seconds it gives another token, which the QR carries, and another
short code, for those who cannot scan. A screen that has taken the codes of the half-day goes on
without network, several screens of a room show the same, and nothing has to be cleared away.
"""

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from learning.attendance.models import RoomSecret
from learning.cohorts.models import HalfDay

STEP_S = 15
# A QR filmed as it changes is still good; a short code takes time to be typed.
GRACE_S = 2
SHORT_CODE_S = 120
# For so long, what was shown is said to be out of date rather than unknown.
STALE_S = 3600
# Without what is mistaken for something else: no I, L, O, U, 0, 1.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
TOKEN_LENGTH, SHORT_LENGTH = 20, 6


def secret_of(half_day: HalfDay) -> str:
    """Return the half-day's secret, made once."""
    values = {"secret": secrets.token_hex(32)}
    return RoomSecret.objects.get_or_create(half_day=half_day, defaults=values)[0].secret


def step_at(at: datetime) -> int:
    """Return the number of the 15 seconds that `at` is in."""
    return int(at.timestamp()) // STEP_S


def token_at(secret: str, step: int) -> str:
    """Return the token that the QR carries during a step."""
    return _letters(secret, f"token:{step}", TOKEN_LENGTH)


def short_code_at(secret: str, step: int) -> str:
    """Return the code to type that is shown during a step."""
    return _letters(secret, f"short:{step}", SHORT_LENGTH)


def is_current(secret: str, token: str, at: datetime) -> bool:
    """Return whether the QR of this token was on the screen at `at`, or two seconds before."""
    since = step_at(datetime.fromtimestamp(at.timestamp() - GRACE_S, at.tzinfo))
    return _is_one_of(token, (token_at(secret, step) for step in range(since, step_at(at) + 1)))


def was_shown(secret: str, token: str, at: datetime, *, within_s: int) -> bool:
    """Return whether the token was on the screen not long before `at`: it is stale, not unknown."""
    steps = range(step_at(at) - within_s // STEP_S, step_at(at) + 1)
    return _is_one_of(token, (token_at(secret, step) for step in steps))


def is_current_short(secret: str, code: str, at: datetime) -> bool:
    """Return whether this code was shown less than two minutes before `at`."""
    steps = range(step_at(at) - SHORT_CODE_S // STEP_S, step_at(at) + 1)
    return _is_one_of(code, (short_code_at(secret, step) for step in steps))


def as_read(typed: str) -> str:
    """Return a code as people type it: lower case, dots, spaces and look-alikes forgiven."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def half_day_of_code(code: str, at: datetime) -> HalfDay | None:
    """Return the half-day whose screen shows this short code, None where none does."""
    for room in _rooms_around(at):
        if is_current_short(room.secret, as_read(code), at):
            return room.half_day
    return None


def half_day_of_token(token: str, at: datetime) -> tuple[HalfDay, bool] | None:
    """Return the half-day whose screen showed this token today, and whether it is current."""
    for room in _rooms_around(at):
        if is_current(room.secret, token, at):
            return room.half_day, True
        if was_shown(room.secret, token, at, within_s=STALE_S):
            return room.half_day, False
    return None


def _rooms_around(at: datetime) -> QuerySet[RoomSecret]:
    """Return the rooms of the day: a screen is opened before its half-day, and closed after it."""
    day = timedelta(hours=12)
    near = RoomSecret.objects.filter(
        half_day__starts_at__gt=at - day, half_day__starts_at__lt=at + day
    )
    return near.select_related("half_day__cohort__revision__edition__module__format")


def _is_one_of(given: str, expected: Iterable[str]) -> bool:
    return any(hmac.compare_digest(given.encode(), one.encode()) for one in expected)


def _letters(secret: str, words: str, length: int) -> str:
    drawn = hmac.digest(bytes.fromhex(secret), words.encode(), "sha256")
    number = int.from_bytes(drawn)
    letters = []
    for _place in range(length):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)
