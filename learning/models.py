"""Who learns what, when."""

from learning.attendance.models import AttendanceMark, Countersignature
from learning.cohorts.models import Cohort, HalfDay, Venue, VenueBooking
from learning.completion.models import Completion
from learning.enrolment.models import (
    Approval,
    CalendarFeed,
    Enrolment,
    EnrolmentGroup,
    Offer,
    Reservation,
)
from learning.progress.models import ActivityCompletion, H5PState, JournalEntry, Statement
from learning.rosters.models import Roster, RosterColumns
from learning.targets.models import Target

__all__ = [
    "ActivityCompletion",
    "Approval",
    "AttendanceMark",
    "CalendarFeed",
    "Cohort",
    "Completion",
    "Countersignature",
    "Enrolment",
    "EnrolmentGroup",
    "H5PState",
    "HalfDay",
    "JournalEntry",
    "Offer",
    "Reservation",
    "Roster",
    "RosterColumns",
    "Statement",
    "Target",
    "Venue",
    "VenueBooking",
]
