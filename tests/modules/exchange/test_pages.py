"""The pages: ask for an export, fetch it, send a module, confirm it."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from common.jobs.models import Job
from modules.exchange.enums import ImportState
from modules.exchange.exporting import forget_old_editions
from modules.exchange.models import ModuleImport
from modules.exchange.schema import schema_text
from modules.programmes.models import Edition, Format, Module, Revision
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, a_revision
from tests.modules.exchange.builders import a_full_revision, exported, forget_everything

pytestmark = pytest.mark.django_db


def signed_in(client: Client, role: Role = Role.TRAINER) -> Client:
    client.force_login(a_person(role))
    return client


def content(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize(
    ("name", "ends"), [("module_zip", ".zip"), ("static", ".zip"), ("booklet", ".pdf")]
)
def test_an_export_is_asked_for_followed_and_fetched(client, name, ends):
    revision = a_full_revision()
    signed_in(client)
    asked = client.post(reverse(f"inout:{name}", args=[revision.pk]))
    again = client.post(reverse(f"inout:{name}", args=[revision.pk]))
    job = Job.objects.get(kind="write_export")

    assert asked["Location"] == again["Location"] == reverse("inout:job", args=[job.pk])
    assert client.get(reverse("inout:job_file", args=[job.pk])).status_code == 404
    do_the_jobs()
    assert "Terminé" in client.get(asked["Location"]).content.decode()
    response = client.get(reverse("inout:job_file", args=[job.pk]))
    assert response["Content-Disposition"].endswith(f'{ends}"')
    assert content(response)[:2] == (b"%P" if ends == ".pdf" else b"PK")


def test_a_draft_that_changed_is_exported_anew(client):
    revision = a_revision(days=1, required_half_days=1)
    signed_in(client)
    address = reverse("inout:module_zip", args=[revision.pk])
    client.post(address)
    Revision.objects.filter(pk=revision.pk).update(version=2)
    client.post(address)

    assert Job.objects.filter(kind="write_export").count() == 2


def test_what_trainers_read_goes_into_the_booklet_when_it_is_ticked(client):
    revision = a_full_revision()
    signed_in(client).post(reverse("inout:booklet", args=[revision.pk]), {"notes": "1"})

    assert Job.objects.get(kind="write_export").payload["with_notes"] is True


@pytest.mark.parametrize("name", ["running_order", "programme"])
def test_the_papers_are_given_at_once(client, name):
    revision = a_full_revision()

    response = signed_in(client).get(reverse(f"inout:{name}", args=[revision.pk]))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert "reenchantez-laction-publique-edition-1" in response["Content-Disposition"]


def test_anyone_fetches_a_shared_module_and_nobody_one_that_is_not(client):
    revision = a_full_revision()
    module = revision.edition.module
    address = reverse("inout:download", args=[module.slug])
    assert client.get(address).status_code == 404
    Module.objects.update(is_shared=True)
    Revision.objects.create(edition=Edition.objects.create(module=module, number=2), number=1)

    response = client.get(address)

    assert response.status_code == 200
    assert content(response) == exported(revision)
    kept = default_storage.listdir("exchange/shared")[1]
    content(client.get(address))
    assert default_storage.listdir("exchange/shared")[1] == kept


def test_the_schema_is_published(client):
    response = client.get("/schemas/module-1.json")

    assert response["Content-Type"] == "application/schema+json"
    assert json.loads(response.content) == json.loads(schema_text())


def test_a_module_is_sent_checked_read_and_confirmed(client):
    data = exported(a_full_revision())
    forget_everything()
    signed_in(client, Role.ADMINISTRATOR)
    sent = client.post(reverse("inout:send"), {"file": SimpleUploadedFile("m.zip", data)})
    assert "Contrôle du module" in client.get(sent["Location"]).content.decode()
    do_the_jobs()
    page = client.get(sent["Location"]).content.decode()
    for words in ("Journée 1", "Un salut", "3 fichiers", "Nouveau module", "n’existe pas ici"):
        assert words in page
    incoming = ModuleImport.objects.get()
    confirm = reverse("inout:confirm", args=[incoming.pk])
    assert client.post(confirm).status_code == 409
    assert client.post(confirm, {"format": "creer"}).status_code == 302
    do_the_jobs()

    assert "c’est un brouillon" in client.get(sent["Location"]).content.decode()
    assert Module.objects.get().editions.get().revisions.get().state == "draft"
    assert client.post(confirm).status_code == 409


def test_a_new_edition_is_chosen_among_the_modules_that_are_the_same(client):
    data = exported(a_full_revision())
    module = Module.objects.get()
    signed_in(client)
    client.post(reverse("inout:send"), {"file": SimpleUploadedFile("m.zip", data)})
    do_the_jobs()
    incoming = ModuleImport.objects.get()
    confirm = reverse("inout:confirm", args=[incoming.pk])
    stranger = a_revision(days=1, required_half_days=1).edition.module

    assert client.post(confirm, {"cible": str(stranger.pk)}).status_code == 404
    client.post(confirm, {"cible": str(module.pk)})
    do_the_jobs()

    assert list(module.editions.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_refused_module_says_everything_that_is_wrong_and_where(client):
    signed_in(client)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("module.json", b"{}")
    file = SimpleUploadedFile("m.zip", target.getvalue())
    sent = client.post(reverse("inout:send"), {"file": file})
    do_the_jobs()

    page = client.get(sent["Location"]).content.decode()

    assert "8 erreurs à corriger" in page
    assert "« days » manque." in page
    assert ModuleImport.objects.get().state == ImportState.INVALID


def test_nothing_sent_or_something_else_is_told_on_the_form(client):
    signed_in(client)

    assert client.post(reverse("inout:send")).status_code == 422
    picture = SimpleUploadedFile("mur.png", b"x")
    refused = client.post(reverse("inout:send"), {"file": picture})
    assert refused.status_code == 409
    assert "« mur.png » n’est pas un module" in refused.content.decode()


def test_trainers_follow_their_own_imports_only(client):
    data = exported(a_full_revision())
    signed_in(client)
    sent = client.post(reverse("inout:send"), {"file": SimpleUploadedFile("m.zip", data)})
    others = signed_in(Client())

    assert others.get(sent["Location"]).status_code == 404
    assert client.get(sent["Location"]).status_code == 200
    assert "m.zip" in client.get(reverse("inout:send")).content.decode()
    assert "m.zip" not in others.get(reverse("inout:send")).content.decode()


def test_what_was_written_goes_after_a_day(client):
    revision = a_full_revision()
    signed_in(client).post(reverse("inout:module_zip", args=[revision.pk]))
    do_the_jobs()
    Module.objects.update(is_shared=True)
    content(client.get(reverse("inout:download", args=[revision.edition.module.slug])))
    assert forget_old_editions() == 0
    Job.objects.update(created_at=timezone.now() - timedelta(days=2))
    (name,) = default_storage.listdir("exchange/shared")[1]
    yesterday = f"{timezone.localdate() - timedelta(days=1):%Y%m%d}.zip"
    with default_storage.open(f"exchange/shared/{name}") as kept:
        default_storage.save(f"exchange/shared/1-{yesterday}", kept)

    assert forget_old_editions() == 2
    assert default_storage.listdir("exchange/exports")[1] == []
    assert default_storage.listdir("exchange/shared")[1] == [name]
    assert Format.objects.exists()
