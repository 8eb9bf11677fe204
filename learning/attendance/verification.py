"""Whether the evidence of a cohort is whole, and whether what the site shows is what it says."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark, Countersignature, DeviceMark
from learning.attendance.signatures import digest_of_signature
from learning.cohorts.models import Cohort
from learning.evidence.digests import instant
from learning.evidence.enums import EntryKind
from learning.evidence.models import EvidenceEntry
from learning.evidence.verification import Reading, by_mark, read_chain

ABOUT_MARKS = (EntryKind.MARKED, EntryKind.CORRECTED)
SIGNED = (MarkMethod.SELF_SIGNED, MarkMethod.DEVICE_SIGNED)


@dataclass(frozen=True, slots=True)
class Verified:
    """A cohort and what was read of its evidence."""

    cohort: Cohort
    reading: Reading

    @property
    def is_whole(self) -> bool:
        """Return whether nothing was done to the evidence."""
        return not self.reading.findings


def verify(cohort: Cohort) -> Verified:
    """Read the evidence of a cohort again, and compare it with the marks and countersignatures."""
    reading, entries = read_chain(cohort)
    _compare_marks(cohort, entries, reading)
    _compare_seals(cohort, entries, reading)
    _compare_late(cohort, entries, reading)
    reading.findings.sort(key=lambda finding: finding.position)
    return Verified(cohort, reading)


def _compare_marks(cohort: Cohort, entries: list[EvidenceEntry], reading: Reading) -> None:
    marks = {
        (mark.enrolment_id, mark.half_day_id): mark
        for mark in AttendanceMark.objects.filter(half_day__cohort=cohort).select_related(
            "signature"
        )
    }
    about = [entry for entry in entries if entry.kind in ABOUT_MARKS]
    for key, said in by_mark(about).items():
        mark = marks.pop(key, None)
        last = said[-1]
        if mark is None:
            reading.say(last.position, _("son émargement a été retiré du site."))
        elif not _is_as_said(mark, said):
            reading.say(last.position, _("l’émargement affiché n’est pas celui de la preuve."))
        elif mark.signature and not _is_signed_as_said(mark, said):
            reading.say(last.position, _("sa signature a été changée ou remplacée."))
    for enrolment, half_day in marks:
        words = {"enrolment": enrolment, "half_day": half_day}
        reading.say(
            0,
            _("émargement sans preuve : inscription %(enrolment)s, demi-journée %(half_day)s.")
            % words,
        )


def _is_as_said(mark: AttendanceMark, said: Iterable[EvidenceEntry]) -> bool:
    *_before, last = said
    shown = (mark.entry, mark.status, mark.arrived_at, mark.left_at)
    if shown != (last.position, last.status, last.arrived_at, last.left_at):
        return False
    if mark.status == AttendanceStatus.EXCUSED and last.kind == EntryKind.MARKED:
        erased = last.reason_digest and not last.reason
        if not erased and mark.note != last.reason:
            return False
    signed_at = [entry.at for entry in said if entry.method in SIGNED]
    return mark.signed_at is None or mark.signed_at in signed_at


def _is_signed_as_said(mark: AttendanceMark, said: Iterable[EvidenceEntry]) -> bool:
    signature = mark.signature
    if signature is None or digest_of_signature(signature) != signature.digest:
        return False
    return signature.digest in {entry.signature for entry in said}


def _compare_seals(cohort: Cohort, entries: list[EvidenceEntry], reading: Reading) -> None:
    seals = {
        seal.half_day_id: seal for seal in Countersignature.objects.filter(half_day__cohort=cohort)
    }
    for entry in entries:
        if entry.kind != EntryKind.SEALED:
            continue
        seal = seals.pop(entry.half_day_id, None)
        counts = entry.detail.get("present"), entry.detail.get("absent")
        said = (entry.author_id, entry.at, *counts)
        shown = seal and (
            seal.trainer_id, seal.signed_at, seal.present_count, seal.absent_count,
        )  # fmt: skip
        if shown != said:
            reading.say(
                entry.position, _("la contresignature affichée n’est pas celle de la preuve.")
            )
    for half_day in seals:
        reading.say(
            0,
            _("contresignature sans preuve : demi-journée %(half_day)s.") % {"half_day": half_day},
        )


def _compare_late(cohort: Cohort, entries: list[EvidenceEntry], reading: Reading) -> None:
    """Compare what was received after a countersignature with what is kept of it."""
    kept = {str(mark.nonce): mark for mark in DeviceMark.objects.filter(cohort=cohort)}
    for entry in entries:
        if entry.kind != EntryKind.RECEIVED_LATE:
            continue
        mark = kept.get(entry.detail["nonce"])
        said = (entry.status, entry.detail["made_at"], entry.arrived_at or entry.left_at)
        if mark is None or said != (mark.status, instant(mark.made_at), mark.at):
            reading.say(entry.position, _("la marque reçue en retard a été changée ou retirée."))
