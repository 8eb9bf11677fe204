"""Who learns what, when."""

from learning.annotations.models import Annotation
from learning.attendance.models import (
    AttendanceMark,
    Countersignature,
    DeviceMark,
    RoomSecret,
    Signature,
)
from learning.attendance.sheets.models import CellReading, Scan, ScanPage, Sheet
from learning.cohorts.models import Cohort, HalfDay, Venue, VenueBooking
from learning.completion.models import Completion, KeptRule
from learning.conventions.models import Convention, ConventionNumber
from learning.counting.models import (
    Count,
    CountedForGood,
    CountedPerson,
    CountedVerdict,
    FigureCell,
    RecordHead,
)
from learning.decisions.models import DateQuestion, Postponement
from learning.enrolment.models import (
    Approval,
    CalendarFeed,
    Enrolment,
    EnrolmentGroup,
    Offer,
    Reservation,
)
from learning.evidence.models import EvidenceChain, EvidenceEntry, HalfDayFacts
from learning.makeups.models import MakeUp
from learning.needs.models import Need
from learning.people.models import PersonMerge, TwoPeople
from learning.progress.models import ActivityCompletion, H5PState, JournalEntry, Statement
from learning.rosters.models import Roster, RosterColumns
from learning.targets.models import Target

__all__ = [
    "ActivityCompletion",
    "Annotation",
    "Approval",
    "AttendanceMark",
    "CalendarFeed",
    "CellReading",
    "Cohort",
    "Completion",
    "Convention",
    "ConventionNumber",
    "Count",
    "CountedForGood",
    "CountedPerson",
    "CountedVerdict",
    "Countersignature",
    "DateQuestion",
    "DeviceMark",
    "Enrolment",
    "EnrolmentGroup",
    "EvidenceChain",
    "EvidenceEntry",
    "FigureCell",
    "H5PState",
    "HalfDay",
    "HalfDayFacts",
    "JournalEntry",
    "KeptRule",
    "MakeUp",
    "Need",
    "Offer",
    "PersonMerge",
    "Postponement",
    "RecordHead",
    "Reservation",
    "RoomSecret",
    "Roster",
    "RosterColumns",
    "Scan",
    "ScanPage",
    "Sheet",
    "Signature",
    "Statement",
    "Target",
    "TwoPeople",
    "Venue",
    "VenueBooking",
]
