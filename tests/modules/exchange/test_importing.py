"""What importing says before it does anything, and what it then does."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from accounts.users.enums import Role
from common.jobs import runner
from common.jobs.models import Job
from modules.commons.models import Asset
from modules.contents.enums import UploadState
from modules.contents.models import Content, ContentVersion, Library, TrustedLibrary, Upload
from modules.contents.services import approve_upload
from modules.exchange.applying import ContentIsRefused
from modules.exchange.enums import APPLY, ImportState
from modules.exchange.importing import apply_import, forget_stale_imports
from modules.exchange.models import ModuleImport
from modules.exchange.plan import known_modules
from modules.exchange.problems import told
from modules.exchange.services import (
    FileIsNotAModule,
    FormatToChoose,
    ImportIsDecided,
    LibrariesToApprove,
    ModuleFileIsEmpty,
    ModuleFileIsTooLarge,
    NotThatModule,
    ask_for_approval,
    check_again,
    confirm_import,
    receive_module,
)
from modules.programmes.models import Activity, Edition, Format, Module, Revision
from tests.jobs import do_the_jobs
from tests.learning.builders import a_format, a_person, a_revision
from tests.modules.exchange.builders import (
    a_full_revision,
    changed,
    checked,
    entries,
    exported,
    forget_everything,
    imported,
    packed,
    received,
)

pytestmark = pytest.mark.django_db


def forget_contents() -> None:
    Content.objects.all().delete()
    Library.objects.all().delete()
    TrustedLibrary.objects.all().delete()


def test_reading_what_would_be_created_creates_nothing():
    data = exported(a_full_revision())
    forget_everything()
    before = Asset.objects.count(), Content.objects.count(), Upload.objects.count()

    incoming = checked(data)

    assert incoming.state == ImportState.READY
    assert [(day["sequences"], day["activities"]) for day in incoming.plan["days"]] == [
        (5, 9), (4, 4),
    ]  # fmt: skip
    assert not Module.objects.exists()
    assert (Asset.objects.count(), Content.objects.count(), Upload.objects.count()) == before


def test_a_module_of_the_same_address_or_of_the_same_blocks_may_get_a_new_edition():
    revision = a_full_revision()
    data = exported(revision)
    module = revision.edition.module
    Module.objects.filter(pk=module.pk).update(slug="renomme")
    a_revision(days=1, required_half_days=1)

    incoming = checked(data)

    assert list(known_modules(incoming.plan)) == [module]


def test_a_new_edition_takes_the_next_number_and_keeps_the_page_of_the_module_as_it_is():
    revision = a_full_revision()
    module = revision.edition.module
    data = changed(exported(revision), lambda told: told["module"].update(title="Autre titre"))

    draft = imported(data, target=module)

    assert (draft.edition.module, draft.edition.number, draft.state) == (module, 2, "draft")
    module.refresh_from_db()
    assert module.title == "Réenchantez l’action publique"
    assert draft.sheet["title"] == "Autre titre"


def test_a_new_module_beside_its_like_gets_an_address_of_its_own():
    revision = a_full_revision()

    draft = imported(exported(revision))

    assert draft.edition.module.slug == f"{revision.edition.module.slug}-2"
    assert draft.edition.module != revision.edition.module


def test_what_is_already_here_is_not_kept_twice():
    data = exported(a_full_revision())
    assets, contents = Asset.objects.count(), Content.objects.count()

    incoming = checked(data)
    imported(data)

    assert {one["known"] for one in incoming.plan["files"]} == {True}
    assert {one["known"] for one in incoming.plan["contents"]} == {True}
    assert (Asset.objects.count(), Content.objects.count()) == (assets, contents)


def test_what_activities_say_is_sanitised_again():
    def poison(document):
        activity = document["days"][0]["sequences"][0]["activities"][0]
        activity["body"] = '<p onclick="x()">Bonjour</p><script>alert(1)</script>'

    draft = imported(changed(exported(a_full_revision()), poison))

    first = Activity.objects.filter(sequence__day__revision=draft).order_by("pk").first()
    assert first is not None
    assert first.body == "<p>Bonjour</p>"


def test_licences_that_do_not_mix_are_told_and_do_not_forbid():
    incoming = checked(exported(a_full_revision()))

    sentences = [one["sentence"] for one in told(incoming.plan["warnings"])]
    assert any("« Sur le terrain » est sous CC BY-NC-ND 4.0" in one for one in sentences)
    assert any("« terrain.mp4 »" in one for one in sentences)
    assert incoming.state == ImportState.READY


def test_a_file_that_is_not_announced_is_left_aside_and_told():
    files = entries(exported(a_full_revision()))
    incoming = checked(packed({**files, "files/notes.txt": b"?", "__MACOSX/._x": b"?"}))

    rows = [row for row in incoming.plan["warnings"] if row["code"] == "unannounced"]
    assert [row["place"] for row in rows] == ["files/notes.txt"]


def test_a_format_that_is_not_here_is_chosen_by_the_person():
    data = exported(a_full_revision())
    forget_everything()
    trainer = a_person(Role.TRAINER)
    incoming = checked(data, trainer)
    mine = a_format(key="a-moi")

    with pytest.raises(FormatToChoose, match="Module de trois jours"):
        confirm_import(actor=trainer, incoming=incoming)
    confirmed = confirm_import(actor=trainer, incoming=incoming, training_format=mine)
    done = apply_import(actor=trainer, incoming=confirmed)

    assert done.revision is not None
    assert done.revision.edition.module.format == mine


def test_only_administrators_bring_in_a_format():
    data = exported(a_full_revision())
    forget_everything()
    trainer = a_person(Role.TRAINER)

    with pytest.raises(FormatToChoose):
        confirm_import(actor=trainer, incoming=checked(data, trainer), creates_format=True)
    assert not Format.objects.exists()


def test_libraries_that_nobody_approved_wait_for_the_administration():
    data = exported(a_full_revision())
    forget_everything()
    forget_contents()
    administrator = a_person(Role.ADMINISTRATOR)
    incoming = checked(data, administrator)

    assert incoming.plan["contents"][0]["asking"] == ["H5P.Salut 1.0"]
    with pytest.raises(LibrariesToApprove, match="Un salut"):
        confirm_import(actor=administrator, incoming=incoming, creates_format=True)
    assert ask_for_approval(actor=administrator, incoming=incoming) == 1
    assert ask_for_approval(actor=administrator, incoming=incoming) == 0
    do_the_jobs()
    upload = Upload.objects.get(state=UploadState.WAITING_APPROVAL)
    approve_upload(actor=administrator, upload=upload)
    check_again(actor=administrator, incoming=incoming)
    do_the_jobs()
    incoming.refresh_from_db()

    assert incoming.plan["contents"] == [
        {"path": "h5p/1.h5p", "title": "Un salut", "known": True, "asking": []}
    ]
    confirmed = confirm_import(actor=administrator, incoming=incoming, creates_format=True)
    apply_import(actor=administrator, incoming=confirmed)
    assert Content.objects.count() == 1


def test_a_content_refused_since_the_check_leaves_nothing_half_written_and_can_be_tried_again():
    data = exported(a_full_revision())
    forget_everything()
    Content.objects.all().delete()
    administrator = a_person(Role.ADMINISTRATOR)
    incoming = checked(data, administrator)
    confirmed = confirm_import(actor=administrator, incoming=incoming, creates_format=True)
    forget_contents()

    with pytest.raises(ContentIsRefused, match="Un salut"):
        apply_import(actor=administrator, incoming=confirmed)
    assert not Module.objects.exists()
    do_the_jobs(APPLY)
    confirmed.refresh_from_db()

    assert confirmed.state == ImportState.READY
    assert Job.objects.get(kind=APPLY).state == "failed"


def test_a_job_done_twice_writes_one_module():
    data = exported(a_full_revision())
    forget_everything()
    administrator = a_person(Role.ADMINISTRATOR)
    incoming = received(data, administrator)
    do_the_jobs()
    incoming.refresh_from_db()
    confirm_import(actor=administrator, incoming=incoming, creates_format=True)
    do_the_jobs()
    job = Job.objects.get(kind=APPLY)
    Job.objects.filter(pk=job.pk).update(state="queued", next_attempt_at=timezone.now())
    runner.run(job.pk)

    incoming.refresh_from_db()
    assert incoming.state == ImportState.APPLIED
    assert (job.progress_done, Revision.objects.count(), Edition.objects.count()) == (1, 1, 1)


def test_an_accident_in_the_middle_of_the_writing_leaves_no_module(monkeypatch):
    data = exported(a_full_revision())
    forget_everything()
    administrator = a_person(Role.ADMINISTRATOR)
    confirmed = confirm_import(
        actor=administrator, incoming=checked(data, administrator), creates_format=True
    )

    def fall(*_args, **_fields):
        raise RuntimeError

    monkeypatch.setattr("modules.exchange.applying.Activity.objects.bulk_create", fall)
    with pytest.raises(RuntimeError):
        apply_import(actor=administrator, incoming=confirmed)

    assert not Module.objects.exists()
    assert not Format.objects.exists()


def test_the_file_goes_once_the_module_is_written_or_refused():
    data = exported(a_full_revision())
    sound, spoiled = checked(data), checked(b"PK nothing")
    confirmed = confirm_import(actor=None, incoming=sound)
    apply_import(actor=None, incoming=confirmed)

    assert spoiled.state == ImportState.INVALID
    assert default_storage.listdir("exchange/incoming") == ([], [])


def test_an_import_is_confirmed_once():
    incoming = checked(exported(a_full_revision()))
    confirm_import(actor=None, incoming=incoming)

    with pytest.raises(ImportIsDecided, match="import en cours"):
        confirm_import(actor=None, incoming=incoming)
    with pytest.raises(ImportIsDecided):
        check_again(actor=None, incoming=incoming)


def test_a_stranger_module_is_no_target():
    other = a_revision(days=1, required_half_days=1).edition.module
    incoming = checked(exported(a_full_revision()))

    with pytest.raises(NotThatModule):
        confirm_import(actor=None, incoming=incoming, target=other)


def test_only_a_zip_of_a_reasonable_size_is_received(monkeypatch):
    def send(data: bytes, name: str) -> None:
        receive_module(actor=None, file=ContentFile(data), filename=name)

    with pytest.raises(FileIsNotAModule, match=r"module\.pdf"):
        send(b"%PDF", "module.pdf")
    with pytest.raises(ModuleFileIsEmpty):
        send(b"", "module.zip")
    monkeypatch.setattr("modules.exchange.services.LARGEST_ARCHIVE", 3)
    with pytest.raises(ModuleFileIsTooLarge):
        send(b"four", "module.zip")
    assert not ModuleImport.objects.exists()


def test_what_nobody_confirmed_for_a_month_is_forgotten():
    incoming = checked(exported(a_full_revision()))
    ModuleImport.objects.update(sent_at=timezone.now() - timedelta(days=31))

    assert forget_stale_imports() == 1
    assert not ModuleImport.objects.exists()
    assert not default_storage.exists(str(incoming.file.name))


def test_the_command_takes_out_and_brings_in(tmp_path, capsys):
    revision = a_full_revision()
    slug = revision.edition.module.slug
    path = tmp_path / "sorti.zip"
    call_command("module", "export", slug, "-o", str(path))
    capsys.readouterr()

    call_command("module", "import", str(path), "--dry-run")
    said = capsys.readouterr().out
    assert "1. Journée 1 : 5 séquences, 9 activités" in said
    assert f"même module ici : {slug}" in said
    assert not ModuleImport.objects.exists()

    call_command("module", "import", str(path), "--into", slug)
    assert "#2, révision 1, brouillon" in capsys.readouterr().out
    path.write_bytes(b"PK nothing")
    with pytest.raises(CommandError, match="rien n’est créé"):
        call_command("module", "import", str(path))


def test_a_content_of_the_same_name_that_says_something_else_is_another_content():
    data = exported(a_full_revision())
    ContentVersion.objects.update(params={"greeting": "Bonsoir"})

    incoming = checked(data)
    imported(data)

    assert incoming.plan["contents"][0]["known"] is False
    assert Content.objects.filter(title="Un salut").count() == 2
