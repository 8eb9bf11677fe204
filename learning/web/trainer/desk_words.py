"""What the desk says to who arrives, and to who receives them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontend.formats import hour
from learning.attendance.enums import AttendanceStatus
from learning.attendance.models import AttendanceMark
from learning.attendance.welcome import Outcome, Welcome
from learning.cohorts.models import HalfDay
from learning.enrolment.arrival_codes import arrival_code
from learning.enrolment.models import Enrolment
from learning.evidence.models import EvidenceEntry
from learning.makeups.queries import on_the_roll

GOOD, WARN, BAD = "good", "warn", "bad"
TONES = {
    Outcome.ARRIVED: GOOD, Outcome.LATE: GOOD, Outcome.ALREADY: WARN, Outcome.SEALED: WARN,
    Outcome.WAITING: WARN,
}  # fmt: skip
KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class DeskRow:
    """Someone expected: whether they are here, since when, and what the page knows them by."""

    enrolment: Enrolment
    is_here: bool
    since: datetime | None
    status: str
    # Whether a page without script shows them.
    is_shown: bool = True

    @property
    def key(self) -> str:
        """Return a digest of their code: the page recognises it without holding it."""
        return sha256(arrival_code(self.enrolment.pk).encode()).hexdigest()[:KEY_LENGTH]

    @property
    def employer(self) -> str:
        """Return the employer's name, "" where there is none."""
        return self.enrolment.employer.name if self.enrolment.employer else ""

    @property
    def text(self) -> str:
        """Return what a search looks in."""
        person = self.enrolment.person
        return f"{person.last_name} {person.first_name} {self.employer}"


def rows_of(half_day: HalfDay) -> list[DeskRow]:
    """Return everybody expected, in alphabetical order, in three queries."""
    people = (
        on_the_roll(half_day)
        .select_related("person", "employer")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    marks = {mark.enrolment_id: mark for mark in half_day.marks.all()}
    times = times_of(half_day, marks.values())
    return [_row(one, marks.get(one.pk), times) for one in people]


def _row(enrolment: Enrolment, mark: AttendanceMark | None, times: dict[int, datetime]) -> DeskRow:
    is_here = mark is not None and mark.was_there
    since = since_of(mark, times) if mark and is_here else None
    return DeskRow(enrolment, is_here, since, mark.status if mark else "")


def times_of(half_day: HalfDay, marks: Any) -> dict[int, datetime]:
    """Return when the marks were made, by the position of their entry of evidence."""
    positions = [mark.entry for mark in marks]
    entries = EvidenceEntry.objects.filter(cohort=half_day.cohort_id, position__in=positions)
    return dict(entries.values_list("position", "at"))


def since_of(mark: AttendanceMark, times: dict[int, datetime]) -> datetime:
    """Return when someone arrived: the device's hour, not that of its sending."""
    return mark.arrived_at or times.get(mark.entry, mark.recorded_at)


def as_json(said: Welcome) -> dict[str, object]:
    """Return what the desk's script shows of an answer."""
    one = said.enrolment
    is_here = said.outcome in {Outcome.ARRIVED, Outcome.LATE, Outcome.ALREADY}
    return {
        "nonce": str(said.nonce),
        "tone": TONES.get(said.outcome, BAD),
        "name": one.person.display_name if one else "",
        "employer": one.employer.name if one and one.employer else "",
        "words": words_of(said),
        "enrolment": str(one.pk) if one else None,
        "here": is_here,
        "hour": hour_of(said.since) if is_here else "",
        "undo": said.outcome in {Outcome.ARRIVED, Outcome.LATE},
    }


SENTENCES = {
    Outcome.ARRIVED: _("Arrivée notée à %(hour)s."),
    Outcome.LATE: _("Arrivée notée en retard, à %(hour)s."),
    Outcome.SEALED: _(
        "La demi-journée est contresignée : l’arrivée est gardée, l’équipe décidera."
    ),
    Outcome.WAITING: _(
        "Sur liste d’attente, sans place confirmée : « Sans inscription » lui en donne une."
    ),
    Outcome.CANCELLED: _("Son inscription est annulée."),
    Outcome.ELSEWHERE: _("Ce code est pour un autre groupe : regardez la date et le lieu."),
    Outcome.UNKNOWN: _("Ce code n’est pas une convocation d’ici. Cherchez le nom."),
    Outcome.NOT_TODAY: _("Cette demi-journée n’est pas aujourd’hui : rien n’est noté."),
    Outcome.OVER: _("La demi-journée est finie : ouvrez l’accueil de la suivante."),
    Outcome.NOT_HELD: _("Cette cohorte ne se tient pas : rien n’est noté."),
}
HERE_ALREADY = _("Déjà là depuis %(hour)s.")
HERE_ELSEWHERE = _("Déjà là depuis %(hour)s, noté·e sur un autre appareil.")


def words_of(said: Welcome) -> str:
    """Return the sentence; call it in the time zone of the venue."""
    if said.outcome == Outcome.ALREADY:
        words = HERE_ALREADY if said.is_same_device else HERE_ELSEWHERE
    else:
        words = SENTENCES[said.outcome]
    return str(words) % {"hour": hour_of(said.since)}


def hour_of(at: datetime | None) -> str:
    """Return an hour in the zone at hand, "" for none."""
    return hour(timezone.localtime(at)) if at else ""


def late_count(rows: list[DeskRow]) -> int:
    """Return how many of those who are here came late."""
    return sum(row.status == AttendanceStatus.LATE for row in rows)
