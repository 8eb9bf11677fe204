"""What a device sends, read strictly: one bad item says why and stops none of the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from accounts.users.services import AgentDetails
from learning.attendance.devices import SentMark, Upload
from learning.attendance.enums import AttendanceStatus
from learning.attendance.services import Presence
from learning.attendance.signatures import SignatureUnreadable, signature_from

MOST_ITEMS = 200
LARGEST_ID = 2**63 - 1
YEARS = range(1990, 2200)


class UnreadableError(ValueError):
    """What was sent does not have the shape agreed with the page; says where."""


@dataclass(frozen=True, slots=True)
class SentPerson:
    """Someone added on the device, and the id it gave their enrolment."""

    enrolment_id: UUID
    details: AgentDetails
    employer: str


@dataclass(frozen=True, slots=True)
class Sending:
    """A whole batch, its items as they came."""

    upload: Upload
    marks: list[Any] = field(default_factory=list)
    walk_ins: list[Any] = field(default_factory=list)


def sending_from(posted: Any, received_at: datetime) -> Sending:
    """Read a batch of at most MOST_ITEMS, its items not yet. Raises UnreadableError."""
    said = _object(posted, "")
    marks, walk_ins = _list(said, "marks"), _list(said, "walk_ins")
    if len(marks) + len(walk_ins) > MOST_ITEMS:
        raise UnreadableError("marks")
    offset = received_at - _instant(said, "sent_at")
    upload = Upload(
        device=_uuid(said, "device"), device_name=_text(said, "device_name", 60),
        clock_offset=max(min(offset, timedelta(days=3650)), timedelta(days=-3650)),
    )  # fmt: skip
    return Sending(upload, marks, walk_ins)


def mark_from(item: Any) -> SentMark:
    """Read a mark. Raises UnreadableError, with a sentence where it is the signature."""
    said = _object(item, "mark")
    status = _text(said, "status", 12)
    if status not in AttendanceStatus.values:
        raise UnreadableError("status")
    needs_hour = status in {AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY}
    try:
        signature = signature_from(
            strokes=_text(said, "strokes", 20_000), typed=_text(said, "typed", 120)
        )
    except SignatureUnreadable as refusal:
        raise UnreadableError(str(refusal)) from refusal
    return SentMark(
        nonce=_uuid(said, "nonce"), enrolment_id=_uuid(said, "enrolment"),
        half_day_id=_number(said, "half_day", LARGEST_ID),
        presence=Presence(
            status=AttendanceStatus(status), at=_instant(said, "at") if needs_hour else None,
            note=_text(said, "note", 200),
        ),
        seen=_number(said, "seen", 2**31 - 1), made_at=_instant(said, "made_at"),
        marked_by_id=_uuid(said, "made_by"), signature=signature,
    )  # fmt: skip


def person_from(item: Any) -> SentPerson:
    """Read someone to add. Raises UnreadableError, with a sentence where it is the address."""
    said = _object(item, "walk_in")
    email = _text(said, "email", 254)
    if email:
        try:
            validate_email(email)
        except ValidationError as wrong:
            told = _("L’adresse « %(email)s » n’est pas une adresse de courriel.")
            raise UnreadableError(told % {"email": email}) from wrong
    details = AgentDetails(
        first_name=_text(said, "first_name", 150), last_name=_text(said, "last_name", 150),
        email=email,
    )  # fmt: skip
    return SentPerson(_uuid(said, "enrolment"), details, _text(said, "employer", 200))


def told_key(item: Any, name: str) -> str:
    """Return the key of an item that may not be readable, "" without one."""
    value = item.get(name) if isinstance(item, Mapping) else None
    return value if isinstance(value, str) else ""


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UnreadableError(name or "object")
    return value


def _list(said: Mapping[str, Any], name: str) -> list[Any]:
    value = said.get(name)
    if not isinstance(value, list):
        raise UnreadableError(name)
    return value


def _text(said: Mapping[str, Any], name: str, longest: int) -> str:
    value = said.get(name)
    # A database keeps no null character.
    if not isinstance(value, str) or len(value) > longest or "\x00" in value:
        raise UnreadableError(name)
    return value.strip()


def _uuid(said: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(_text(said, name, 36))
    except ValueError as wrong:
        raise UnreadableError(name) from wrong


def _number(said: Mapping[str, Any], name: str, most: int) -> int:
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise UnreadableError(name)
    return value


def _instant(said: Mapping[str, Any], name: str) -> datetime:
    try:
        value = parse_datetime(_text(said, name, 40))
    except ValueError as wrong:
        raise UnreadableError(name) from wrong
    if value is None or not is_aware(value) or value.year not in YEARS:
        raise UnreadableError(name)
    return value
