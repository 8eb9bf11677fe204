"""Give evidence to marks that have none: those of before evidence was kept, and the demo's past."""

from django.db import transaction

from learning.attendance.models import AttendanceMark, Countersignature
from learning.attendance.services import entry_for, seal_entry
from learning.cohorts.models import Cohort, HalfDay
from learning.evidence.chain import Draft, append, locked_chain
from learning.evidence.tasks import anchor_soon

# Said by each entry: it was written after the fact, from what the table then held.
ADOPTED = {"adopted": 1}


def cohorts_without_evidence() -> list[Cohort]:
    """Return the cohorts that have marks without any entry."""
    bare = AttendanceMark.objects.filter(entry=0).order_by()
    return list(Cohort.objects.filter(pk__in=bare.values("half_day__cohort")).order_by("code"))


@transaction.atomic
def adopt_marks(cohort: Cohort) -> int:
    """Write an entry for each mark and countersignature that has none; return how many."""
    chain = locked_chain(cohort.pk)
    halves = (
        HalfDay.objects.filter(cohort=cohort)
        .select_related("cohort__venue", "cohort__revision__edition__module")
        .prefetch_related("cohort__trainers")
        .order_by("starts_at")
    )
    adopted = 0
    for half_day in halves:
        marks = list(
            AttendanceMark.objects.filter(half_day=half_day, entry=0)
            .select_related("enrolment", "signature")
            .order_by("recorded_at", "pk")
        )
        drafts = [_draft_of(mark, half_day) for mark in marks]
        if marks:
            drafts += _seal_of(half_day)
        for mark, entry in zip(marks, append(chain, drafts)[: len(marks)], strict=True):
            mark.entry = entry.position
        AttendanceMark.objects.bulk_update(marks, ["entry"], batch_size=500)
        adopted += len(marks)
    anchor_soon(chain)
    return adopted


def _draft_of(mark: AttendanceMark, half_day: HalfDay) -> Draft:
    at = mark.signed_at or mark.recorded_at
    return entry_for(mark, half_day, mark.recorded_by_id, at, reason=mark.note, detail=ADOPTED)


def _seal_of(half_day: HalfDay) -> list[Draft]:
    seal = Countersignature.objects.filter(half_day=half_day).first()
    return [seal_entry(seal, half_day, **ADOPTED)] if seal else []
