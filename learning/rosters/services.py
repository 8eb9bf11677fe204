"""Send a file of people, say how it is read, and have it applied."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.jobs.enums import JobState
from common.jobs.models import Job
from common.jobs.services import queue
from learning.cohorts.models import Cohort
from learning.enrolment.permissions import can_ask_for_a_place
from learning.enrolment.services import CannotEnrolForOrganisation, NotTakingRequests
from learning.rosters.checking import check, read
from learning.rosters.enums import APPLY, Answer, Field, LineKind, Lines, RosterState
from learning.rosters.mapping import Columns, guess, missing, to_remember
from learning.rosters.models import LINES_KEPT, STALE, Roster, RosterColumns
from learning.rosters.reading import Table


class ColumnsMissing(DomainError):
    code = "columns_missing"
    sentence = _("Dites quelle colonne contient : %(fields)s.")


class ColumnUsedTwice(DomainError):
    code = "column_used_twice"
    sentence = _("Une colonne ne donne qu’une information : vous en avez choisi une deux fois.")


class RosterIsDone(DomainError):
    code = "roster_is_done"
    sentence = _("Ce fichier est déjà appliqué, ou en train de l’être : envoyez-en un autre.")


class LinesToCorrect(DomainError):
    code = "lines_to_correct"
    sentence = _(
        "Il reste des lignes à corriger ou à décider : choisissez « les bonnes seulement », ou "
        "corrigez le fichier et envoyez-le de nouveau."
    )


class NothingToWrite(DomainError):
    code = "nothing_to_write"
    sentence = _("Aucune ligne ne changerait quoi que ce soit : il n’y a rien à appliquer.")


@dataclass(frozen=True, slots=True)
class Handling:
    """How a list is read, and whether its people come together: as a group of that name."""

    is_pasted: bool = False
    group_name: str = ""
    accepts_some: bool = False


A_FILE = Handling()


@transaction.atomic
def send_roster(
    *, actor: User, cohort: Cohort, organisation: Organisation, filename: str, data: bytes,
    handling: Handling = A_FILE,
) -> Roster:  # fmt: skip
    """Keep a list and check it at once if its columns are recognised; nothing else is written.

    Raises CannotEnrolForOrganisation, NotTakingRequests, RosterIsTooBig, RosterIsEmpty or
    RosterIsNotATable.
    """
    if organisation.pk not in actor.organisations_as(Role.SCHOOL_MANAGER):
        raise CannotEnrolForOrganisation
    if not can_ask_for_a_place(cohort):
        raise NotTakingRequests
    table = read(data, is_pasted=handling.is_pasted)
    remembered = RosterColumns.objects.filter(organisation=organisation).first()
    columns = guess(table.headers, remembered.fields if remembered else {})
    roster = Roster(
        organisation=organisation, cohort=cohort, filename=PurePath(filename).name[-255:],
        sent_by=actor, headers=list(table.headers), columns=columns,
        is_pasted=handling.is_pasted, group_name=handling.group_name.strip(),
        accepts_some=handling.accepts_some,
    )  # fmt: skip
    roster.file.save(roster.filename, ContentFile(data), save=False)
    if not missing(columns):
        _check(roster, table)
    roster.save(force_insert=True)
    record(
        actor=actor, action="roster_sent", target=roster, cohort=cohort.code,
        lines=len(table.rows), written=table.written,
    )  # fmt: skip
    return roster


def _check(roster: Roster, table: Table | None = None) -> None:
    lines = check(roster, table)
    roster.report = [line.as_json() for line in lines]
    roster.state = RosterState.CHECKED
    roster.refusal = ""


def _open(roster: Roster) -> Roster:
    """Return the roster, held until the transaction ends. Raises RosterIsDone."""
    held = Roster.objects.select_for_update().get(pk=roster.pk)
    if has_failed(held):
        held.state = RosterState.CHECKED
    if held.state not in (RosterState.SENT, RosterState.CHECKED):
        raise RosterIsDone
    return held


def has_failed(roster: Roster) -> bool:
    """Return whether its application was given up by the workers: it may be asked for again."""
    if roster.state != RosterState.APPLYING:
        return False
    return Job.objects.filter(kind=APPLY, key=roster.job_key, state=JobState.FAILED).exists()


@transaction.atomic
def choose_columns(*, actor: User, roster: Roster, columns: Columns) -> Roster:
    """Read the file by these columns from now on, and the school's next ones.

    Raises RosterIsDone, ColumnsMissing or ColumnUsedTwice.
    """
    held = _open(roster)
    if lacking := missing(columns):
        raise ColumnsMissing(fields=", ".join(str(Field(field).label) for field in lacking))
    if max(Counter(columns.values()).values()) > 1:
        raise ColumnUsedTwice
    held.columns, held.answers = columns, {}
    _check(held)
    held.save()
    kept, _is_new = RosterColumns.objects.get_or_create(organisation_id=held.organisation_id)
    kept.fields |= to_remember(held.headers, columns)
    kept.save(update_fields=["fields"])
    record(actor=actor, action="roster_columns_chosen", target=held, columns=columns)
    return held


@transaction.atomic
def answer_lines(*, actor: User, roster: Roster, answers: Mapping[str, Answer]) -> Roster:
    """Keep what the school says of doubtful lines, by their number. Raises RosterIsDone."""
    held = _open(roster)
    held.answers |= {number: answer.value for number, answer in answers.items()}
    _check(held)
    held.save()
    record(actor=actor, action="roster_lines_answered", target=held, answers=held.answers)
    return held


@transaction.atomic
def apply_roster(*, actor: User, roster: Roster, lines: Lines) -> Job:
    """Have the file written: all its lines or none, or the good ones only.

    Raises RosterIsDone, LinesToCorrect, NothingToWrite or NotTakingRequests.
    """
    held = _open(roster)
    if held.state != RosterState.CHECKED:
        raise RosterIsDone
    if not can_ask_for_a_place(held.cohort):
        raise NotTakingRequests
    counts = counts_of(held)
    if lines == Lines.ALL and counts[LineKind.ERROR] + counts[LineKind.ASK]:
        raise LinesToCorrect
    if not counts[LineKind.CREATE] + counts[LineKind.UPDATE]:
        raise NothingToWrite
    held.state, held.lines, held.refusal = RosterState.APPLYING, lines, ""
    held.turns += 1
    held.save(update_fields=["state", "lines", "refusal", "turns"])
    record(actor=actor, action="roster_application_asked", target=held, lines=lines.value)
    return queue(
        kind=APPLY, key=held.job_key, payload={"roster": str(held.pk), "turn": held.turns},
        created_by=actor,
    )  # fmt: skip


def counts_of(roster: Roster) -> Counter[str]:
    """Return how many lines of the report are of each kind, even once the lines are gone."""
    if roster.counts:
        return Counter(roster.counts)
    return Counter(line["kind"] for line in roster.report)


def forget_stale_rosters() -> int:
    """Delete the files that were sent long ago and never applied; return how many."""
    old = Roster.objects.filter(
        state__in=[RosterState.SENT, RosterState.CHECKED], sent_at__lt=timezone.now() - STALE
    )
    rosters = list(old)
    for roster in rosters:
        if roster.file.name:
            default_storage.delete(roster.file.name)
        roster.delete()
    return len(rosters)


def forget_applied_lines() -> int:
    """Empty the reports of files applied long ago: they hold names; return how many."""
    old = Roster.objects.filter(
        state=RosterState.APPLIED, applied_at__lt=timezone.now() - LINES_KEPT
    )
    return old.exclude(report=[]).update(report=[])
