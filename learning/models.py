"""Who learns what, when."""

from learning.activity.models import Recipient, Report, Subscription
from learning.annotations.models import Annotation
from learning.annual.models import Declaration, Entry
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
from learning.issuing.models import IssueRun, PaperNotice
from learning.makeups.models import MakeUp
from learning.needs.models import Need
from learning.people.models import PersonMerge, TwoPeople
from learning.plans.models import Plan
from learning.progress.models import ActivityCompletion, H5PState, JournalEntry, Statement
from learning.proofs.models import ProofPack
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
    "Declaration",
    "DeviceMark",
    "Enrolment",
    "EnrolmentGroup",
    "Entry",
    "EvidenceChain",
    "EvidenceEntry",
    "FigureCell",
    "H5PState",
    "HalfDay",
    "HalfDayFacts",
    "IssueRun",
    "JournalEntry",
    "KeptRule",
    "MakeUp",
    "Need",
    "Offer",
    "PaperNotice",
    "PersonMerge",
    "Plan",
    "Postponement",
    "ProofPack",
    "Recipient",
    "RecordHead",
    "Report",
    "Reservation",
    "RoomSecret",
    "Roster",
    "RosterColumns",
    "Scan",
    "ScanPage",
    "Sheet",
    "Signature",
    "Statement",
    "Subscription",
    "Target",
    "TwoPeople",
    "Venue",
    "VenueBooking",
]
