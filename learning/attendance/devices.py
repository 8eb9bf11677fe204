"""What devices of the room send, with or without delay: received once, and never over someone.

A mark is applied when its device knew what it changed. Otherwise both sides are kept and nothing
changes until a person settles them (learning/attendance/settling.py).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.users.models import User
from common.errors import DomainError
from learning.attendance.enums import DeviceMarkState, MarkMethod
from learning.attendance.models import AttendanceMark, DeviceMark, is_sealed
from learning.attendance.refusals import NotYourCohort
from learning.attendance.services import Presence, Source, keep_late_evidence, record_mark
from learning.attendance.signatures import DrawnSignature, keep_signature
from learning.cohorts.models import Cohort, HalfDay
from learning.cohorts.permissions import can_run
from learning.enrolment.models import Enrolment
from learning.evidence.chain import locked_chain
from learning.makeups.queries import has_a_seat

# Farther from now than this, a device's date is not believed without a person.
AHEAD = timedelta(minutes=5)
BEHIND = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMark:
    """What a device says of a person and a half-day, as it was made there."""

    nonce: UUID
    enrolment_id: UUID
    half_day_id: int
    presence: Presence
    made_at: datetime
    marked_by_id: UUID
    seen: int = 0
    signature: DrawnSignature | None = None

    @property
    def method(self) -> MarkMethod:
        """Return how the mark was made."""
        return MarkMethod.DEVICE_SIGNED if self.signature else MarkMethod.TRAINER_RECORDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """The device that sends, and how much later than its clock the platform's was."""

    device: UUID
    device_name: str = ""
    clock_offset: timedelta = timedelta()


@transaction.atomic
def receive_mark(*, sender: User, cohort: Cohort, upload: Upload, sent: SentMark) -> DeviceMark:
    """Take a mark that a device made, and say what became of it (`state`, `refusal`).

    The same nonce again gives the same answer and changes nothing. Who sends answers for it before
    the evidence; who marked is kept beside, when they run the cohort too. Raises NotYourCohort.
    """
    if not can_run(sender, cohort):
        raise NotYourCohort
    # Whatever comes for a cohort comes one after the other: a nonce sent twice at once, too.
    chain = locked_chain(cohort.pk)
    known = DeviceMark.objects.filter(pk=sent.nonce).first()
    if known is not None:
        if known.cohort_id != cohort.pk:
            raise NotYourCohort
        return known
    half_day = (
        HalfDay.objects.filter(pk=sent.half_day_id, cohort=cohort)
        .select_related("countersignature")
        .first()
    )
    enrolment = Enrolment.objects.filter(pk=sent.enrolment_id).select_related("person").first()
    if enrolment and half_day and not has_a_seat(enrolment, half_day):
        # Of another cohort, it is nothing to this one; of this one, it has lost its place.
        enrolment = enrolment if enrolment.cohort_id == cohort.pk else None
    mark = DeviceMark(
        nonce=sent.nonce, device=str(upload.device), device_name=upload.device_name,
        cohort=cohort, half_day=half_day, enrolment=enrolment, status=sent.presence.status,
        at=sent.presence.at, note=sent.presence.note, method=sent.method, seen=sent.seen,
        made_at=sent.made_at, clock_offset_ms=upload.clock_offset // timedelta(milliseconds=1),
        marked_by=_marker(sent.marked_by_id, sender, cohort), sent_by=sender,
    )  # fmt: skip
    mark.state, mark.refusal = _take(mark, sent)
    if mark.signature is None and enrolment and half_day:
        mark.signature = keep_signature(sent.signature, enrolment, half_day)
    _replace_older(mark)
    mark.save(force_insert=True)
    if mark.state == DeviceMarkState.PENDING:
        keep_late_evidence(chain, [mark])
    return mark


def _marker(person_id: UUID, sender: User, cohort: Cohort) -> User:
    """Return who made the mark; the device's word is believed of those who run the cohort."""
    if person_id == sender.pk:
        return sender
    named = User.objects.filter(pk=person_id).first()
    return named if named and can_run(named, cohort) else sender


def _take(mark: DeviceMark, sent: SentMark) -> tuple[DeviceMarkState, str]:
    """Apply the mark if it may be; return what became of it, and why it could not be."""
    enrolment, half_day = mark.enrolment, mark.half_day
    if half_day is None:
        return DeviceMarkState.REFUSED, _("Cette demi-journée n’existe plus.")
    if enrolment is None:
        return DeviceMarkState.REFUSED, _("Cette inscription n’est pas dans cette cohorte.")
    if not enrolment.is_confirmed:
        said = _("%(name)s n’a plus de place confirmée.")
        return DeviceMarkState.REFUSED, said % {"name": enrolment.person.display_name}
    if is_sealed(half_day):
        return DeviceMarkState.PENDING, _doubt_about(mark) or _("Reçu après la contresignature.")
    return _compare(mark, sent, enrolment, half_day)


def _compare(
    mark: DeviceMark, sent: SentMark, enrolment: Enrolment, half_day: HalfDay
) -> tuple[DeviceMarkState, str]:
    """Apply the mark unless it is known already, or would change what its device did not know."""
    current = AttendanceMark.objects.filter(enrolment=enrolment, half_day=half_day).first()
    if current and _says_the_same(current, sent):
        return DeviceMarkState.SAME, ""
    doubt = _doubt_about(mark)
    if doubt or not _knew(mark, sent, current):
        said = _("Noté autrement entre-temps : rien n’est changé.")
        return DeviceMarkState.CONFLICT, doubt or said
    try:
        written = record_mark(
            actor=mark.sent_by, enrolment=enrolment, half_day=half_day, presence=sent.presence,
            source=source_of(mark, sent.signature),
        )  # fmt: skip
    except DomainError as refusal:
        return DeviceMarkState.REFUSED, str(refusal)
    # Drawn over a mark that the person signed by themselves, it stays beside, on what was sent.
    is_theirs = written.method == MarkMethod.DEVICE_SIGNED
    mark.signature = written.signature if sent.signature and is_theirs else None
    return DeviceMarkState.APPLIED, ""


def source_of(mark: DeviceMark, signature: DrawnSignature | None) -> Source:
    """Return where a device's mark comes from, at the instant it was made."""
    return Source(
        method=MarkMethod(mark.method), device=mark.device, at=mark.true_at, signature=signature
    )


def _doubt_about(mark: DeviceMark) -> str:
    """Return why the instant of the mark is not believed, "" if it is."""
    now = timezone.now()
    if mark.true_at > now + AHEAD:
        return _("La date donnée par l’appareil est dans le futur.")
    if mark.true_at < now - BEHIND:
        return _("La date donnée par l’appareil a plus de sept jours.")
    return ""


def _says_the_same(current: AttendanceMark, sent: SentMark) -> bool:
    said = sent.presence
    is_noted = not said.note or said.note == current.note
    return _is_as(current, said) and is_noted and (not sent.signature or bool(current.signed_at))


def _is_as(current: AttendanceMark, said: Presence) -> bool:
    return current.status == said.status and said.at == (current.arrived_at or current.left_at)


def _knew(mark: DeviceMark, sent: SentMark, current: AttendanceMark | None) -> bool:
    """Return whether the device knew what it changes, or only adds a signature to it."""
    if current is None or current.entry == sent.seen or current.device == mark.device:
        return True
    return sent.signature is not None and _is_as(current, sent.presence)


def _replace_older(mark: DeviceMark) -> None:
    """Of one device, the last word counts: what it said before need not be settled."""
    if mark.state == DeviceMarkState.REFUSED:
        return
    older = DeviceMark.objects.to_settle().filter(
        device=mark.device, enrolment=mark.enrolment, half_day=mark.half_day,
        made_at__lte=mark.made_at,
    )  # fmt: skip
    older.update(
        state=DeviceMarkState.SETTLED, settled_by=mark.sent_by, settled_at=timezone.now(),
        settled_reason=_("Remplacé par une marque plus récente du même appareil."),
    )  # fmt: skip
