"""The form's pages and what its script asks for."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.users.enums import Role
from modules.contents.models import Content, ContentVersion, Draft
from tests.learning.builders import a_person
from tests.modules.contents.senders import a_content
from tests.modules.h5p.builder import GREETING, PIXEL

pytestmark = pytest.mark.django_db


@pytest.fixture
def content():
    return a_content()


@pytest.fixture(autouse=True)
def trainer(client):
    person = a_person(Role.TRAINER)
    client.force_login(person)
    return person


def send(client, route, document, *args):
    file = SimpleUploadedFile("document.json", json.dumps(document).encode())
    return client.post(reverse(route, args=args), {"document": file})


def a_document(content, **fields):
    version = content.versions.get(state="current")
    return {
        "library": str(version.library.name), "content": str(content.pk), "base": version.number,
        "params": version.params, "metadata": {**version.metadata, "title": version.title},
        **fields,
    }  # fmt: skip


@pytest.mark.usefixtures("content")
def test_a_new_content_starts_with_a_type(client):
    page = client.get(reverse("studio:new"))
    assert f"?type={GREETING}%201.0" in page.content.decode()
    form = client.get(reverse("studio:new"), {"type": f"{GREETING} 1.0"})
    boot = form.context["boot"]
    assert boot["params"] is None
    assert [field["name"] for field in boot["form"]["fields"]] == ["greeting", "image"]
    assert client.get(reverse("studio:new"), {"type": "H5P.Absent 1.0"}).status_code == 404
    assert client.get(reverse("studio:new"), {"type": "nimporte"}).status_code == 404


def test_the_page_of_types_says_what_to_do_where_there_is_none(client):
    assert "Aucun type n’est installé" in client.get(reverse("studio:new")).content.decode()


@pytest.mark.usefixtures("content")
def test_a_content_is_written_and_its_page_to_edit_is_given(client):
    document = {"library": f"{GREETING} 1.0", "params": {"greeting": "Neuf"},
                "metadata": {"title": "Neuf", "language": "fr"}}  # fmt: skip
    answer = send(client, "studio:new", document).json()
    made = Content.objects.get(title="Neuf")
    assert answer["edit"] == reverse("studio:edit", args=[made.pk])
    assert made.versions.get().params == {"greeting": "Neuf"}


def test_a_save_answers_the_version_and_what_is_to_know(client, content):
    boot = client.get(reverse("studio:edit", args=[content.pk])).context["boot"]
    assert (boot["version"], boot["params"]) == (1, {"greeting": "Bonjour"})
    image = {"path": "images/absente.png"}
    document = a_document(content, params={"greeting": "Bonsoir", "image": image})
    answer = send(client, "studio:save", document, content.pk).json()
    assert answer["number"] == 2
    assert [notice["place"] for notice in answer["notices"]] == ["/image"]


def test_a_refused_save_says_what_and_where(client, content):
    document = a_document(content, params={})
    answer = send(client, "studio:save", document, content.pk)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"place": "/greeting", "message": "Remplissez ce champ."}]
    stale = send(client, "studio:save", a_document(content, base=7), content.pk)
    assert (stale.status_code, stale.json()["code"]) == (409, "content_moved_on")


def test_what_is_not_a_document_is_refused(client, content):
    url = reverse("studio:save", args=[content.pk])
    for data in (b"{", b"[]", b"[" * 300 + b"]" * 300):
        file = SimpleUploadedFile("document.json", data)
        assert client.post(url, {"document": file}).status_code == 400
    assert client.post(url).status_code == 400
    assert ContentVersion.objects.filter(content=content).count() == 1


def test_a_preview_plays_a_draft_and_writes_no_version(client, trainer, content):
    document = a_document(content, params={"greeting": "Provisoire"})
    answer = send(client, "studio:preview", document)
    draft = Draft.objects.get()
    assert (answer["X-Draft"], draft.author) == (str(draft.pk), trainer)
    frame = client.get(answer.context["player"].frame_url.removeprefix("http://testserver"))
    assert "Provisoire" in frame.content.decode()
    again = send(client, "studio:preview", {**document, "draft": str(draft.pk)})
    assert again["X-Draft"] == str(draft.pk)
    assert content.versions.count() == 1
    fresh = {"library": f"{GREETING} 1.0", "params": {}, "metadata": {}}
    assert send(client, "studio:preview", fresh).status_code == 200
    for wrong in ({"draft": "x"}, {"content": "x"}):
        assert send(client, "studio:preview", {**document, **wrong}).status_code == 400


def test_a_file_is_kept_and_its_picture_shown(client):
    url = reverse("studio:send_file")
    file = SimpleUploadedFile("photo.png", PIXEL)
    path = client.post(url, {"file": file, "kind": "image"}).json()["path"]
    picture = client.get(url + path.removeprefix("images/"))
    assert b"".join(picture.streaming_content) == PIXEL
    assert picture["Content-Type"] == "image/png"
    assert client.get(f"{url}{'0' * 64}.png").status_code == 404
    assert client.get(url + path.removeprefix("images/").replace(".png", ".js")).status_code == 404
    refused = client.post(url, {"file": SimpleUploadedFile("x.svg", b"<svg/>"), "kind": "image"})
    assert (refused.status_code, refused.json()["code"]) == (409, "media_kind_refused")
    assert client.post(url, {"kind": "image"}).status_code == 400


@pytest.mark.usefixtures("content")
def test_the_form_of_another_library_is_given_on_demand(client):
    url = reverse("studio:form_of")
    form = client.get(url, {"bibliotheque": f"{GREETING} 1.0"}).json()
    assert form["fields"][0]["label"] == "Bonjour"
    assert client.get(url, {"bibliotheque": "H5P.Absent 1.0"}).status_code == 404


def test_the_page_of_a_content_leads_to_its_form_unless_it_is_archived(client, content):
    url, edit = (
        reverse("studio:content", args=[content.pk]),
        reverse("studio:edit", args=[content.pk]),
    )
    assert edit in client.get(url).content.decode()
    client.post(reverse("studio:archive", args=[content.pk]))
    assert edit not in client.get(url).content.decode()
