"""Write the people of a file: what the job does, whole or not at all."""

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.bulk import fill_in_agents, profiles_of, write_agents
from accounts.users.models import AgentProfile, User
from accounts.users.services import AgentDetails
from common.audit.services import record
from common.errors import DomainError
from common.jobs.registry import Result, RunningJob, handles
from learning.enrolment.groups import SMALLEST
from learning.enrolment.models import Enrolment, EnrolmentGroup
from learning.enrolment.permissions import can_ask_for_a_place
from learning.enrolment.places import lock_cohort
from learning.enrolment.reservations import places_to_name
from learning.enrolment.services import NotTakingRequests
from learning.enrolment.together import enrol_together, fill_in_enrolments
from learning.rosters.checking import check
from learning.rosters.enums import APPLY, LineKind, Lines, RosterState
from learning.rosters.models import Roster
from learning.rosters.planning import Line


class LinesHaveChanged(DomainError):
    """A line that was good is not any more."""

    code = "lines_have_changed"
    sentence = _(
        "Des lignes ont changé depuis la vérification : rien n’est écrit. Relisez-les, puis "
        "appliquez de nouveau."
    )


@handles(APPLY)
def apply(job: RunningJob) -> Result:
    """Write the file of a job; a second time does nothing."""
    roster = Roster.objects.get(pk=job.payload["roster"])
    if roster.state != RosterState.APPLYING or roster.turns != job.payload["turn"]:
        return {}
    actor = job.job.created_by
    if not isinstance(actor, User):
        message = "A roster is applied by who asked for it."
        raise TypeError(message)
    total = len(roster.report)
    job.progress(0, total)
    try:
        done = write_roster(actor=actor, roster=roster)
    except DomainError as refusal:
        _give_back(roster, refusal)
        raise
    job.progress(total, total)
    return done


def _give_back(roster: Roster, refusal: DomainError) -> None:
    """Show the school the lines as they are now, and why nothing was written."""
    mine = Roster.objects.filter(pk=roster.pk, state=RosterState.APPLYING, turns=roster.turns)
    report = [line.as_json() for line in check(roster)]
    mine.update(state=RosterState.CHECKED, refusal=str(refusal), report=report)


@transaction.atomic
def write_roster(*, actor: User, roster: Roster) -> dict[str, Any]:
    """Enrol and complete, in one transaction; return how many of each, and keep the result.

    Raises LinesHaveChanged or NotTakingRequests; then nothing is written.
    """
    cohort = lock_cohort(roster.cohort_id)
    held = Roster.objects.select_for_update().select_related("organisation").get(pk=roster.pk)
    held.cohort = cohort
    if held.state != RosterState.APPLYING or held.turns != roster.turns:
        return {}
    if not can_ask_for_a_place(cohort):
        raise NotTakingRequests
    lines = check(held)
    if held.lines == Lines.ALL and any(
        line.kind in (LineKind.ERROR, LineKind.ASK) for line in lines
    ):
        raise LinesHaveChanged
    seats = _enrol(actor, held, [line for line in lines if line.kind == LineKind.CREATE])
    _complete(actor, held, [line for line in lines if line.kind == LineKind.UPDATE])
    held.report = [
        {**line.as_json(), "state": str(seats[line.number].state)}
        if line.number in seats
        else line.as_json()
        for line in lines
    ]
    held.state, held.applied_at = RosterState.APPLIED, timezone.now()
    file, held.file = held.file.name, ""
    counts = {kind.value: sum(line.kind == kind for line in lines) for kind in LineKind}
    held.counts = {kind: count for kind, count in counts.items() if count}
    held.save(update_fields=["report", "state", "applied_at", "file", "counts"])
    record(actor=actor, action="roster_applied", target=held, cohort=cohort.code, lines=counts)
    if file:
        transaction.on_commit(partial(default_storage.delete, file))
    return counts


def _enrol(actor: User, roster: Roster, lines: list[Line]) -> dict[int, Enrolment]:
    """Write the people nobody knew, enrol all, in the order of the file."""
    told = [(line, line.details) for line in lines if line.details]
    new = [(line, details) for line, details in told if line.person is None]
    written = write_agents([details for _line, details in new])
    profiles: dict[int, AgentProfile] = {
        line.number: profile
        for (line, _details), (_person, profile) in zip(new, written, strict=True)
    }
    known = [(line, details) for line, details in told if line.person is not None]
    filled = _fill_in(known)
    profiles |= {line.number: profile for (line, _d), profile in zip(known, filled, strict=True)}
    enrolments = enrol_together(
        actor=actor, cohort=roster.cohort, organisation=roster.organisation,
        people=[profiles[line.number] for line in lines],
        group=_group_of(actor, roster, len(lines)),
    )  # fmt: skip
    return {line.number: one for line, one in zip(lines, enrolments, strict=True)}


def _group_of(actor: User, roster: Roster, people: int) -> EnrolmentGroup | None:
    """Write the group of those who come together; nobody is a group alone."""
    kept = places_to_name(roster.cohort, roster.organisation)
    if not roster.group_name or people - len(kept) < SMALLEST:
        return None
    group = EnrolmentGroup.objects.create(
        cohort=roster.cohort, name=roster.group_name, accepts_some=roster.accepts_some,
        made_by=actor,
    )  # fmt: skip
    record(
        actor=actor, action="group_made", target=group, cohort=roster.cohort.code, people=people,
        accepts_some=group.accepts_some,
    )  # fmt: skip
    return group


def _complete(actor: User, roster: Roster, lines: list[Line]) -> None:
    """Fill in what was not known of people already there."""
    told = [(line, line.details) for line in lines if line.details]
    rows = [
        (line.enrolment, profile)
        for (line, _details), profile in zip(told, _fill_in(told), strict=True)
        if line.enrolment
    ]
    if rows:
        fill_in_enrolments(actor=actor, cohort=roster.cohort, rows=rows)


def _fill_in(told: list[tuple[Line, AgentDetails]]) -> list[AgentProfile]:
    details = {line.person.pk: one for line, one in told if line.person}
    return fill_in_agents(details, profiles_of(details)) if details else []
