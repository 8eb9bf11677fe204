"""The page of a pack: what it will hold, its making as a job, its handing over."""

import hashlib
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from common.jobs import runner
from common.jobs.enums import JobState
from common.jobs.models import Job
from learning.proofs import making
from learning.proofs.enums import KEPT, MAKE
from learning.proofs.models import ProofPack
from learning.proofs.services import (
    CannotMakePacks,
    PackIsGone,
    ask_for_pack,
    fetch_pack,
    forget_old_packs,
)
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, an_enrolment
from tests.learning.proofs.packs import a_day, finished, without_drawing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_drawn(monkeypatch) -> None:
    """Leave the drawing of papers to test_whole_pack.py, which opens them."""
    without_drawing(monkeypatch)


@pytest.fixture
def administrator():
    return a_person(Role.ADMINISTRATOR)


@pytest.fixture
def room():
    return finished(a_day())


def acts() -> list[str]:
    found = AuditEntry.objects.filter(action__startswith="proof_pack").order_by("pk")
    return list(found.values_list("action", flat=True))


def test_it_is_asked_for_made_by_a_job_and_taken_away_each_act_being_written(
    client, administrator, room
):
    client.force_login(administrator)
    page = reverse("steering:proofs", args=[room.cohort.code])

    before = client.get(page).content.decode()
    assert "Préparer, avec ce qu’il y a" in before
    # What is missing, by its name, with where to repair it.
    assert f"{room.person.last_name} {room.person.first_name}" in before
    assert reverse("steering:cohort", args=[room.cohort.code]) in before
    client.post(page)
    assert b"hx-get" in client.get(page).content
    do_the_jobs(MAKE)
    over = client.get(reverse("steering:proofs_progress", args=[room.cohort.code]))
    assert over["HX-Refresh"] == "true"

    pack = ProofPack.objects.get()
    address = reverse("steering:proof_pack", args=[room.cohort.code, pack.pk])
    assert address in client.get(page).content.decode()
    assert client.get(address).status_code == 405
    given = client.post(address)
    data = b"".join(given)
    assert hashlib.sha256(data).hexdigest() == pack.sha256
    assert len(zipfile.ZipFile(BytesIO(data)).namelist()) == pack.pieces
    assert acts() == ["proof_pack_asked", "proof_pack_made", "proof_pack_fetched"]
    job = Job.objects.get(kind=MAKE)
    assert job.progress_done == job.progress_total > 0


def test_two_clicks_make_one_pack_and_the_same_facts_show_as_the_same(client, administrator, room):
    first = ask_for_pack(actor=administrator, cohort=room.cohort)
    assert ask_for_pack(actor=administrator, cohort=room.cohort) == first
    do_the_jobs(MAKE)
    second = ask_for_pack(actor=administrator, cohort=room.cohort)
    assert second != first
    do_the_jobs(MAKE)

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.sha256 == second.sha256
    client.force_login(administrator)
    page = client.get(reverse("steering:proofs", args=[room.cohort.code])).content.decode()
    assert page.count("même contenu que le précédent") == 1


def test_a_worker_that_died_half_way_leaves_one_pack_and_a_failure_lets_one_ask_again(
    administrator, room, monkeypatch
):
    pack = ask_for_pack(actor=administrator, cohort=room.cohort)
    job = Job.objects.get(kind=MAKE)
    drawn = making.convocation

    def dies(_enrolment):
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "convocation", dies)
    with pytest.raises(KeyboardInterrupt):
        runner.run(job.pk)
    monkeypatch.setattr(making, "convocation", drawn)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    do_the_jobs(MAKE)
    pack.refresh_from_db()
    assert pack.is_kept
    assert default_storage.listdir("proofs")[1] == [f"{pack.pk}.zip"]

    again = ask_for_pack(actor=administrator, cohort=room.cohort)
    Job.objects.filter(key=str(again.pk)).update(state=JobState.FAILED)
    assert ask_for_pack(actor=administrator, cohort=room.cohort) != again


def test_only_the_administration_makes_and_takes_packs(administrator, room):
    for person in (room.trainer, a_person(Role.SCHOOL_MANAGER)):
        with pytest.raises(CannotMakePacks):
            ask_for_pack(actor=person, cohort=room.cohort)
    pack = ask_for_pack(actor=administrator, cohort=room.cohort)
    do_the_jobs(MAKE)
    with pytest.raises(CannotMakePacks):
        fetch_pack(actor=room.trainer, pack=pack)
    assert not ProofPack.objects.visible_to(room.trainer).exists()


def test_a_file_goes_after_its_time_and_who_had_it_stays_written(client, administrator, room):
    pack = ask_for_pack(actor=administrator, cohort=room.cohort)
    do_the_jobs(MAKE)
    assert forget_old_packs() == 0
    ProofPack.objects.update(made_at=timezone.now() - KEPT - timedelta(minutes=1))

    assert forget_old_packs() == 1
    assert default_storage.listdir("proofs")[1] == []
    with pytest.raises(PackIsGone):
        fetch_pack(actor=administrator, pack=pack)
    client.force_login(administrator)
    refused = client.post(reverse("steering:proof_pack", args=[room.cohort.code, pack.pk]))
    assert refused.status_code == 409
    assert "Le fichier n’est plus gardé." in refused.content.decode()
    assert administrator.display_name in refused.content.decode()
    assert forget_old_packs() == 0


def test_a_pack_of_another_cohort_is_not_found_under_this_one(client, administrator, room):
    other = a_day()
    pack = ask_for_pack(actor=administrator, cohort=other.cohort)
    client.force_login(administrator)
    address = reverse("steering:proof_pack", args=[room.cohort.code, pack.pk])
    assert client.post(address).status_code == 404


def test_what_the_page_announces_is_what_the_pack_holds(client, administrator, room):
    an_enrolment(room.cohort)
    client.force_login(administrator)
    page = reverse("steering:proofs", args=[room.cohort.code])
    shown = client.get(page)
    announced = {shelf.folder.value: shelf.count for shelf, _gaps in shown.context["shelves"]}
    pack = ask_for_pack(actor=administrator, cohort=room.cohort)
    do_the_jobs(MAKE)

    pack.refresh_from_db()
    with pack.file.open() as file, zipfile.ZipFile(file) as archive:
        held = [name.split("/")[1] for name in archive.namelist() if name.count("/") == 2]
    assert shown.context["files"] == pack.pieces
    assert announced == {name: held.count(name) for name in announced}
