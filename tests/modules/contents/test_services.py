"""Contents and libraries through their services: import, replace, archive, export, delete."""

import hashlib
import io
import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from accounts.users.enums import Role
from common.jobs import runner
from common.jobs.models import Job
from modules.contents import importing
from modules.contents.enums import UploadState, VersionState
from modules.contents.exporting import (
    LibrariesAreMissing,
    export_content,
    export_path,
    forget_old_exports,
    start_export,
)
from modules.contents.models import Blob, Content, ContentVersion, Library, Upload
from modules.contents.queries import needed_by, where_used
from modules.contents.services import (
    ContentIsArchived,
    ContentIsNotArchived,
    FileIsEmpty,
    FileIsNotAPackage,
    FileIsTooLarge,
    LibraryIsUsed,
    archive_content,
    delete_library,
    restore_content,
    upload_package,
)
from modules.contents.store import StorageBlobs, path_of
from modules.contents.tidying import collect_blobs, forget_decided_uploads
from modules.h5p.importer import import_package
from modules.programmes.enums import ActivityKind, DoneWhen
from modules.schedule import tidy_contents
from tests.learning.builders import a_person, a_revision
from tests.modules.contents.senders import a_content, checked, sent, stored, worked
from tests.modules.h5p.builder import dependency, h5p_json, js, library_files, pack, package
from tests.modules.h5p.builder import package_files as files_of
from tests.modules.h5p.memory import MemoryBlobs, MemoryIndex

pytestmark = pytest.mark.django_db
committing = pytest.mark.django_db(transaction=True)


def exported(version: ContentVersion) -> bytes:
    target = io.BytesIO()
    export_content(version=version, target=target)
    return target.getvalue()


def with_two_libraries(patch: int = 0) -> io.BytesIO:
    """Return a package whose main library needs another one."""
    needed = "H5P.Outil 2.1"
    return pack(
        {
            **files_of(preloadedDependencies=[dependency(needed)], patch=patch),
            **library_files(needed, semantics=[]),
            "h5p.json": js(
                h5p_json(preloadedDependencies=[dependency("H5P.Salut 1.0"), dependency(needed)])
            ),
        }
    )


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("cours.zip", b"PK", FileIsNotAPackage),
        ("cours.h5p", b"", FileIsEmpty),
        ("cours.h5p", bytes(2 << 20), FileIsTooLarge),
    ],
)
def test_a_file_that_cannot_be_a_package_is_refused_at_once_and_not_kept(name, data, refusal):
    with override_settings(H5P_LIMITS={"max_total": 1 << 20}), pytest.raises(refusal) as told:
        upload_package(
            actor=a_person(Role.TRAINER), file=ContentFile(data), filename=f"C:\\mes docs\\{name}"
        )
    assert f"« {name} »" in str(told.value)
    assert stored() == []
    assert not Upload.objects.exists()


def test_files_that_are_not_packages_are_refused_with_these_names():
    actor = a_person(Role.TRAINER)
    with pytest.raises(FileIsNotAPackage):
        upload_package(actor=actor, file=ContentFile(b"x"), filename="x.zip")
    with pytest.raises(FileIsEmpty):
        upload_package(actor=actor, file=ContentFile(b""), filename="x.h5p")
    with override_settings(H5P_LIMITS={"max_total": 1}), pytest.raises(FileIsTooLarge):
        upload_package(actor=actor, file=ContentFile(b"xx"), filename="x.h5p")


def test_the_parts_of_a_content_are_those_of_its_package():
    content = a_content(package(params={"greeting": "<strong>Bonjour</strong><script>x</script>"}))
    version = content.versions.get()
    assert version.params == {"greeting": "<strong>Bonjour</strong>"}
    assert (version.number, version.state) == (1, VersionState.CURRENT)
    assert (version.language, version.licence) == ("fr", "CC BY-SA")
    assert [str(row) for row in version.used.all()] == ["H5P.Salut 1.0"]
    [(path, (sha256, size))] = version.files.items()
    assert path == "images/pixel.png"
    assert default_storage.size(path_of(sha256)) == size == Blob.objects.get(pk=sha256).size


def test_replacing_a_content_adds_a_version_and_keeps_the_former_one():
    content = a_content()
    first = content.versions.get()
    again = package(params={"greeting": "Au revoir"}, h5p=h5p_json(title="Un adieu"))
    checked(again, replaces=content)
    content.refresh_from_db()
    second = content.versions.get(state=VersionState.CURRENT)
    first.refresh_from_db()
    assert Content.objects.count() == 1
    assert (second.number, content.title) == (2, "Un adieu")
    assert (first.state, first.params) == (VersionState.PREVIOUS, {"greeting": "Bonjour"})


def test_a_content_is_exported_as_a_package_that_is_imported_again_the_same():
    version = a_content(with_two_libraries()).versions.get()
    first = exported(version)
    index, blobs = MemoryIndex(), MemoryBlobs()
    again = import_package(io.BytesIO(first), filename="x.h5p", index=index, blobs=blobs)
    assert again.params == version.params
    assert {str(name) for name in index.libraries} == {"H5P.Outil 2.1", "H5P.Salut 1.0"}
    assert exported(version) == first


def test_an_export_is_a_durable_job_and_its_file_lasts_a_day():
    content = a_content()
    person = a_person(Role.TRAINER)
    job = start_export(actor=person, version=content.versions.get())
    assert start_export(actor=person, version=content.versions.get()) == job
    worked()
    job.refresh_from_db()
    assert job.state == "done"
    assert job.result["filename"] == "un-salut-v1.h5p"
    with default_storage.open(export_path(job)) as file:
        assert file.read() == exported(content.versions.get())

    assert forget_old_exports() == 0
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(days=2))
    assert forget_old_exports() == 1
    assert not default_storage.exists(export_path(job))


def test_an_export_without_its_libraries_is_refused():
    version = a_content(with_two_libraries()).versions.get()
    Library.objects.filter(machine_name="H5P.Outil").delete()
    with pytest.raises(LibrariesAreMissing, match=r"H5P\.Outil 2\.1"):
        exported(version)


def test_libraries_load_in_order_from_the_database():
    version = a_content(with_two_libraries()).versions.get()
    needed = needed_by(version)
    assert [str(asset.library) for asset in needed.scripts] == ["H5P.Outil 2.1", "H5P.Salut 1.0"]
    assert {library.digest for library in needed.all} == set(
        Library.objects.values_list("digest", flat=True)
    )


def test_where_a_content_is_used_names_the_activities_of_each_version():
    content = a_content()
    revision = a_revision()
    sequence = revision.days.first().sequences.first()
    activity = sequence.activities.first()
    activity.kind, activity.content_version = ActivityKind.H5P, content.versions.get()
    activity.save()
    [found] = where_used(content)
    assert found == activity
    assert found.sequence.day.revision == revision
    assert found.done_when == DoneWhen.ANSWERED


def test_a_content_is_archived_once_and_restored_once():
    content, person = a_content(), a_person(Role.TRAINER)
    archive_content(actor=person, content=content)
    with pytest.raises(ContentIsArchived):
        archive_content(actor=person, content=content)
    restore_content(actor=person, content=content)
    with pytest.raises(ContentIsNotArchived):
        restore_content(actor=person, content=content)


def test_a_library_that_something_uses_is_not_deleted():
    a_content(with_two_libraries())
    boss = a_person(Role.ADMINISTRATOR)
    for row in Library.objects.all():
        with pytest.raises(LibraryIsUsed) as told:
            delete_library(actor=boss, library=row)
        assert ("H5P.Salut 1.0" in str(told.value)) or ("« Un salut »" in str(told.value))
    assert Library.objects.count() == 2


def test_the_files_of_a_deleted_library_go_a_day_later_unless_something_has_them():
    content = a_content(with_two_libraries())
    keeper = sent(with_two_libraries())
    content.delete()
    boss = a_person(Role.ADMINISTRATOR)
    delete_library(actor=boss, library=Library.objects.get(machine_name="H5P.Salut"))
    everything = stored()
    assert collect_blobs() == 0
    assert stored() == everything

    Blob.objects.filter(superseded_at__isnull=False).update(
        superseded_at=timezone.now() - timedelta(days=2)
    )
    assert collect_blobs() > 0
    kept = {sha for sha, _size in Library.objects.get().files.values()}
    left = {path.rpartition("/")[2] for path in stored() if "uploads" not in path}
    assert kept <= left == set(Blob.objects.values_list("sha256", flat=True))

    # What was collected comes back whole with the next package.
    runner.run(Job.objects.get(key=f"{keeper.pk}:sent").pk)
    worked()
    keeper.refresh_from_db()
    assert keeper.state == UploadState.IMPORTED
    assert len(exported(keeper.content.versions.get())) > 0


def test_a_superseded_file_that_a_new_package_brings_is_not_collected():
    content = a_content()
    content.delete()
    delete_library(actor=a_person(Role.ADMINISTRATOR), library=Library.objects.get())
    Blob.objects.update(superseded_at=timezone.now() - timedelta(days=2))
    again = a_content()
    tidy_contents()
    assert set(Blob.objects.values_list("superseded_at", flat=True)) == {None}
    assert exported(again.versions.get())


def test_the_old_files_of_a_patched_library_are_superseded_not_deleted():
    a_content()
    before = set(stored())
    a_content(package(patch=1))
    assert before <= set(stored())
    assert Blob.objects.filter(superseded_at__isnull=False).count() == 2
    assert Library.objects.get().patch == 1


@committing
def test_an_import_that_fails_at_its_very_end_leaves_nothing(monkeypatch):
    upload = checked()
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.CHECKING)
    monkeypatch.setattr(importing, "record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        importing.process_upload(upload=upload, trusting=True)
    assert stored() == [upload.file.name]
    assert [model.objects.count() for model in (Library, Content, Blob)] == [0, 0, 0]


def test_an_upload_processed_twice_gives_one_content():
    upload = checked()
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.QUEUED)
    importing.process_upload(upload=upload, trusting=True)
    importing.process_upload(upload=upload, trusting=True)
    assert Content.objects.count() == 1


@committing
def test_the_same_package_imported_twice_at_once_gives_one_set_of_libraries():
    uploads = [sent(with_two_libraries()) for _ in range(2)]
    barrier = threading.Barrier(2)
    failures: list[BaseException] = []

    def work(upload: Upload) -> None:
        try:
            barrier.wait(10)
            importing.process_upload(upload=upload, trusting=True)
        except BaseException as failure:  # noqa: BLE001 - shown by the test
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[upload]) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    assert Library.objects.count() == 2
    assert Content.objects.count() == 2
    assert {path.rpartition("/")[2] for path in stored()} == set(
        Blob.objects.values_list("sha256", flat=True)
    )
    for version in ContentVersion.objects.all():
        assert exported(version)


def test_the_file_of_a_decided_upload_that_was_left_goes_later():
    upload = sent()
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.INVALID)
    assert forget_decided_uploads() == 1
    assert stored() == []


@committing
def test_the_check_says_how_far_it_is_and_is_silent_inside_the_import(monkeypatch):
    monkeypatch.setattr(importing, "SAYS_EVERY", 0)
    said: list[tuple[int, int]] = []
    inside: list[bool] = []

    def progress(done: int, total: int) -> None:
        said.append((done, total))
        inside.append(transaction.get_connection().in_atomic_block)

    importing.process_upload(upload=sent(), progress=progress, trusting=True)
    assert said
    assert all(done <= total for done, total in said)
    assert not any(inside)


def test_a_library_with_a_character_the_database_refuses_is_imported_without_it():
    content = a_content(package(description="a\0b"))
    assert content.versions.get().library.document["description"] == "ab"


def test_a_file_that_a_dead_process_left_half_written_is_written_again():
    whole = b"/* tout */"
    sha256 = hashlib.sha256(whole).hexdigest()
    default_storage.save(path_of(sha256), ContentFile(b"/*"))
    blobs = StorageBlobs()
    assert blobs.has([sha256]) == set()
    blobs.put(sha256, [whole[:3], whole[3:]])
    blobs.tell()
    assert stored() == [path_of(sha256)]
    with blobs.open(sha256) as file:
        assert file.read() == whole
    assert Blob.objects.get().size == len(whole)
