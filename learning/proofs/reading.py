"""The facts of a pack, read at one instant."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from accounts.notifications.models import Message
from accounts.organisations.enums import OrganisationKind
from accounts.organisations.models import Organisation
from accounts.users.models import User
from certificates.awards.models import Award
from common.snapshots import one_instant
from learning.attendance.models import AttendanceMark
from learning.attendance.sheets.enums import PageState, ScanState
from learning.attendance.sheets.models import Scan, ScanPage
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.models import Completion
from learning.conventions.models import Convention
from learning.enrolment.models import Approval, Enrolment
from learning.evidence.chain import head_of
from learning.evidence.models import Head
from learning.makeups.models import MakeUp
from modules.exchange.document import sheet_of

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
Mark = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class PaperScan:
    """A file of signed sheets: whether all its pages are this cohort's, and those that are."""

    scan: Scan
    is_ours: bool
    pages: list[ScanPage]
    to_settle: int

    @property
    def files(self) -> int:
        """Return how many files of it go into the pack: the original where all of it is ours."""
        if self.scan.state != ScanState.READ or not self.pages:
            return 0
        return 1 if self.is_ours else len(self.pages)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a cohort. `people` have a place, `left` had one, `guests` make up here.

    `marks` are by enrolment and half-day, those that count for its people elsewhere included;
    `make_ups` by enrolment and half-day missed. `sheet` is what the published programme says.
    """

    cohort: Cohort
    provider: Organisation | None
    sheet: dict[str, Any]
    trainers: list[User]
    halves: list[HalfDay]
    people: list[Enrolment]
    left: list[Enrolment]
    guests: list[Enrolment]
    marks: dict[Mark, AttendanceMark]
    make_ups: dict[Mark, MakeUp]
    completions: dict[UUID, Completion]
    awards: dict[UUID, list[Award]]
    conventions: list[Convention]
    messages: list[tuple[Message, Enrolment | None]]
    scans: list[PaperScan]
    head: Head | None

    @property
    def valid_awards(self) -> list[tuple[Enrolment, Award]]:
        """Return the papers that hold, person by person."""
        return [
            (one, award)
            for one in self.people
            for award in self.awards.get(one.pk, [])
            if award.revoked_at is None
        ]

    @property
    def latest(self) -> datetime:
        """Return when the last thing that the pack tells of happened."""
        told: list[datetime | None] = [self.cohort.calendar_changed_at]
        told += [mark.recorded_at for mark in self.marks.values()]
        told += [half.countersignature.signed_at for half in self.halves if is_sealed(half)]
        told += [one.confirmed_at for one in self.people]
        told += [one.cancelled_at for one in self.left]
        told += [one.recorded_at for one in self.completions.values()]
        for award in (award for awards in self.awards.values() for award in awards):
            told += [award.issued_at, award.rendered_at, award.revoked_at]
        told += [at for one in self.conventions for at in (one.made_at, one.sent_at)]
        told += [message.sent_at for message, _enrolment in self.messages]
        told += [one.scan.sent_at for one in self.scans]
        return max(at for at in told if at is not None)


def is_sealed(half_day: HalfDay) -> bool:
    """Return whether a half-day, read with its countersignature, has one."""
    return hasattr(half_day, "countersignature")


def is_of_completion(award: Award) -> bool:
    """Return whether a paper is the one a verdict gives, not one that goes with it."""
    return award.key.startswith("completion:")


def read_facts(cohort_id: UUID) -> Facts:
    """Read what is known of a cohort, all of it as it was at one instant.

    The same number of queries whatever the size of the group.
    """
    with one_instant():
        return _read(cohort_id)


def _read(cohort_id: UUID) -> Facts:
    sealed = HalfDay.objects.select_related("countersignature__trainer").order_by("starts_at")
    found = Cohort.objects.select_related(
        "venue", "organiser", "revision__edition__module__format",
        "revision__edition__module__forked_from",
    )  # fmt: skip
    cohort = found.prefetch_related(Prefetch("half_days", sealed), "trainers").get(pk=cohort_id)
    halves = list(cohort.half_days.all())
    known = list(
        Enrolment.objects.filter(cohort=cohort, confirmed_at__isnull=False)
        .select_related("person", "employer", "enrolling_organisation")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    people = [one for one in known if one.is_confirmed]
    by_name = attrgetter("last_name", "first_name", "pk")
    trainers = sorted(cohort.trainers.all(), key=by_name)
    make_ups = _make_ups(people)
    marks = _marks(halves, make_ups)
    ours = {one.pk for one in known}
    guests = {key for key, _half in marks if key not in ours}
    return Facts(
        cohort=cohort,
        provider=Organisation.objects.filter(kind=OrganisationKind.PROVIDER).first(),
        sheet=sheet_of(cohort.revision),
        trainers=trainers,
        halves=halves,
        people=people,
        left=[one for one in known if not one.is_confirmed],
        guests=list(
            Enrolment.objects.filter(pk__in=guests)
            .select_related("person", "employer", "cohort")
            .order_by("person__last_name", "person__first_name", "pk")
        ),
        marks=marks,
        make_ups=make_ups,
        completions={
            one.enrolment_id: one
            for one in Completion.objects.current().filter(enrolment__in=people)
        },
        awards=_awards(people),
        conventions=list(
            Convention.objects.in_force()
            .filter(cohort=cohort)
            .select_related("organisation")
            .order_by("number")
        ),
        messages=_messages(cohort, known, trainers),
        scans=_scans(cohort),
        head=head_of(cohort),
    )


def _make_ups(people: Iterable[Enrolment]) -> dict[Mark, MakeUp]:
    rows = MakeUp.objects.accepted().filter(enrolment__in=list(people))
    return {
        (row.enrolment_id, row.missed_id): row
        for row in rows.select_related("taken__cohort__venue", "taken__countersignature")
    }


def _marks(halves: Iterable[HalfDay], make_ups: dict[Mark, MakeUp]) -> dict[Mark, AttendanceMark]:
    """Return the marks of these half-days, and those of who made up for them elsewhere."""
    elsewhere = {(who, row.taken_id) for (who, _missed), row in make_ups.items()}
    where = Q(half_day__in=list(halves))
    if elsewhere:
        where |= Q(
            enrolment__in={who for who, _half in elsewhere},
            half_day__in={half for _who, half in elsewhere},
        )
    here = {half.pk for half in halves}
    return {
        (mark.enrolment_id, mark.half_day_id): mark
        for mark in AttendanceMark.objects.filter(where).order_by("pk")
        if mark.half_day_id in here or (mark.enrolment_id, mark.half_day_id) in elsewhere
    }


def _awards(people: Iterable[Enrolment]) -> dict[UUID, list[Award]]:
    """Return the papers of these enrolments, of which keys are `<what>:<enrolment>:<version>`."""
    by_id = {str(one.pk): one.pk for one in people}
    rows = Award.objects.filter(recipient__in={one.person_id for one in people})
    found: dict[UUID, list[Award]] = defaultdict(list)
    for award in rows.select_related("replaced_by").order_by("issued_at", "serial"):
        _what, _colon, rest = award.key.partition(":")
        enrolment = by_id.get(rest.partition(":")[0])
        if enrolment is not None:
            found[enrolment].append(award)
    return dict(found)


def _messages(
    cohort: Cohort, known: list[Enrolment], trainers: list[User]
) -> list[tuple[Message, Enrolment | None]]:
    """Return what was written about this cohort: its people's messages about others stay out."""
    about: dict[str, Enrolment | None] = {str(one.pk): one for one in known}
    addresses = {one.employer.approver_email for one in known if one.employer}
    for approval in Approval.objects.filter(enrolment__in=known):
        about[str(approval.pk)] = about[str(approval.enrolment_id)]
        addresses.add(approval.approver_email)
    about[str(cohort.pk)] = None
    readers = {one.person_id for one in known} | {one.pk for one in trainers}
    wanted = Q(person__in=readers) | Q(person=None, to__in=addresses - {""})
    found = []
    for message in Message.objects.filter(wanted).order_by("created_at", "key"):
        named = _UUID.findall(f"{message.key} {message.page}")
        subject = next((one for one in named if one in about), None)
        if subject is not None:
            found.append((message, about[subject]))
    return found


def _scans(cohort: Cohort) -> list[PaperScan]:
    """Return the files that hold a page of this cohort; what was filed elsewhere is not ours."""
    wanted = Q(cohort=cohort) | Q(pk__in=ScanPage.objects.of(cohort).values("scan"))
    pages = Prefetch("pages", ScanPage.objects.select_related("sheet").order_by("number"))
    scans = Scan.objects.filter(wanted).prefetch_related(pages)
    found = []
    for scan in scans.order_by("sent_at", "pk"):
        filed = [page for page in scan.pages.all() if _is_filed_here(page, cohort)]
        unfiled = [page for page in scan.pages.all() if page.sheet is None]
        waiting = sum(page.state == PageState.PROPOSED for page in filed)
        unfiled_here = len(unfiled) if scan.cohort_id == cohort.pk else 0
        is_ours = bool(filed) and len(filed) == len(scan.pages.all())
        if filed or scan.cohort_id == cohort.pk:
            found.append(PaperScan(scan, is_ours, filed, waiting + unfiled_here))
    return found


def _is_filed_here(page: ScanPage, cohort: Cohort) -> bool:
    is_here = page.sheet is not None and page.sheet.cohort_id == cohort.pk
    return is_here and page.state != PageState.ELSEWHERE
