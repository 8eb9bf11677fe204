"""Write what has already happened: enrolments, marks, countersignatures, verdicts, awards.

Two years of a programme are thousands of rows: they are written in bulk, with the rules' own
functions deciding what they say. What happens from today on goes through the services.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone, translation

from accounts.organisations.models import Organisation
from accounts.users.models import AgentProfile, User
from certificates.awards.codes import new_code
from certificates.awards.enums import AwardKind
from certificates.awards.models import Award, SerialCounter
from certificates.awards.tasks import RENDER
from common.audit.models import AuditEntry, type_name
from common.jobs.models import Job
from config.demo.crowd import Crowd
from learning.attendance.adoption import adopt_marks, cohorts_without_evidence
from learning.attendance.enums import WERE_THERE, AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark, Countersignature
from learning.cohorts.bookings import release
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.enums import Verdict
from learning.completion.models import Completion
from learning.completion.papers import facts_for, kind_for
from learning.completion.rules import Attended, Ruling, rule_on
from learning.enrolment.enums import EnrolmentSource, EnrolmentState
from learning.enrolment.models import Enrolment
from learning.issuing.enums import Fact
from learning.issuing.models import PaperNotice
from modules.programmes.models import Format

PRESENCE = {
    AttendanceStatus.PRESENT: 930,
    AttendanceStatus.LATE: 22,
    AttendanceStatus.LEFT_EARLY: 13,
    AttendanceStatus.EXCUSED: 20,
    AttendanceStatus.ABSENT: 15,
}
LEAD_DAYS = (20, 75)
# Those whom an earlier day brings back: few at first, half once word has spread.
RETURNING_BEFORE, RETURNING_NOW = 0.1, 0.5


@dataclass
class Past:
    """What is gathered, then written table by table."""

    random: Random
    enrolments: list[Enrolment] = field(default_factory=list)
    marks: list[AttendanceMark] = field(default_factory=list)
    seals: list[Countersignature] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    trail: list[AuditEntry] = field(default_factory=list)
    serials: dict[int, int] = field(default_factory=dict)

    def enrol(
        self, cohort: Cohort, profile: AgentProfile, school: Organisation | None, actor: User
    ) -> Enrolment:
        """Add a confirmed place, asked for weeks before the first day or these last days."""
        first = min(half.starts_at for half in cohort.half_days.all())
        asked = first - timedelta(
            days=self.random.randint(*LEAD_DAYS), minutes=self.random.randrange(600)
        )
        asked = min(asked, timezone.now() - timedelta(hours=self.random.randint(3, 200)))
        employer = profile.employer
        enrolment = Enrolment(
            cohort=cohort,
            person=profile.person,
            state=EnrolmentState.CONFIRMED,
            source=EnrolmentSource.SCHOOL if school else EnrolmentSource.REQUEST,
            requested_at=asked,
            confirmed_at=asked,
            enrolled_by=actor if school else profile.person,
            enrolling_organisation=school,
            employer=employer,
            function=profile.function,
            region=employer.region if employer else "99",
            versant=profile.versant,
            category=profile.category,
        )
        self.enrolments.append(enrolment)
        return enrolment

    def hold(
        self, half_day: HalfDay, enrolments: list[Enrolment], trainer: User, *, days_late: int = 0
    ) -> None:
        """Add a half-day that took place: everyone's mark, and the countersignature."""
        sealed_at = half_day.ends_at + timedelta(days=days_late)
        marks = [self.mark(half_day, enrolment, trainer) for enrolment in enrolments]
        self.marks += marks
        present = sum(mark.status in WERE_THERE for mark in marks)
        self.seals.append(
            Countersignature(
                half_day=half_day, trainer=trainer, signed_at=sealed_at,
                present_count=present, absent_count=len(marks) - present,
            )
        )  # fmt: skip
        self.note(trainer, "half_day_countersigned", half_day, sealed_at,
                  present=present, absent=len(marks) - present)  # fmt: skip

    def mark(self, half_day: HalfDay, enrolment: Enrolment, trainer: User) -> AttendanceMark:
        """Return how a person attended a half-day."""
        status = self.random.choices(list(PRESENCE), weights=list(PRESENCE.values()))[0]
        was_there = status in WERE_THERE
        signed_at = half_day.starts_at + timedelta(seconds=self.random.randint(-700, 900))
        late_at = half_day.starts_at + timedelta(minutes=self.random.randint(20, 60))
        left_at = half_day.ends_at - timedelta(minutes=self.random.randint(20, 60))
        is_late, left = status == AttendanceStatus.LATE, status == AttendanceStatus.LEFT_EARLY
        return AttendanceMark(
            enrolment=enrolment,
            half_day=half_day,
            status=status,
            arrived_at=late_at if is_late else None,
            left_at=left_at if left else None,
            note="Raison de service" if status == AttendanceStatus.EXCUSED else "",
            method=MarkMethod.SELF_SIGNED if was_there else MarkMethod.TRAINER_RECORDED,
            signed_at=(late_at if is_late else signed_at) if was_there else None,
            recorded_by=enrolment.person if was_there else trainer,
            recorded_at=half_day.ends_at,
        )

    def judge(
        self, cohort: Cohort, enrolments: list[Enrolment], trainer: User, evidence: str
    ) -> None:
        """Add the verdicts of a finished cohort and the awards they give."""
        programme = cohort.revision.edition.module.format
        halves = list(cohort.half_days.all())
        mine: dict[Any, list[AttendanceMark]] = {}
        for mark in self.marks:
            mine.setdefault(mark.enrolment.pk, []).append(mark)
        ended = max(half.ends_at for half in halves)
        # Those of the cohort, by the organisation that enrolled: its papers have their look.
        facts: dict[Any, dict[str, Any]] = {}
        for enrolment in enrolments:
            attended = attended_in(mine.get(enrolment.pk, []), halves)
            ruling = ruling_on(programme, attended, trainer)
            completion = self.completion(enrolment, ruling, attended, ended, trainer, evidence)
            if completion.verdict == Verdict.ACQUIRED:
                school = enrolment.enrolling_organisation_id
                if school not in facts:
                    facts[school] = facts_for(completion)
                self.award(
                    completion, facts[school], ended + timedelta(hours=self.random.randint(1, 20))
                )

    def completion(
        self, enrolment: Enrolment, ruling: Ruling, attended: Attended, ended: datetime,
        trainer: User, evidence: str,
    ) -> Completion:  # fmt: skip
        """Add a verdict, recorded when the last half-day was countersigned."""
        module = enrolment.cohort.revision.edition.module
        declared = module.format.completion_basis == "declared"
        completion = Completion(
            enrolment=enrolment,
            version=1,
            person=enrolment.person,
            verdict=ruling.verdict,
            reason=ruling.reason,
            evidence=evidence if declared else "",
            basis=module.format.completion_basis,
            half_days_attended=attended.half_days,
            half_days_planned=attended.half_days_planned,
            minutes_attended=module.format.planned_minutes if declared else attended.minutes,
            minutes_planned=module.format.planned_minutes if declared else attended.minutes_planned,
            counts_as=module.format.counts_as,
            module=module,
            employer=enrolment.employer,
            school=enrolment.enrolling_organisation,
            region=enrolment.region,
            versant=enrolment.versant,
            category=enrolment.category,
            effective_on=enrolment.cohort.ends_on,
            recorded_at=ended,
            recorded_by=trainer if declared else None,
        )
        self.completions.append(completion)
        return completion

    def award(self, completion: Completion, facts: dict[str, Any], at: datetime) -> None:
        """Add an award, in the order of the serial numbers; `facts` are those of the cohort."""
        year = timezone.localtime(at).year
        self.serials[year] = self.serials.get(year, 0) + 1
        serial, code = f"RAP-{year}-{self.serials[year]:06d}", new_code()
        kind: AwardKind = kind_for(completion)
        person, enrolment = completion.person, completion.enrolment
        award = Award(
            key=f"completion:{enrolment.pk}:1",
            serial=serial,
            code=code,
            kind=kind,
            recipient=person,
            issued_at=at,
            facts={
                **facts,
                "beneficiary": {
                    "first_name": person.first_name,
                    "last_name": person.last_name,
                    "function": enrolment.function,
                    "employer": enrolment.employer.name if enrolment.employer else "",
                },
                "minutes_attended": completion.minutes_attended,
                "kind": kind.value,
                "serial": serial,
                "code": code,
                "issued_on": timezone.localtime(at).date().isoformat(),
                "demo": True,
            },
        )
        self.awards.append(award)
        self.note(None, "award_issued", award, at, serial=serial)

    def note(
        self, actor: User | None, action: str, target: Any, at: datetime, **details: Any
    ) -> None:
        """Add an entry of the audit trail."""
        self.trail.append(
            AuditEntry(
                actor=actor, action=action, object_type=type_name(target),
                object_id=str(target.pk), at=at, details=details,
            )
        )  # fmt: skip

    def live(self, cohort: Cohort, states: list[CohortState], actor: User | None) -> None:
        """Add the states a cohort has gone through, and leave it in the last."""
        first = min(half.starts_at for half in cohort.half_days.all())
        moments = [first - timedelta(days=90), first - timedelta(days=30), first,
                   first + timedelta(days=4)]  # fmt: skip
        before = CohortState.DRAFT
        for state, moment in zip(states, moments, strict=False):
            by = actor if state in {CohortState.OPEN, CohortState.CONFIRMED} else None
            at = min(moment, timezone.now() - timedelta(hours=2))
            self.note(by, "cohort_state_changed", cohort, at, before=before, after=state)
            before = state
        cohort.state = before
        cohort.save(update_fields=["state"])
        if cohort.state == CohortState.POSTPONED:
            release(cohort)

    def write(self) -> None:
        """Write all of it. Papers are drawn by jobs, once the demo is up."""
        Enrolment.objects.bulk_create(self.enrolments, batch_size=400)
        AttendanceMark.objects.bulk_create(self.marks, batch_size=400)
        Countersignature.objects.bulk_create(self.seals)
        HalfDay.objects.exclude(countersignature=None).update(sealed=True)
        for cohort in cohorts_without_evidence():
            adopt_marks(cohort)
        Completion.objects.bulk_create(self.completions, batch_size=400)
        Award.objects.bulk_create(self.awards, batch_size=400)
        # Their people were told in their time.
        PaperNotice.objects.bulk_create(
            (
                PaperNotice(award=one, fact=Fact.READY, mail="history", at=one.issued_at)
                for one in self.awards
            ),
            batch_size=400,
        )
        AuditEntry.objects.bulk_create(self.trail, batch_size=400)
        SerialCounter.objects.bulk_create(
            SerialCounter(series=f"RAP-{year}", last=last) for year, last in self.serials.items()
        )
        Job.objects.bulk_create(
            (Job(kind=RENDER, key=str(a.pk), payload={"award": str(a.pk)}) for a in self.awards),
            batch_size=400,
        )


def attended_in(marks: list[AttendanceMark], halves: list[HalfDay]) -> Attended:
    """Return what a person attended of these half-days."""
    there = [mark for mark in marks if mark.was_there]
    return Attended(
        half_days=len(there),
        half_days_planned=len(halves),
        minutes=sum(mark.minutes_attended(mark.half_day) for mark in there),
        minutes_planned=sum(half.minutes for half in halves),
    )


def ruling_on(programme: Format, attended: Attended, trainer: User) -> Ruling:
    """Return the rule's verdict, or a trainer's declaration where the format asks for one."""
    with translation.override("fr"):
        ruling = rule_on(programme, attended)
        if ruling is None:
            words = f"Déclaré par {trainer.display_name}, preuve à l’appui\u00a0: acquis"
            ruling = Ruling(Verdict.ACQUIRED, words)
    return ruling


def people_for(
    crowd: Crowd, cohort: Cohort, count: int, known: list[AgentProfile]
) -> list[AgentProfile]:
    """Return who comes: mostly new agents, and a few whom an earlier day gave the taste."""
    is_past = cohort.state == CohortState.CLOSED
    share = RETURNING_BEFORE if is_past else RETURNING_NOW
    returning = crowd.random.sample(known, min(len(known), round(count * share)))
    return returning + [crowd.agent(cohort.venue.region) for _ in range(count - len(returning))]
