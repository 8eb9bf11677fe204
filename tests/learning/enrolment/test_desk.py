"""A school's desk: what needs it today, its people by state, and what it may do for each."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.users.enums import Role
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.cohorts.models import Cohort
from learning.enrolment.models import Approval, Enrolment, EnrolmentGroup, Offer, Reservation
from learning.rosters.models import Roster
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_running_cohort,
    an_enrolment,
    an_organisation,
    half_days_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return an_organisation()


@pytest.fixture
def manager(client, school):
    client.force_login(a_person(Role.SCHOOL_MANAGER, school))
    return client


@pytest.fixture
def enrol(school):
    def enrol(cohort, last_name, **fields):
        person = a_person(first_name="Lou", last_name=last_name)
        return an_enrolment(cohort, person, enrolling_organisation=school, **fields)

    return enrol


def words(page):
    return " ".join(page.content.decode().split())


def on_page(manager, cohort, asked=""):
    return words(manager.get(reverse("school:cohort", args=[cohort.code]) + asked))


def test_the_desk_says_first_what_needs_the_school_today(manager, school, enrol):
    today, now = timezone.localdate(), timezone.now()
    cohort = a_cohort(places=(9, 20))
    Cohort.objects.filter(pk=cohort.pk).update(decision_on=today + timedelta(days=5))
    offered = enrol(cohort, "Abadie", state="offered", queue_number=1)
    Offer.objects.create(enrolment=offered, expires_at=now + timedelta(days=1))
    asking = enrol(cohort, "Borel", state="awaiting", queue_number=2)
    Approval.objects.create(
        enrolment=asking, approver_email="cheffe@essai.example", asked_at=now - timedelta(days=4)
    )
    Reservation.objects.create(
        cohort=cohort, organisation=school, places=3, code="AAAA", name_by=now + timedelta(days=4)
    )
    enrol(a_running_cohort(starts=today - timedelta(days=1)), "Cassagne")
    running = a_running_cohort()
    for half_day in half_days_of(running)[:1]:
        half_day.starts_at -= timedelta(hours=8)
        half_day.ends_at -= timedelta(hours=8)
        half_day.save()
    never, came = enrol(running, "Delorme"), enrol(running, "Étienne")
    came.marks.create(
        half_day=half_days_of(running)[0], status=AttendanceStatus.PRESENT,
        method=MarkMethod.TRAINER_RECORDED, recorded_by=a_person(),
    )  # fmt: skip
    tasks = manager.get(reverse("school:home")).context["tasks"]
    # Who is absent today depends on the hour: tests/learning/absences.
    lasting = [(task.count, task.words) for task in tasks if "aujourd’hui" not in task.words]
    assert lasting == [
        (1, "personne doit répondre à sa proposition"),
        (3, "places gardées sans nom"),
        (9, "personnes manquent pour que la cohorte ait lieu"),
        (1, "accord se fait attendre"),
        (1, "personne absente à toutes les demi-journées"),
    ]
    shown = words(manager.get(tasks[-1].url))
    assert never.person.last_name in shown
    assert came.person.last_name not in shown.split("Historique")[0]
    # Another school has nothing to do about them.
    manager.force_login(a_person(Role.SCHOOL_MANAGER))
    assert manager.get(reverse("school:home")).context["tasks"] == []


def test_tabs_search_and_order_find_the_school_s_people(manager, enrol):
    cohort = a_cohort(places=(1, 2))
    enrol(cohort, "Abadie")
    enrol(cohort, "Borel", state="waiting", queue_number=2, function="Juriste")
    an_enrolment(cohort, a_person(last_name="Ailleurs"), state="waiting", queue_number=1)
    enrol(cohort, "Cassagne", state="waiting", queue_number=3)
    enrol(
        cohort, "Delorme", state="cancelled", cancelled_at=timezone.now(), left_late=True,
        cancellation_reason="Arrêt maladie",
    )  # fmt: skip
    page = on_page(manager, cohort)
    assert "Delorme" not in page.split("Historique")[0]
    assert "Ailleurs" not in page
    waiting = on_page(manager, cohort, "?voir=attente")
    assert "Liste d’attente : 2ᵉ" in waiting
    assert waiting.index("Borel") < waiting.index("Cassagne")
    assert "Abadie" not in waiting.split("Historique")[0]
    assert "Cassagne" not in on_page(manager, cohort, "?q=juriste").split("Historique")[0]
    assert "Personne ne répond" in on_page(manager, cohort, "?q=introuvable")
    gone = on_page(manager, cohort, "?voir=annulees")
    assert "Annulée tard" in gone
    assert "Arrêt maladie" in gone


def test_exports_hold_no_formula(manager, enrol):
    cohort = a_cohort()
    enrol(cohort, "=1+1", function="@SUM(A1)")
    url = reverse("school:cohort", args=[cohort.code])
    assert "'=1+1;Lou" in manager.get(url + "?format=csv").content.decode("utf-8-sig")
    file = manager.get(url + "?format=xlsx")
    assert file["Content-Disposition"] == f'attachment; filename="{cohort.code}.xlsx"'
    sheet = load_workbook(io.BytesIO(file.content)).active
    cells = [cell for cell in sheet[2] if cell.value in ("=1+1", "@SUM(A1)")]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    home = manager.get(reverse("school:home") + "?format=xlsx&voir=miennes")
    rows = list(load_workbook(io.BytesIO(home.content)).active.values)
    assert [row[0] for row in rows[1:]] == [cohort.title]


def test_someone_is_replaced_then_moved_then_cancelled_and_the_history_says_it(manager, enrol):
    cohort = a_cohort()
    elsewhere = a_cohort(revision=cohort.revision)
    mine = enrol(cohort, "Abadie")
    colleague = {
        "last_name": "Borel", "first_name": "Ida", "email": "ida@essai.example", "function": "",
    }  # fmt: skip
    where = reverse("school:replace", args=[mine.pk])
    refused = manager.post(where, {**colleague, "reason": ""})
    assert refused.status_code == 422
    assert 'value="Borel"' in refused.content.decode()
    page = words(manager.post(where, {**colleague, "reason": "Congé"}, follow=True))
    assert "venue à la place de Lou Abadie" in page
    assert "<q>Congé</q>" in page
    assert manager.post(where, {**colleague, "reason": "Congé"}).status_code == 409
    coming = Enrolment.objects.get(person__last_name="Borel")
    moved = {"cohort": elsewhere.pk, "reason": "Jury"}
    page = words(
        manager.post(reverse("school:move_enrolment", args=[coming.pk]), moved, follow=True)
    )
    assert "venue d’une autre cohorte" in page
    last = Enrolment.objects.get(cohort=elsewhere)
    Cohort.objects.filter(pk=elsewhere.pk).update(
        decision_on=timezone.localdate() - timedelta(days=1)
    )
    cancel = reverse("school:cancel", args=[last.pk])
    assert manager.post(cancel).status_code == 409
    assert "notée comme tardive" in words(manager.get(reverse("school:enrolment", args=[last.pk])))
    manager.post(cancel, {"raison": "Mutation"})
    assert "Mutation" in on_page(manager, elsewhere, "?voir=annulees")
    assert manager.get(reverse("school:home")).context["late_leaves"] == 1


def test_the_administration_replaces_and_moves_whoever_asked_for_themselves(client):
    cohort = a_cohort()
    elsewhere = a_cohort(revision=cohort.revision)
    alone = an_enrolment(cohort, a_person(last_name="Abadie"))
    client.force_login(a_person(Role.ADMINISTRATOR))
    listed = client.get(reverse("steering:cohort", args=[cohort.code])).content.decode()
    page = reverse("steering:enrolment", args=[alone.pk])
    assert page in listed
    colleague = {"last_name": "Borel", "first_name": "Ida", "email": "ida@essai.example"}
    where = reverse("steering:replace", args=[alone.pk])
    assert "Borel" in words(client.post(where, {**colleague, "reason": "Congé"}, follow=True))
    coming = Enrolment.objects.get(person__last_name="Borel")
    move = reverse("steering:move_enrolment", args=[coming.pk])
    client.post(move, {"cohort": elsewhere.pk, "reason": "Jury"})
    assert Enrolment.objects.get(cohort=elsewhere).person_id == coming.person_id
    assert not Enrolment.objects.confirmed().filter(cohort=cohort).exists()


def test_the_administration_reads_which_schools_gave_places_up_late(client, school, enrol):
    cohort = a_cohort()
    gone = {"state": "cancelled", "cancelled_at": timezone.now(), "left_late": True}
    enrol(cohort, "Abadie", **gone)
    enrol(cohort, "Borel", **gone)
    an_enrolment(cohort, **gone)
    client.force_login(a_person(Role.ADMINISTRATOR))
    page = words(client.get(reverse("steering:cohort", args=[cohort.code])))
    assert f"libérées tard : {school.name} (2), demandes individuelles (1)" in page


def test_a_group_is_formed_changed_left_and_dissolved_from_the_page(manager, enrol):
    cohort = a_cohort(places=(1, 1))
    an_enrolment(cohort)
    people = [
        enrol(cohort, name, state="waiting", queue_number=n)
        for n, name in enumerate(("Abadie", "Borel", "Cassagne"), start=1)
    ]
    make = reverse("school:group_make", args=[cohort.code])
    refused = manager.post(make, {"name": "Bureau", "qui": [str(people[0].pk), "n’importe quoi"]})
    assert refused.status_code == 409
    assert (
        'value="Bureau"'
        in manager.post(make + "?voir=attente", {"name": "Bureau"}).content.decode()
    )
    manager.post(make, {"name": "Bureau", "qui": [str(one.pk) for one in people]})
    group = EnrolmentGroup.objects.get()
    assert "Attend qu’il y ait une place pour chaque personne" in on_page(manager, cohort)
    act = reverse("school:group", args=[group.pk])
    manager.post(act, {"acte": "partie"})
    assert "Prend les places qu’il y a" in on_page(manager, cohort)
    manager.post(reverse("school:group_leave", args=[people[0].pk]))
    assert group.enrolments.count() == 2
    manager.post(act, {"acte": "dissoudre"})
    assert not EnrolmentGroup.objects.exists()


def test_a_pasted_list_is_previewed_and_taken_up_again(manager, school, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cohort = a_cohort()
    url = reverse("school:paste", args=[cohort.code])
    told = {"organisation": str(school.pk), "group_name": "Bureau"}
    assert manager.post(url, {**told, "lines": ""}).status_code == 422
    assert manager.post(url, {**told, "lines": ";"}).status_code == 409
    lines = "Lou Abadie <lou@essai.example>\nIda Borel <ida@essai>\n"
    page = words(manager.post(url, {**told, "lines": lines}, follow=True))
    assert "1 ligne sur 2 est prête" in page
    assert "« ida@essai » n’est pas une adresse" in page
    again = f"?reprendre={Roster.objects.get().pk}"
    assert "ida@essai" in words(manager.get(url + again))
    other = reverse("school:paste", args=[a_cohort().code])
    assert "ida@essai" not in words(manager.get(other + again))
    assert "ida@essai" not in words(manager.get(url + "?reprendre=rien"))
    stranger = a_person(Role.SCHOOL_MANAGER)
    manager.force_login(stranger)
    assert "ida@essai" not in words(manager.get(url + again))
