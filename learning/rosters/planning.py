"""The dry run: what each line of a file would do, or what is wrong with it. Writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from accounts.users.models import User
from accounts.users.services import AgentDetails, lacking
from learning.enrolment.models import Enrolment
from learning.rosters.cells import Cells
from learning.rosters.enums import Answer, Field, LineKind
from learning.rosters.known import Known, name_key
from learning.rosters.mapping import Columns, key_of
from learning.rosters.problems import Problem
from learning.rosters.reading import Row, Table

# What may be answered about each question.
ANSWERS = {
    "known_elsewhere": (Answer.SAME, Answer.OTHER, Answer.SKIP),
    "other_name": (Answer.SAME, Answer.SKIP),
    "twin_in_file": (Answer.OTHER, Answer.SKIP),
}


@dataclass(slots=True)
class Line:
    """What a line will do, to whom, and what there is to say about it."""

    number: int
    kind: LineKind
    details: AgentDetails | None = None
    person: User | None = None
    enrolment: Enrolment | None = None
    said: list[Problem] = field(default_factory=list)
    # As it was typed, for a line that cannot be read into details.
    typed: tuple[str, str, str] = ("", "", "")

    def as_json(self) -> dict[str, Any]:
        """Return what is kept of the line."""
        last_name, first_name, email = self.typed
        return {
            "n": self.number, "kind": self.kind.value, "last_name": last_name,
            "first_name": first_name, "email": email, "said": [one.as_json() for one in self.said],
        }  # fmt: skip


def plan(
    table: Table, columns: Columns, known: Known, answers: Mapping[str, str]
) -> list[Line]:  # fmt: skip
    """Return what each line would do; `answers` are those given to its questions, by number."""
    planner = _Planner(table, columns, known, answers)
    return [planner.line(row) for row in table.rows]


class _Planner:
    """Plans the lines in their order, and remembers those before."""

    def __init__(
        self, table: Table, columns: Columns, known: Known, answers: Mapping[str, str]
    ) -> None:
        self.cells = Cells(table.headers, columns, known)
        self.known, self.answers = known, answers
        self.addresses: dict[str, int] = {}
        self.persons: dict[UUID, int] = {}
        self.names: dict[tuple[str, UUID | None], int] = {}

    def line(self, row: Row) -> Line:
        """Return what one line would do."""
        if row.problem:
            return Line(row.number, LineKind.ERROR, said=[row.problem])
        details, problems = self.cells.read(row)
        line = Line(row.number, LineKind.ERROR, typed=self.cells.typed(row), said=problems)
        if details.email in self.addresses:
            where, column = self.addresses[details.email], self.cells.title(Field.EMAIL)
            problems.append(Problem("repeated_email", column, line=where))
        if not problems:
            line.details = details
            self._decide(line, details)
        if details.email:
            self.addresses.setdefault(details.email, row.number)
        return line

    def _decide(self, line: Line, details: AgentDetails) -> None:
        who = (name_key(details.first_name, details.last_name), details.employer_id)
        line.person = self.known.people.get(details.email)
        question = self._question(line.person, details, who)
        if question and not self._is_settled(line, question, who):
            return
        person = line.person
        if person and person.pk in self.persons:
            column = self.cells.title(Field.EMAIL)
            line.said = [Problem("repeated_person", column, line=self.persons[person.pk])]
            return
        self.names.setdefault(who, line.number)
        if person:
            self.persons[person.pk] = line.number
            line.enrolment = self.known.enrolled.get(person.pk)
        self._sort(line, details)

    def _question(
        self, person: User | None, details: AgentDetails, who: tuple[str, UUID | None]
    ) -> Problem | None:
        """Return what must be asked before the line is written; None when nothing is doubtful."""
        if person:
            is_settled = person.pk in self.known.enrolled or _may_be(person, details)
            return None if is_settled else Problem("other_name", self.cells.title(Field.EMAIL))
        column = self.cells.title(Field.LAST_NAME)
        namesake = self.known.namesakes.get(who)
        if namesake:
            return Problem("known_elsewhere", column, email=veiled(namesake.email))
        if who in self.names:
            return Problem("twin_in_file", column, line=self.names[who])
        return None

    def _is_settled(self, line: Line, question: Problem, who: tuple[str, UUID | None]) -> bool:
        """Apply the answer given to a question; False when the line is not to be written."""
        line.said = [question]
        answer = self.answers.get(str(line.number))
        if answer not in ANSWERS[question.code]:
            line.kind = LineKind.ASK
            return False
        if answer == Answer.SKIP:
            line.kind = LineKind.SKIPPED
            return False
        if answer == Answer.SAME and question.code == "known_elsewhere":
            line.person = self.known.namesakes[who]
        line.said = []
        return True

    def _sort(self, line: Line, details: AgentDetails) -> None:
        """Say whether the line enrols, completes or changes nothing."""
        if line.enrolment is None:
            line.kind = LineKind.CREATE
            return
        line.kind = LineKind.UNCHANGED
        line.said.append(Problem("already_there"))
        # Of people whom another enrolled, a school completes nothing.
        if line.enrolment.enrolling_organisation_id != self.known.organisation.pk:
            return
        profile = self.known.profiles.get(line.enrolment.person_id)
        if profile and (lacked := lacking(profile, details)):
            line.kind = LineKind.UPDATE
            labels = [str(Field(_FIELD_OF.get(name, name)).label) for name in lacked]
            line.said = [Problem("fills_in", fields=labels)]


_FIELD_OF = {"employer_id": Field.EMPLOYER.value}


def _may_be(person: User, details: AgentDetails) -> bool:
    """Return whether someone may have both names: the last one or the first one is the same."""
    theirs = key_of(person.last_name), key_of(person.first_name)
    if not any(theirs):
        return True
    said = key_of(details.last_name), key_of(details.first_name)
    return theirs[0] == said[0] or theirs[1] == said[1]


def veiled(email: str | None) -> str:
    """Return an address that its owner recognises and nobody else learns."""
    name, _at, host = (email or "").partition("@")
    return f"{name[:1]}…@{host}" if host else "–"
