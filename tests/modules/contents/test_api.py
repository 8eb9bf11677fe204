"""The workshop for programs."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.users.enums import Role
from modules.contents.models import Content, Library
from tests.learning.builders import a_person
from tests.modules.contents.senders import a_content, checked, worked
from tests.modules.h5p.builder import package

pytestmark = pytest.mark.django_db
BASE = "/api/v1"


def api(role: Role) -> APIClient:
    client = APIClient()
    client.force_authenticate(a_person(role))
    return client


def a_file(name="salut.h5p", data=None):
    return SimpleUploadedFile(name, (data or package()).getvalue())


@pytest.mark.parametrize("role", [Role.AGENT, Role.SCHOOL_MANAGER])
def test_programs_of_those_who_do_not_teach_get_nothing(role):
    content, upload = a_content(), checked(package(patch=1))
    client = api(role)
    for url in (f"/contents/{content.pk}/", f"/contents/{content.pk}/export/", "/contents/",
                f"/uploads/{upload.pk}/", "/libraries/"):  # fmt: skip
        assert client.get(BASE + url).status_code == 403
    assert client.post(f"{BASE}/contents/", {"file": a_file()}).status_code == 403


def test_a_trainer_sends_follows_and_exports():
    a_content()
    client = api(Role.TRAINER)
    sent = client.post(f"{BASE}/contents/", {"file": a_file()}, format="multipart")
    assert sent.status_code == 202
    assert sent.data["state"] == "queued"
    worked()
    upload = client.get(f"{BASE}/uploads/{sent.data['id']}/").data
    assert upload["state"] == "imported"
    content = client.get(f"{BASE}/contents/{upload['content']}/").data
    assert (content["title"], content["language"], content["licence"]) == (
        "Un salut", "fr", "CC BY-SA",
    )  # fmt: skip
    assert [version["number"] for version in content["versions"]] == [1]
    exported = client.get(f"{BASE}/contents/{upload['content']}/export/")
    data = io.BytesIO(b"".join(exported.streaming_content))
    assert "content/content.json" in zipfile.ZipFile(data).namelist()
    assert client.get(f"{BASE}/contents/", {"q": "salut"}).data["count"] == 2
    assert client.get(f"{BASE}/contents/", {"q": "rien de tel"}).data["count"] == 0


def test_a_program_replaces_a_content_and_hears_refusals():
    content = a_content()
    client = api(Role.TRAINER)
    sent = client.post(
        f"{BASE}/contents/",
        {"file": a_file(data=package(params={"greeting": "Bis"})), "replaces": str(content.pk)},
        format="multipart",
    )
    worked()
    assert sent.data["replaces"] == content.pk
    assert content.versions.count() == 2
    other = client.post(f"{BASE}/contents/", {"file": a_file("x.zip")}, format="multipart")
    assert (other.status_code, other.json()["code"]) == (409, "file_is_not_a_package")


def test_only_an_administrator_decides_and_deletes():
    upload = checked()
    trainer, boss = api(Role.TRAINER), api(Role.ADMINISTRATOR)
    approve = f"{BASE}/uploads/{upload.pk}/approve/"
    assert trainer.post(approve).status_code == 403
    assert boss.post(approve).status_code == 200
    assert boss.post(approve).status_code == 409
    worked()
    library = Library.objects.get()
    [row] = boss.get(f"{BASE}/libraries/").data["results"]
    assert (row["name"], row["used_count"]) == ("H5P.Salut 1.0", 1)
    url = f"{BASE}/libraries/{library.pk}/"
    assert trainer.delete(url).status_code == 403
    assert boss.delete(url).json()["code"] == "library_is_used"
    Content.objects.all().delete()
    assert boss.delete(url).status_code == 204


def test_a_refusal_needs_its_reason_and_shows_it():
    upload = checked()
    boss = api(Role.ADMINISTRATOR)
    url = f"{BASE}/uploads/{upload.pk}/refuse/"
    assert boss.post(url).json()["code"] == "note_is_missing"
    assert boss.post(url, {"note": "Illisible."}).data["decision_note"] == "Illisible."
