from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.organisations.services import end_role, grant_role
from accounts.users.bulk import people_of_addresses
from accounts.users.enums import Role
from accounts.users.models import AgentProfile, User
from accounts.users.services import AgentDetails, find_or_create_agent
from certificates.awards.models import Award
from common.audit.models import AuditEntry
from common.jobs.models import Job
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.models import AttendanceMark
from learning.cohorts.models import Cohort
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment, Offer
from learning.enrolment.services import request_place
from learning.enrolment.twins import PlaceIsTaken
from learning.figures.queries import figures_of
from learning.people.models import PersonMerge
from learning.people.planning import (
    AlreadyMerged,
    BothWereThere,
    KeepTheAddress,
    SamePerson,
    plan_merge,
)
from learning.people.services import (
    AlreadyUndone,
    CannotMergeOneself,
    CannotMergePeople,
    MergedRowsHaveChanged,
    MergeNeedsAReason,
    PeopleHaveChanged,
    UndoTheLaterMerge,
    merge_people,
    undo_merge,
)
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from tests.budgets.rows import awards, completions
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_running_cohort,
    an_enrolment,
    an_organisation,
    half_days_of,
)

pytestmark = pytest.mark.django_db
WHY = "Même personne, deux adresses : confirmé par téléphone"


@pytest.fixture
def administrator():
    return a_person(Role.ADMINISTRATOR)


@dataclass
class Two:
    """Lou, written twice, each trained once, elsewhere; and what both hold."""

    kept: User
    merged: User
    school: object
    shared: Cohort

    target: Target

    def counted(self, at=None):
        return figures_of(self.target, at=at or timezone.now()).people


@pytest.fixture
def two():
    school, town = an_organisation(), an_organisation()
    kept = a_person(Role.TRAINER, school, first_name="Lou", last_name="Martin")
    merged = a_person(
        Role.TRAINER, school, first_name="Lou", last_name="MARTIN", password="une phrase longue"
    )
    grant_role(actor=None, person=merged, organisation=town, role=Role.AGENT)
    AgentProfile.objects.create(person=kept, function="Chargée de mission")
    AgentProfile.objects.create(person=merged, function="Autre", service="DRH", employer=town)
    made = [an_enrolment(a_cohort(), kept), an_enrolment(a_cohort(), merged)]
    today = timezone.localdate()
    target = Target.objects.create(
        name="Essai", count=10, counts_as=CountsAs.TRAINED, starts_on=today - timedelta(days=5),
        ends_on=today + timedelta(days=5),
    )  # fmt: skip
    completions(made)
    awards(made)
    shared = a_cohort(trainers=[kept, merged], places=(1, 1))
    an_enrolment(shared, kept, state="waiting", confirmed_at=None, queue_number=1)
    an_enrolment(shared, merged)
    a_cohort(trainers=[merged])
    target.refresh_from_db()
    return Two(kept, merged, school, shared, target)


def held_by(person):
    """Return all that leads to a person, to compare before and after."""
    profile = AgentProfile.objects.get(person=person)
    return {
        "enrolments": set(person.enrolments.values_list("pk", "state", "cancellation_reason")),
        "completions": set(person.completions.values_list("pk", flat=True)),
        "awards": set(person.awards.values_list("pk", flat=True)),
        "roles": set(person.memberships.values_list("organisation", "role", "ended_on")),
        "runs": set(person.cohorts_run.values_list("pk", flat=True)),
        "profile": (profile.function, profile.service, profile.employer_id),
        "account": User.objects.values_list("email", "is_active", "merged_into").get(pk=person.pk),
    }


def test_all_follows_the_one_who_stays_and_undoing_puts_it_back_exactly(administrator, two):
    before = held_by(two.kept), held_by(two.merged)
    separate = timezone.now()
    assert two.counted() == 2
    merge = merge_people(
        actor=administrator, surviving=two.kept, merged=two.merged, reason=f" {WHY} "
    )
    after = held_by(two.kept)
    assert len(after["completions"]) == len(after["awards"]) == 2
    together = timezone.now()
    assert (two.counted(), two.counted(at=separate)) == (1, 2)
    assert Completion.objects.count() == Award.objects.count() == 2
    assert after["runs"] == before[1]["runs"] | before[0]["runs"]
    assert after["profile"] == ("Chargée de mission", "DRH", before[1]["profile"][2])
    assert {role for _at, role, ended in after["roles"] if ended is None} == {"trainer", "agent"}
    left = held_by(two.merged)
    assert [left[name] for name in ("enrolments", "completions", "runs")] == [set()] * 3
    assert left["account"] == (two.merged.email, False, two.kept.pk)
    # The role they both held is ended on the record that closes, and stays to be read there.
    assert left["roles"] == {(two.school.pk, "trainer", timezone.localdate())}
    assert merge.reason == WHY
    assert AuditEntry.objects.get(action="people_merged").reason == WHY

    undo_merge(actor=administrator, merge=merge)
    assert (held_by(two.kept), held_by(two.merged)) == before
    assert (two.counted(), two.counted(at=together)) == (2, 1)
    assert AuditEntry.objects.filter(action="merge_undone").count() == 2
    with pytest.raises(AlreadyUndone):
        undo_merge(actor=administrator, merge=merge)


def test_of_two_enrolments_in_a_cohort_the_furthest_is_kept_and_nobody_is_told(administrator, two):
    told = Job.objects.count()
    (twins,) = plan_merge(two.kept, two.merged).twins
    merge_people(actor=administrator, surviving=two.kept, merged=two.merged, reason=WHY)
    mine = Enrolment.objects.filter(cohort=two.shared, person=two.kept)
    assert mine.get(state="confirmed") == twins.kept
    assert mine.get(state="cancelled").cancellation_reason.startswith("Fiche réunie")
    assert Job.objects.count() == told


def test_a_place_freed_by_a_merge_is_offered_and_undoing_then_needs_one(administrator):
    cohort = a_cohort(places=(1, 2))
    kept, merged = a_person(), a_person()
    first, second = an_enrolment(cohort, kept), an_enrolment(cohort, merged)
    waiting = request_place(person=a_person(), cohort=cohort)
    merge = merge_people(actor=administrator, surviving=kept, merged=merged, reason=WHY)
    second.refresh_from_db()
    assert (first.person, second.state, second.person) == (kept, "cancelled", kept)
    assert Offer.objects.get().enrolment == waiting
    with pytest.raises(PlaceIsTaken):
        undo_merge(actor=administrator, merge=merge)
    second.refresh_from_db()
    assert second.person == kept
    Cohort.objects.filter(pk=cohort.pk).update(places_max=3)
    undo_merge(actor=administrator, merge=merge)
    second.refresh_from_db()
    assert (second.person, second.state, second.cancelled_at) == (merged, "confirmed", None)


def test_who_was_offered_a_place_is_back_in_line_once_undone(administrator):
    cohort = a_cohort(places=(1, 1))
    kept, merged = a_person(), a_person()
    an_enrolment(cohort, kept)
    offered = an_enrolment(cohort, merged, state="offered", confirmed_at=None, queue_number=4)
    Offer.objects.create(enrolment=offered, expires_at=timezone.now() + timedelta(days=1))
    merge = merge_people(actor=administrator, surviving=kept, merged=merged, reason=WHY)
    assert Offer.objects.get().state == "withdrawn"
    undo_merge(actor=administrator, merge=merge)
    offered.refresh_from_db()
    assert (offered.state, offered.queue_number, offered.person) == ("waiting", 4, merged)


def test_two_people_seen_in_one_room_are_not_merged(administrator):
    cohort = a_running_cohort()
    kept, merged = a_person(), a_person()
    absent, there = an_enrolment(cohort, kept), an_enrolment(cohort, merged)
    half_day = half_days_of(cohort)[0]
    note = {"half_day": half_day, "method": MarkMethod.TRAINER_RECORDED}
    for enrolment, status in ((absent, AttendanceStatus.ABSENT), (there, AttendanceStatus.PRESENT)):
        AttendanceMark.objects.create(
            enrolment=enrolment, status=status, recorded_by=administrator, **note
        )
    (twins,) = plan_merge(kept, merged).twins
    assert twins.kept == there
    absent.marks.update(status=AttendanceStatus.PRESENT)
    with pytest.raises(BothWereThere):
        merge_people(actor=administrator, surviving=kept, merged=merged, reason=WHY)


def test_the_old_address_leads_imports_to_the_one_who_stays_and_creates_nobody(administrator, two):
    merge_people(actor=administrator, surviving=two.kept, merged=two.merged, reason=WHY)
    people = User.objects.count()
    details = AgentDetails(first_name="Lou", last_name="Martin", email=two.merged.email)
    assert find_or_create_agent(details=details) == two.kept
    assert people_of_addresses([two.merged.email]) == {two.merged.email: two.kept}
    assert User.objects.count() == people


def test_the_merged_account_does_not_sign_in_any_more(administrator, two, client):
    client.force_login(two.merged)
    merge = merge_people(actor=administrator, surviving=two.kept, merged=two.merged, reason=WHY)
    assert client.get(reverse("learner:home")).status_code == 302
    typed = {"login": two.merged.email, "password": "une phrase longue"}
    page = client.post(reverse("account_login"), typed, follow=True).content.decode()
    assert "Ce compte est fermé" in page
    assert two.kept.email not in page
    undo_merge(actor=administrator, merge=merge)
    page = client.post(reverse("account_login"), typed, follow=True).content.decode()
    assert "Ce compte est fermé" not in page


def test_merges_are_undone_latest_first(administrator, two):
    third = a_person()
    first = merge_people(actor=administrator, surviving=two.kept, merged=two.merged, reason=WHY)
    with pytest.raises(AlreadyMerged):
        merge_people(actor=administrator, surviving=third, merged=two.merged, reason=WHY)
    second = merge_people(actor=administrator, surviving=third, merged=two.kept, reason=WHY)
    # Never a chain: both lead to the last.
    two.merged.refresh_from_db()
    assert two.merged.merged_into == third
    with pytest.raises(UndoTheLaterMerge):
        undo_merge(actor=administrator, merge=first)
    undo_merge(actor=administrator, merge=second)
    undo_merge(actor=administrator, merge=first)
    assert not User.objects.exclude(merged_into=None).exists()


def test_a_merge_that_a_verdict_followed_is_not_undone(administrator, two):
    enrolment = two.merged.completions.get().enrolment
    merge = merge_people(actor=administrator, surviving=two.kept, merged=two.merged, reason=WHY)
    Completion.objects.filter(enrolment=enrolment).update(superseded_at=timezone.now())
    first = Completion.objects.get(enrolment=enrolment)
    Completion.objects.create(
        enrolment=enrolment, version=2, person=two.kept, verdict="not_acquired", reason="corrigé",
        basis=first.basis, minutes_planned=1, counts_as="trained", module=first.module,
        region=first.region, versant="fpt", category="a", effective_on=first.effective_on,
    )  # fmt: skip
    with pytest.raises(MergedRowsHaveChanged, match="verdicts"):
        undo_merge(actor=administrator, merge=merge)
    assert two.merged.enrolments.count() == 0


def test_a_merge_whose_rows_went_elsewhere_is_not_undone(administrator, two):
    merge = merge_people(actor=administrator, surviving=two.kept, merged=two.merged, reason=WHY)
    Award.objects.update(recipient=a_person())
    with pytest.raises(MergedRowsHaveChanged, match="titres"):
        undo_merge(actor=administrator, merge=merge)


def test_who_may_merge_whom(administrator, two):
    with pytest.raises(CannotMergePeople):
        merge_people(actor=two.kept, surviving=two.kept, merged=two.merged, reason=WHY)
    with pytest.raises(MergeNeedsAReason):
        merge_people(actor=administrator, surviving=two.kept, merged=two.merged, reason=" ")
    with pytest.raises(SamePerson):
        merge_people(actor=administrator, surviving=two.kept, merged=two.kept, reason=WHY)
    with pytest.raises(CannotMergeOneself):
        merge_people(actor=administrator, surviving=two.kept, merged=administrator, reason=WHY)
    with pytest.raises(KeepTheAddress):
        merge_people(
            actor=administrator, surviving=a_person(email=None), merged=two.merged, reason=WHY
        )
    assert not PersonMerge.objects.exists()


def test_an_enrolment_made_meanwhile_asks_for_another_reading(administrator, two, monkeypatch):
    monkeypatch.setattr("learning.people.services.twin_cohorts", lambda *_two: [])
    with pytest.raises(PeopleHaveChanged):
        merge_people(actor=administrator, surviving=two.kept, merged=two.merged, reason=WHY)


def test_an_ended_role_moves_as_it_is(administrator, two):
    membership = grant_role(
        actor=None, person=two.merged, organisation=an_organisation(), role=Role.SCHOOL_MANAGER
    )
    end_role(actor=None, membership=membership)
    merge_people(actor=administrator, surviving=two.kept, merged=two.merged, reason=WHY)
    membership.refresh_from_db()
    assert (membership.person, membership.ended_on) == (two.kept, timezone.localdate())
