"""Absences as a file."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontend.tables import Column
from learning.web.make_ups import AbsenceRow


def _day(row: AbsenceRow) -> object:
    half = row.absence.half_day
    return timezone.localdate(half.starts_at, half.cohort.venue.zone)


# What a school is told: why somebody is excused is between them and the team.
ABSENCE_COLUMNS: tuple[Column, ...] = (
    (_("Nom"), lambda row: row.absence.enrolment.person.last_name),
    (_("Prénom"), lambda row: row.absence.enrolment.person.first_name),
    (_("Employeur"), lambda row: row.absence.enrolment.employer),
    (_("Cohorte"), lambda row: row.absence.half_day.cohort.title),
    (_("Jour"), _day),
    (_("Demi-journée"), lambda row: row.absence.half_day.get_period_display()),
    (_("Présence"), lambda row: row.absence.words),
    (_("Rattrapage"), lambda row: row.make_up.get_state_display() if row.make_up else ""),
)
TEAM_COLUMNS: tuple[Column, ...] = (*ABSENCE_COLUMNS, (_("Motif"), lambda row: row.absence.note))
