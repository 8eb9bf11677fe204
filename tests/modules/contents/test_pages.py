"""The workshop and the libraries as pages: who comes in, what they see, what their acts do."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.users.enums import Role
from common.jobs.models import Job
from modules.contents.models import Content, Library, Upload
from tests.learning.builders import a_person
from tests.modules.contents.senders import a_content, checked, sent, stored, worked
from tests.modules.h5p.builder import h5p_json, pack, package, package_files

pytestmark = pytest.mark.django_db
OTHERS = (Role.AGENT, Role.SCHOOL_MANAGER)


def signed_in(client, role):
    person = a_person(role)
    client.force_login(person)
    return person


def text(answer):
    return " ".join(answer.content.decode().replace("\u202f", " ").split())


def a_file(data=None, name="salut.h5p"):
    return SimpleUploadedFile(name, (data or package()).getvalue())


@pytest.mark.parametrize("role", OTHERS)
def test_the_workshop_is_closed_to_those_who_do_not_teach(client, role):
    content, upload = a_content(), checked()
    signed_in(client, role)
    for url in (
        reverse("studio:contents"), reverse("studio:send"),
        reverse("studio:content", args=[content.pk]), reverse("studio:upload", args=[upload.pk]),
        reverse("studio:replace", args=[content.pk]),
    ):  # fmt: skip
        assert client.get(url).status_code == 403
    for name in ("archive", "restore", "start_export"):
        assert client.post(reverse(f"studio:{name}", args=[content.pk])).status_code == 403


@pytest.mark.parametrize("role", [*OTHERS, Role.TRAINER])
def test_the_libraries_are_closed_to_those_who_do_not_administrate(client, role):
    library = a_content().versions.get().library
    upload = checked(package(patch=1))
    signed_in(client, role)
    for url in (
        reverse("libraries:libraries"), reverse("libraries:library", args=[library.pk]),
        reverse("libraries:uploads"), reverse("libraries:upload", args=[upload.pk]),
    ):  # fmt: skip
        assert client.get(url).status_code == 403
    for url in (
        reverse("libraries:delete", args=[library.pk]),
        reverse("libraries:approve", args=[upload.pk]),
        reverse("libraries:refuse", args=[upload.pk]),
    ):
        assert client.post(url).status_code == 403
    upload.refresh_from_db()
    assert upload.state == "waiting_approval"


def test_a_trainer_does_not_see_another_s_upload(client):
    theirs = checked()
    signed_in(client, Role.TRAINER)
    for name in ("upload", "upload_progress"):
        assert client.get(reverse(f"studio:{name}", args=[theirs.pk])).status_code == 404


def test_the_list_is_searched_filtered_sorted_and_given_as_csv(client):
    a_content()
    a_content(package(h5p=h5p_json(title="Un adieu", language="en", license="CC BY")))
    signed_in(client, Role.TRAINER)
    url = reverse("studio:contents")
    assert "2 contenus interactifs" in text(client.get(url))
    for asked, kept, left in (
        ({"q": "adieu"}, "Un adieu", "Un salut"),
        ({"langue": "fr"}, "Un salut", "Un adieu"),
        ({"licence": "CC BY"}, "Un adieu", "Un salut"),
        ({"type": "H5P.Salut", "q": "salut un"}, "Un salut", "inconnu"),
    ):
        shown = text(client.get(url, asked))
        assert kept in shown
        assert left not in shown
    csv = client.get(url, {"format": "csv", "tri": "titre"}).content.decode()
    assert [line.split(";")[0] for line in csv.splitlines()[1:]] == ["Un adieu", "Un salut"]
    assert "Aucun contenu ne répond" in text(client.get(url, {"q": "introuvable"}))


def test_an_empty_workshop_says_how_to_begin(client):
    signed_in(client, Role.TRAINER)
    assert "Il n’y a pas encore de contenu" in text(client.get(reverse("studio:contents")))


def test_a_package_is_sent_followed_and_becomes_a_content_without_a_script(client):
    a_content()
    signed_in(client, Role.TRAINER)
    sending = client.post(reverse("studio:send"), {"file": a_file()})
    assert sending.status_code == 302
    assert "Contrôle du paquet" in text(client.get(sending.url))
    upload = Upload.objects.latest("uploaded_at")
    fragment = reverse("studio:upload_progress", args=[upload.pk])
    assert "HX-Refresh" not in client.get(fragment)
    worked()
    assert client.get(fragment)["HX-Refresh"] == "true"
    upload.refresh_from_db()
    done = client.get(sending.url)
    assert done.url == reverse("studio:content", args=[upload.content_id])
    assert "Un salut" in text(client.get(done.url))


def test_a_check_that_failed_for_good_says_so(client):
    upload = sent(by=signed_in(client, Role.TRAINER))
    Job.objects.update(state="failed", error="ZeroDivisionError")
    shown = text(client.get(reverse("studio:upload", args=[upload.pk])))
    assert "Le contrôle a échoué plusieurs fois" in shown
    assert "ZeroDivisionError" not in shown


def test_sending_nothing_or_something_else_says_what_to_do(client):
    signed_in(client, Role.TRAINER)
    nothing = client.post(reverse("studio:send"))
    assert nothing.status_code == 422
    assert "Choisissez un fichier" in text(nothing)
    other = client.post(reverse("studio:send"), {"file": a_file(name="cours.pdf")})
    assert other.status_code == 409
    assert "« cours.pdf » n’est pas un paquet H5P" in text(other)
    assert stored() == []


def test_an_invalid_package_shows_each_error_with_its_file_and_code(client):
    files = package_files(h5p=h5p_json(license="inconnue")) | {"content/a.exe": b"MZ"}
    upload = checked(pack(files), by=signed_in(client, Role.TRAINER))
    shown = text(client.get(reverse("studio:upload", args=[upload.pk])))
    for said in ("content/a.exe", "not-in-whitelist", "Les fichiers « exe » ne sont pas permis",
                 "h5p.json", "invalid-h5p-json-file"):  # fmt: skip
        assert said in shown


def test_a_content_s_page_tells_its_versions_and_replaces_it(client):
    content = a_content()
    signed_in(client, Role.TRAINER)
    url = reverse("studio:replace", args=[content.pk])
    assert "version suivante" in text(client.get(url))
    client.post(url, {"file": a_file(package(params={"greeting": "Bis"}))})
    worked()
    shown = text(client.get(reverse("studio:content", args=[content.pk])))
    assert "Exporter la version 2" in shown
    assert "CC BY-SA" in shown
    assert content.versions.get(state="current").number == 2


def test_archiving_and_restoring_move_a_content_out_of_the_list_and_back(client):
    content = a_content()
    signed_in(client, Role.TRAINER)
    listed = reverse("studio:contents")
    client.post(reverse("studio:archive", args=[content.pk]))
    assert "0 contenu" in text(client.get(listed))
    assert "1 contenu" in text(client.get(listed, {"voir": "archives"}))
    assert client.post(reverse("studio:archive", args=[content.pk])).status_code == 409
    client.post(reverse("studio:restore", args=[content.pk]))
    assert "1 contenu" in text(client.get(listed))
    assert client.post(reverse("studio:restore", args=[content.pk])).status_code == 409


def test_a_package_is_exported_followed_and_fetched(client):
    content = a_content()
    signed_in(client, Role.TRAINER)
    started = client.post(reverse("studio:start_export", args=[content.pk]), {"version": "1"})
    job = Job.objects.get(kind="export_content")
    file = reverse("studio:export_file", args=[job.pk])
    assert "Écriture du paquet" in text(client.get(started.url))
    assert client.get(file).status_code == 404
    worked()
    assert "Télécharger" in text(client.get(reverse("studio:export_progress", args=[job.pk])))
    package_ = client.get(file)
    assert "un-salut-v1.h5p" in package_["Content-Disposition"]
    data = io.BytesIO(b"".join(package_.streaming_content))
    assert "H5P.Salut-1.0/main.js" in zipfile.ZipFile(data).namelist()
    for wrong in ("9", "x"):
        answer = client.post(reverse("studio:start_export", args=[content.pk]), {"version": wrong})
        assert answer.status_code == 404


def test_an_export_that_is_refused_says_why_and_a_bug_s_words_are_not_shown(client):
    content = a_content()
    signed_in(client, Role.TRAINER)
    started = client.post(reverse("studio:start_export", args=[content.pk]))
    job = Job.objects.filter(kind="export_content")
    job.update(state="failed", attempts=1, error="Il manque une bibliothèque.")
    assert "Il manque une bibliothèque." in text(client.get(started.url))
    job.update(attempts=8, error="KeyError: x")
    assert "KeyError" not in text(client.get(started.url))


def test_an_administrator_reads_what_a_package_brings_and_approves_it_in_one_click(client):
    upload = checked()
    signed_in(client, Role.ADMINISTRATOR)
    assert "1 paquet à approuver" in text(client.get(reverse("libraries:libraries")))
    assert "salut.h5p" in text(client.get(reverse("libraries:uploads")))
    shown = text(client.get(reverse("libraries:upload", args=[upload.pk])))
    assert "Nouvelle" in shown
    assert "main.js" in shown
    url = reverse("libraries:approve", args=[upload.pk])
    assert client.post(url).status_code == 302
    worked()
    assert Content.objects.count() == 1
    assert client.post(url).status_code == 409
    assert "Rien n’attend" in text(client.get(reverse("libraries:uploads")))


def test_a_refusal_is_read_by_who_sent_the_package(client):
    trainer = a_person(Role.TRAINER)
    upload = checked(by=trainer)
    signed_in(client, Role.ADMINISTRATOR)
    url = reverse("libraries:refuse", args=[upload.pk])
    assert client.post(url, {"note": ""}).status_code == 409
    assert client.post(url, {"note": "Script illisible."}).status_code == 302
    assert "Script illisible." in text(client.get(reverse("libraries:upload", args=[upload.pk])))
    client.force_login(trainer)
    assert "Script illisible." in text(client.get(reverse("studio:upload", args=[upload.pk])))


def test_libraries_are_listed_with_their_use_and_deleted_when_nothing_uses_them(client):
    content = a_content()
    library = Library.objects.get()
    signed_in(client, Role.ADMINISTRATOR)
    listed, page = reverse("libraries:libraries"), reverse("libraries:library", args=[library.pk])
    delete = reverse("libraries:delete", args=[library.pk])
    assert "H5P.Salut" in text(client.get(listed, {"voir": "principales", "tri": "usage"}))
    assert "Aucune bibliothèque ne répond" in text(client.get(listed, {"voir": "inutilisees"}))
    assert "Supprimer la bibliothèque" not in text(client.get(page))
    refused = client.post(delete)
    assert refused.status_code == 409
    assert "sert encore à" in text(refused)
    content.delete()
    assert "1.0.0;oui;0;0" in client.get(listed, {"format": "csv"}).content.decode()
    assert "Supprimer la bibliothèque" in text(client.get(page))
    assert client.post(delete).status_code == 302
    assert not Library.objects.exists()
