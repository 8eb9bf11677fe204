"""Libraries are code: who decides that they may run here, and on what."""

import pytest

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from modules.contents.enums import UploadState
from modules.contents.models import Blob, Content, Library, TrustedLibrary
from modules.contents.services import (
    NoteIsMissing,
    UploadIsDecided,
    approve_upload,
    refuse_upload,
)
from tests.learning.builders import a_person
from tests.modules.contents.senders import a_content, checked, stored, worked
from tests.modules.h5p.builder import h5p_json, pack, package, package_files

pytestmark = pytest.mark.django_db


def other_script(**knobs):
    files = package_files(**knobs)
    return pack({**files, "H5P.Salut-1.0/main.js": b"alert('autre')"})


def test_a_package_with_an_unknown_library_waits_and_nothing_of_it_is_kept_but_its_file():
    upload = checked()

    assert upload.state == UploadState.WAITING_APPROVAL
    assert stored() == [upload.file.name]
    assert not Library.objects.exists()
    assert not Content.objects.exists()
    assert not Blob.objects.exists()
    [asked] = upload.asking
    assert (asked["name"], asked["kind"], asked["installed"]) == ("H5P.Salut 1.0", "new", None)
    assert asked["scripts"] == [["main.js", len(b"/* H5P.Salut 1.0.0 */")]]


def test_an_administrator_s_own_package_goes_through_the_same_gate():
    upload = checked(by=a_person(Role.ADMINISTRATOR))
    assert upload.state == UploadState.WAITING_APPROVAL


def test_an_approved_package_becomes_a_content_and_its_uploaded_file_goes():
    upload = checked()
    boss = a_person(Role.ADMINISTRATOR)

    approve_upload(actor=boss, upload=upload)
    worked()

    upload.refresh_from_db()
    assert upload.state == UploadState.IMPORTED
    assert upload.content.title == "Un salut"
    assert upload.file.name == ""
    assert set(stored()) == {f"h5p/{b.sha256[:2]}/{b.sha256}" for b in Blob.objects.all()}
    assert TrustedLibrary.objects.get().approved_by == boss
    assert AuditEntry.objects.about(upload.content).get().action == "content_imported"


def test_a_package_whose_libraries_are_installed_with_the_same_files_is_immediate():
    a_content()
    upload = checked(package(params={"greeting": "Encore"}))
    assert upload.state == UploadState.IMPORTED
    assert Library.objects.count() == 1
    assert Content.objects.count() == 2


def test_a_content_without_libraries_is_immediate_where_they_are_installed():
    a_content()
    files = {name: data for name, data in package_files().items() if "H5P.Salut-" not in name}
    assert checked(pack(files)).state == UploadState.IMPORTED


def test_a_newer_patch_waits_with_the_files_that_differ_from_the_installed_ones():
    a_content()
    upload = checked(package(patch=3))
    assert upload.state == UploadState.WAITING_APPROVAL
    [asked] = upload.asking
    assert (asked["kind"], asked["installed"], asked["version"]) == ("newer", "1.0.0", "1.0.3")
    assert asked["changed"] == ["library.json", "main.js"]
    assert asked["added"] == asked["removed"] == []


def test_an_older_patch_is_immediate_for_the_installed_one_is_used():
    a_content(package(patch=3))
    assert checked(package(patch=2)).state == UploadState.IMPORTED
    assert Library.objects.get().patch == 3


def test_a_library_of_a_known_version_with_other_files_waits():
    a_content()
    upload = checked(other_script())
    assert upload.state == UploadState.WAITING_APPROVAL
    [asked] = upload.asking
    assert (asked["kind"], asked["changed"]) == ("other_files", ["main.js"])


def test_once_approved_the_other_files_are_not_used_the_installed_ones_are():
    a_content()
    before = Library.objects.get().digest
    upload = checked(other_script())
    approve_upload(actor=a_person(Role.ADMINISTRATOR), upload=upload)
    worked()
    upload.refresh_from_db()
    assert upload.state == UploadState.IMPORTED
    assert Library.objects.get().digest == before


def test_what_was_approved_once_need_not_be_approved_again_after_deletion():
    content = a_content()
    content.delete()
    Library.objects.all().delete()
    assert checked().state == UploadState.IMPORTED


def test_an_invalid_package_is_told_all_its_errors_before_anyone_is_asked_to_trust_it():
    files = package_files(h5p=h5p_json(license="inconnue"))
    files["content/programme.exe"] = b"MZ"
    upload = checked(pack(files))
    assert upload.state == UploadState.INVALID
    codes = {error["code"] for error in upload.report["errors"]}
    assert {"not-in-whitelist", "invalid-h5p-json-file"} <= codes
    assert stored() == []
    assert upload.asking == []


def test_a_refused_package_leaves_nothing():
    upload = checked()
    refuse_upload(actor=a_person(Role.ADMINISTRATOR), upload=upload, note="Script illisible.")
    upload.refresh_from_db()
    assert (upload.state, upload.decision_note) == (UploadState.REFUSED, "Script illisible.")
    assert stored() == []
    assert not Blob.objects.exists()
    assert not TrustedLibrary.objects.exists()


def test_a_refusal_says_why():
    with pytest.raises(NoteIsMissing):
        refuse_upload(actor=a_person(Role.ADMINISTRATOR), upload=checked(), note="  ")


def test_an_upload_is_decided_once():
    upload, boss = checked(), a_person(Role.ADMINISTRATOR)
    approve_upload(actor=boss, upload=upload)
    with pytest.raises(UploadIsDecided):
        approve_upload(actor=boss, upload=upload)
    with pytest.raises(UploadIsDecided):
        refuse_upload(actor=boss, upload=upload, note="Trop tard.")
