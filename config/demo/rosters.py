"""Write the school's files in the demo: one applied, one that waits for its decision."""

from datetime import datetime, timedelta

from accounts.organisations.models import Organisation
from accounts.users.models import AgentProfile, User
from config.demo.crowd import Crowd, address_of
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from learning.rosters.applying import write_roster
from learning.rosters.enums import Answer, LineKind, Lines
from learning.rosters.models import Roster
from learning.rosters.services import answer_lines, apply_roster, send_roster

_APPLIED, _WAITING, _ELSEWHERE = "marseille-2", "insp-stage-2", "dijon-1"
_TITLES = ("Nom", "Prénom", "Courriel", "Fonction", "Service", "Employeur", "Catégorie")
Row = list[str]


def write_rosters(crowd: Crowd, manager: User, school: Organisation, now: datetime) -> None:
    """Have the school send two files, and apply the first."""
    known = _enrolled_by(school)
    there = known[0].person
    first = [*(_new(crowd, school) for _n in range(5)), _again(known[0]), _again(known[1])]
    roster = _send(manager, school, _APPLIED, "Inscriptions printemps.csv", first)
    # The second, unlike what the file makes one believe, is someone else.
    answers = {
        str(line["n"]): Answer.SAME if line["last_name"] == there.last_name else Answer.OTHER
        for line in roster.report
        if line["kind"] == LineKind.ASK
    }
    answer_lines(actor=manager, roster=roster, answers=answers)
    apply_roster(actor=manager, roster=roster, lines=Lines.ALL)
    roster.refresh_from_db()
    write_roster(actor=manager, roster=roster)
    sent_at = now - timedelta(days=2)
    Roster.objects.filter(pk=roster.pk).update(
        sent_at=sent_at, applied_at=sent_at + timedelta(minutes=6)
    )
    _send(manager, school, _WAITING, "Stage été.csv", _doubtful(crowd, school, known[2]))


def _enrolled_by(school: Organisation) -> list[AgentProfile]:
    """Return three people whom the school enrolled once, elsewhere than where its files go."""
    there = Enrolment.objects.filter(cohort__code__in=[_APPLIED, _WAITING])
    taken = set(there.values_list("person", flat=True))
    elsewhere = Cohort.objects.get(code=_ELSEWHERE).enrolments
    theirs = elsewhere.filter(enrolling_organisation=school).order_by("requested_at", "pk")
    people = theirs.values_list("person", flat=True)
    chosen = [person for person in people if person not in taken][:3]
    profiles = AgentProfile.objects.select_related("person", "employer").in_bulk(chosen)
    return [profiles[person] for person in chosen]


def _new(crowd: Crowd, school: Organisation) -> Row:
    """Return the line of someone nobody knows."""
    first, last = crowd.name()
    words = crowd.content
    function = crowd.random.choice(words["functions"]["A"])
    service = crowd.random.choice(words["services"])
    return [last, first, address_of(first, last), function, service, school.name, "A"]


def _again(profile: AgentProfile) -> Row:
    """Return the line of someone known, at another address."""
    person = profile.person
    address = address_of(person.first_name[:1], person.last_name)
    employer = profile.employer.name if profile.employer else ""
    return [person.last_name, person.first_name, address, "", "", employer, ""]


def _doubtful(crowd: Crowd, school: Organisation, known: AgentProfile) -> list[Row]:
    """Return a file as schools send them: good lines, bad ones, people perhaps known already."""
    rows = [_new(crowd, school) for _n in range(9)]
    rows[1][2] = rows[1][2].replace("@", " chez ")
    rows[3][6] = "Z"
    rows[5][1] = ""
    rows[6][3] = "=A7&B7"
    rows[8][2] = rows[7][2]
    return [*rows, _again(known), [*rows[0][:2], address_of("Autre", rows[0][0]), *rows[0][3:]]]


def _send(
    manager: User, school: Organisation, code: str, filename: str, rows: list[Row]
) -> Roster:  # fmt: skip
    lines = [";".join(row) for row in [list(_TITLES), *rows]]
    return send_roster(
        actor=manager, cohort=Cohort.objects.get(code=code), organisation=school,
        filename=filename, data="\r\n".join(lines).encode("cp1252"),
    )  # fmt: skip
