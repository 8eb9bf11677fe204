"""The people and objects behind the access table: two programmes side by side, one of each kind."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid5

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.notifications.models import Message
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from certificates.awards.models import Award
from common.jobs.models import WorkerHeartbeat
from common.links.services import make_link
from learning.attendance.enums import AttendanceStatus
from learning.attendance.models import DeviceMark
from learning.attendance.services import Presence, countersign_half_day, record_mark
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.completion.services import evaluate_enrolment
from learning.conventions.models import Convention
from learning.enrolment.arrival_codes import arrival_code
from learning.enrolment.emails import ANSWER_OFFER, ANSWER_REQUEST
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.feeds import make_feed
from learning.enrolment.models import Approval, Enrolment, EnrolmentGroup, Offer, Reservation
from learning.people.models import PersonMerge
from learning.people.services import merge_people
from learning.proofs.models import ProofPack
from learning.rosters.models import Roster
from learning.targets.models import Target
from modules.authoring.activities import edit_activity
from modules.authoring.comments import comment
from modules.authoring.models import Comment
from modules.commons.services import add_asset
from modules.programmes.enums import ActivityKind, CompletionBasis, CountsAs
from modules.programmes.models import Activity, Module, Revision
from modules.programmes.services import publish_revision, start_next_revision
from tests.access.board_table import an_annotation
from tests.access.decisions import a_convention, postponed
from tests.access.design_table import a_design
from tests.access.paper import a_page_of
from tests.access.plan_table import a_plan, the_target
from tests.access.reports import a_report_of, a_subscription_of
from tests.access.workshop import Workshop, a_workshop
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_revision,
    a_running_cohort,
    an_enrolment,
    an_organisation,
    half_days_of,
    number,
    the_provider,
)
from tests.learning.issuing.scenes import a_packed_run
from tests.learning.rosters.files import a_checked_roster
from tests.modules.authoring.drafts import an_approved_draft

PASSWORD = "une phrase assez longue"


def a_message(person: User) -> Message:
    """Return what was written to a person."""
    given = {"person": person, "to": "x@essai.example", "kind": "confirmed", "subject": "Venez"}
    return Message.objects.get_or_create(key=f"access:{person.pk}", defaults=given)[0]


def a_contradiction(enrolment: Enrolment) -> DeviceMark:
    """Return what a device said of someone, that a person has yet to settle."""
    trainer = enrolment.cohort.trainers.all()[0]
    given = {
        "cohort": enrolment.cohort, "half_day": half_days_of(enrolment.cohort)[0],
        "status": "present", "method": "trainer_recorded", "state": "conflict",
        "made_at": timezone.now(), "marked_by": trainer, "sent_by": trainer,
    }  # fmt: skip
    where = {"enrolment": enrolment, "nonce": uuid5(enrolment.pk, "contradiction")}
    return DeviceMark.objects.get_or_create(**where, defaults=given)[0]


def a_pack(cohort: Cohort) -> ProofPack:
    """Return a proof pack of the cohort, made once."""
    pack = ProofPack.objects.filter(cohort=cohort, made_at__isnull=False).first()
    if pack is None:
        pack = ProofPack(cohort=cohort, made_at=timezone.now(), sha256="0" * 64)
        pack.file.save("pack.zip", ContentFile(b"PK"), save=False)
        pack.save(force_insert=True)
    return pack


@dataclass(frozen=True, slots=True)
class Scene:
    """A cohort at some moment of its life, and what hangs from it."""

    cohort: Cohort
    enrolment: Enrolment
    activity: Activity
    award: Award | None = None
    workshop: Workshop | None = None
    draft: Revision | None = None
    comment: Comment | None = None
    # Another text that the cohort may follow.
    other_text: Revision | None = None
    # What the link of a mail ends with.
    secret: str = ""
    reservation: Reservation | None = None
    roster: Roster | None = None
    merge: PersonMerge | None = None
    convention: Convention | None = None
    # Two who wait, in a group, and two who may form another; another date of the same module.
    colleagues: tuple[Enrolment, ...] = ()
    other_date: Cohort | None = None

    def argument(self, route: str, name: str) -> Any:
        """Return what fills the part `name` of the route's address."""
        if name in MADE_WHEN_ASKED:
            return MADE_WHEN_ASKED[name](self.enrolment)
        about_awards = route.startswith(("verify:", "awards_api:", "badges:"))
        half_day = half_days_of(self.cohort)[0].pk
        known = {
            "slug": self.cohort.revision.edition.module.slug,
            "code": self.cohort.code,
            "enrolment_id": self.enrolment.pk,
            "pk": self.enrolment.pk,
            "person_id": self.enrolment.person_id,
            "half_day_id": half_day,
            "arrival": arrival_code(self.enrolment.pk),
            "half_day": half_day,
            "activity_id": self.activity.pk,
            "activity": self.activity.pk,
            # What a frame asks for: addresses that nobody signed.
            "token": "unsigned",
            "prefix": "unsigned",
            # A draft that a colleague approved; what begins from a published text has one.
            "revision_id": self.draft.pk if self.draft else 0,
            "comment_id": self.comment.pk if self.comment else 0,
            "digest": "unknown",
            "path": "main.js",
            "asset_id": self.activity.asset_id,
            "name": "fiche.txt",
            "secret": self.secret,
            "reservation_id": self.reservation.pk if self.reservation else 0,
            "organisation_id": self.cohort.organiser_id,
            "kind": "csv",
            "convention_id": self.convention.pk if self.convention else None,
            "roster_id": self.roster.pk if self.roster else None,
            "other_id": self.cohort.trainers.all()[0].pk,
            "merge_id": self.merge.pk if self.merge else self.cohort.pk,
            "group_id": self.colleagues[0].group_id if self.colleagues else None,
            # The sign-in library's links, out of date.
            "key": "old-link",
            "uidb36": "1",
            # A badge's picture; a status list that nobody has begun.
            "form": "png",
            "number": 99,
        }
        if self.award:
            known["award_id"] = self.award.pk
        if about_awards and self.award:
            known |= {"code": self.award.code, "pk": self.award.pk}
        if route == "steering:message":
            known |= {"kind": "confirmed", "language": "en"}
        if route == "steering:format":
            known["key"] = self.cohort.revision.edition.module.format.key
        if route == "workshop:restart" or route.startswith("inout:"):
            known["revision_id"] = self.cohort.revision_id
        if self.workshop:
            known |= self.workshop.arguments(route)
        return known[name]


# Written only for the routes that name them.
MADE_WHEN_ASKED: dict[str, Callable[[Enrolment], Any]] = {
    "design_id": lambda _enrolment: a_design().pk,
    "annotation_id": lambda enrolment: an_annotation(enrolment.person).pk,
    "message_id": lambda enrolment: a_message(enrolment.person).pk,
    "nonce": lambda enrolment: a_contradiction(enrolment).pk,
    "pack_id": lambda enrolment: a_pack(enrolment.cohort).pk,
    "plan_id": lambda enrolment: a_plan(enrolment.person).pk,
    "target_id": lambda _enrolment: the_target().pk,
    "page_id": lambda enrolment: a_page_of(enrolment.cohort).pk,
    "run_id": lambda enrolment: a_packed_run(enrolment).pk,
    "scan_id": lambda enrolment: a_page_of(enrolment.cohort).scan_id,
    "report_id": lambda enrolment: a_report_of(enrolment).pk,
    "subscription_id": lambda enrolment: a_subscription_of(enrolment).pk,
    "year": lambda _enrolment: timezone.localdate().year,
    "of": lambda _enrolment: "agents",
}


@dataclass(frozen=True, slots=True)
class World:
    """Who asks, and the scenes they have to do with (`own`) or not (`others`)."""

    people: dict[str, User | None]
    schools: dict[str, Organisation]
    own: dict[str, Scene]
    others: dict[str, Scene]


def a_world() -> World:
    """Write both programmes; the people of the columns are those of the first."""
    administrator = a_person(Role.ADMINISTRATOR, the_provider(), password=PASSWORD)
    Target.objects.create(
        name="2 000", count=2000, counts_as=CountsAs.TRAINED,
        starts_on="2026-01-01", ends_on="2099-12-31", counted_at=timezone.now(),
    )  # fmt: skip
    # The table takes a while: the worker stays alive until it ends.
    WorkerHeartbeat.objects.create(name="worker", seen_at=timezone.now() + timedelta(hours=1))
    mine, theirs = an_organisation(), an_organisation()
    agent = a_person(password=PASSWORD)
    trainer = a_person(Role.TRAINER, password=PASSWORD)
    manager = a_person(Role.SCHOOL_MANAGER, mine, password=PASSWORD)
    a_person(Role.SCHOOL_MANAGER, theirs)
    own = _scenes(agent, trainer, mine, CohortState.OPEN)
    merge = merge_people(
        actor=administrator, surviving=a_person(), merged=a_person(), reason="Une seule personne"
    )
    own["coming"] = replace(own["coming"], merge=merge)
    return World(
        people={
            "visitor": None, "agent": agent, "trainer": trainer, "manager": manager,
            "administrator": administrator,
        },
        schools={"own": mine, "others": theirs},
        own=own,
        others=_scenes(a_person(), a_person(Role.TRAINER), theirs, CohortState.DRAFT),
    )  # fmt: skip


def _scenes(
    agent: User, trainer: User, school: Organisation, coming: CohortState
) -> dict[str, Scene]:
    who: dict[str, Any] = {"trainers": [trainer], "organiser": school}
    cohorts = {
        "coming": a_cohort(state=coming, **who),
        "running": a_running_cohort(**who),
        "interactive": a_running_cohort(**who),
        "declared": a_running_cohort(revision=_declared(), **who),
        "finished": a_running_cohort(revision=a_revision(days=1, required_half_days=2), **who),
    }
    scenes = {name: _scene(cohort, agent, school) for name, cohort in cohorts.items()}
    shared = Module.objects.filter(editions__revisions=cohorts["running"].revision_id)
    shared.update(is_shared=coming == CohortState.OPEN)
    scenes["finished"] = _with_award(scenes["finished"], trainer)
    workshop = a_workshop(trainer, is_exported=coming == CohortState.OPEN)
    interactive = scenes["interactive"].activity
    interactive.kind, interactive.content_version = ActivityKind.H5P, workshop.first
    interactive.save()
    draft = an_approved_draft()
    said = comment(actor=trainer, revision=draft, text="Et le midi ?")
    scenes["running"] = replace(
        scenes["running"], workshop=workshop, draft=draft, comment=said
    )  # fmt: skip
    text = scenes["coming"].cohort.revision
    next_text = publish_revision(
        actor=None, revision=start_next_revision(actor=None, revision=text)
    )  # fmt: skip
    coming_cohort = scenes["coming"].cohort
    kept = Reservation.objects.create(
        cohort=coming_cohort, organisation=school, places=2, code=f"CODE{number()}",
        name_by=timezone.now() + timedelta(days=5), made_by=None,
    )  # fmt: skip
    scenes["offered"] = _offered(a_cohort(**who), agent)
    scenes["awaiting"] = _awaiting(a_cohort(**who), agent)
    scenes["postponed"] = postponed(_scene(a_cohort(**who), agent, school))
    scenes["coming"] = replace(
        scenes["coming"],
        other_text=next_text,
        reservation=kept,
        roster=a_checked_roster(cohorts["coming"], school),
        convention=a_convention(cohorts["coming"], school),
        secret=make_feed(person=agent),
        other_date=a_cohort(revision=coming_cohort.revision),
    )
    grouped = a_cohort(state=coming, **who)
    scenes["grouped"] = replace(
        _scene(grouped, agent, school), colleagues=_colleagues(grouped, school)
    )
    scenes["shared"] = scenes["finished"]
    Module.objects.filter(editions__revisions=scenes["shared"].cohort.revision_id).update(
        is_shared=True
    )  # fmt: skip
    archived = a_workshop(trainer, is_exported=False, is_archived=True)
    scenes["draft"] = replace(scenes["running"], activity=_written(scenes["running"], trainer))
    scenes["archived"] = replace(scenes["running"], workshop=archived)
    return scenes


def _colleagues(cohort: Cohort, school: Organisation) -> tuple[Enrolment, ...]:
    group = EnrolmentGroup.objects.create(cohort=cohort, name="Le bureau")
    return tuple(
        an_enrolment(
            cohort, enrolling_organisation=school, state=EnrolmentState.WAITING,
            queue_number=10 + n, group=group if n < 2 else None,
        )
        for n in range(4)
    )  # fmt: skip


def _written(scene: Scene, author: User) -> Activity:
    """Return an activity of a draft, which the author wrote in."""
    draft = start_next_revision(actor=author, revision=scene.cohort.revision)
    activity = Activity.objects.filter(sequence__day__revision=draft).earliest("pk")
    written = edit_activity(actor=author, activity=activity, version=None, title="Une page")
    return edit_activity(actor=author, activity=written, version=None, minutes=25)


def _declared() -> Revision:
    return a_revision(days=1, completion_basis=CompletionBasis.DECLARED, required_half_days=None)


def _scene(cohort: Cohort, agent: User, school: Organisation, **fields: Any) -> Scene:
    activity = Activity.objects.filter(sequence__day__revision=cohort.revision).first()
    assert activity is not None
    activity.asset = add_asset(actor=None, file=ContentFile(b"Une fiche"), filename="fiche.txt")
    activity.save()
    line = {"queue_number": 1} if fields else {}
    enrolment = an_enrolment(cohort, agent, enrolling_organisation=school, **line, **fields)
    return Scene(cohort, enrolment, activity)


def _offered(cohort: Cohort, agent: User) -> Scene:
    """Return a scene where the agent is offered a place."""
    scene = _scene(cohort, agent, cohort.organiser, state=EnrolmentState.OFFERED)
    until = timezone.now() + timedelta(days=2)
    offer = Offer.objects.create(enrolment=scene.enrolment, expires_at=until)
    secret = make_link(purpose=ANSWER_OFFER, object_id=offer.pk, expires_at=until)
    return replace(scene, secret=secret)


def _awaiting(cohort: Cohort, agent: User) -> Scene:
    """Return a scene where the agent's structure was asked for its approval a while ago."""
    scene = _scene(cohort, agent, cohort.organiser, state=EnrolmentState.AWAITING)
    now = timezone.now()
    approval = Approval.objects.create(
        enrolment=scene.enrolment, approver_email="cheffe@essai.example",
        asked_at=now - timedelta(hours=1),
    )  # fmt: skip
    secret = make_link(
        purpose=ANSWER_REQUEST, object_id=approval.pk, expires_at=now + timedelta(days=2)
    )
    return replace(scene, secret=secret)


def _with_award(scene: Scene, trainer: User) -> Scene:
    for half_day in half_days_of(scene.cohort):
        half_day.starts_at -= timedelta(days=2)
        half_day.ends_at -= timedelta(days=2)
        half_day.save()
        record_mark(
            actor=trainer, enrolment=scene.enrolment, half_day=half_day,
            presence=Presence(status=AttendanceStatus.PRESENT),
        )  # fmt: skip
        countersign_half_day(trainer=trainer, half_day=half_day)
    evaluate_enrolment(enrolment=scene.enrolment)
    award = Award.objects.get(recipient=scene.enrolment.person)
    award.pdf.save(f"{award.pk}.pdf", ContentFile(b"%PDF-1.7"), save=False)
    award.pdf_sha256, award.rendered_at = "0" * 64, timezone.now()
    award.save()
    return Scene(scene.cohort, scene.enrolment, scene.activity, award)
