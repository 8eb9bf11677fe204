"""The workshop behind the access table: a content at every stage, for every act to succeed."""

import json
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.users.models import User
from common.jobs import runner
from common.jobs.models import Job
from modules.authoring.sequences import move_sequence
from modules.authoring.undo import undo
from modules.contents.exporting import start_export
from modules.contents.models import ContentVersion, Library, Upload, Use
from modules.contents.queries import job_of
from modules.contents.services import archive_content
from modules.contents.upgrading import accept_version, propose_upgrade
from modules.exchange.enums import Form
from modules.exchange.exporting import start_export as start_edition_export
from modules.exchange.models import ModuleImport
from modules.glossary.models import Term
from modules.glossary.services import TermText, add_term
from modules.programmes.models import Sequence
from tests.learning.builders import a_content_version, a_revision, number
from tests.modules.authoring.board import a_draft, sequences_of
from tests.modules.contents.senders import sent
from tests.modules.exchange.builders import checked, exported

# A program names everything `pk`: what it is on these routes.
NAMED_PK = {
    "contents_api:content": "content_id",
    "contents_api:export": "content_id",
    "contents_api:upload": "upload_id",
    "contents_api:approve": "upload_id",
    "contents_api:refuse": "upload_id",
    "contents_api:library": "library_id",
}


@dataclass(frozen=True, slots=True)
class Workshop:
    """A content with a version before and one proposed, a package to approve, an export."""

    first: ContentVersion
    proposed: ContentVersion
    upload: Upload
    export: Job
    unused: Library
    sequence: Sequence
    term: Term
    incoming: ModuleImport
    edition_export: Job

    def document(self) -> SimpleUploadedFile:
        """Return what the form of the content sends."""
        written = {
            "content": str(self.first.content_id), "library": str(self.first.library.name),
            "base": self.proposed.number - 1, "params": {}, "metadata": {"title": "Essai"},
        }  # fmt: skip
        return SimpleUploadedFile("document.json", json.dumps(written).encode())

    def arguments(self, route: str) -> dict[str, Any]:
        """Return the parts of the route's address that name something of the workshop."""
        known: dict[str, Any] = {
            "content_id": self.proposed.content_id,
            "number": self.proposed.number,
            "upload_id": self.upload.pk,
            "job_id": self.export.pk,
            "library_id": self.unused.pk,
            # What is being written.
            "day_id": self.sequence.day_id,
            "sequence_id": self.sequence.pk,
            # A picture that nobody has.
            "sha256": "unknown",
            "extension": "png",
            "import_id": self.incoming.pk,
        }
        if route.startswith(("glossary:", "terms:")):
            known["slug"] = self.term.slug
        if route.startswith("board:"):
            known["revision_id"] = self.sequence.day.revision_id
        if route.startswith("inout:"):
            known["job_id"] = self.edition_export.pk
        if name := NAMED_PK.get(route):
            known["pk"] = known[name]
        return known


def a_workshop(trainer: User, *, is_exported: bool, is_archived: bool = False) -> Workshop:
    """Write what the trainer has in the workshop; the export is done if `is_exported`."""
    first = a_content_version()
    Use.objects.create(version=first, library=first.library, position=0)
    content, (second, third, unused) = first.content, _newer(first.library)
    who: dict[str, Any] = {"actor": trainer}
    accept_version(version=propose_upgrade(content=content, target=second, params={}, **who), **who)
    proposed = propose_upgrade(content=content, target=third, params={}, **who)
    export = start_export(version=first, **who)
    if is_exported:
        runner.run(export.pk)
    if is_archived:
        archive_content(content=content, **who)
    term = add_term(actor=trainer, text=TermText(f"mot {number()}", "Ce qu’il veut dire."))
    incoming, edition_export = _in_and_out(trainer, is_exported=is_exported)
    return Workshop(
        first, proposed, _to_approve(trainer), export, unused, _written_by(trainer), term,
        incoming, edition_export,
    )  # fmt: skip


def _written_by(trainer: User) -> Sequence:
    """Return a sequence of a draft: the trainer moved it twice, and took the second move back."""
    draft = a_draft(days=1)
    sequence = sequences_of(draft)[0]
    for at in (time(9, 5), time(9, 10)):
        move_sequence(actor=trainer, sequence=sequence, starts=at)
    undo(actor=trainer, revision=draft)
    return sequence


def _in_and_out(trainer: User, *, is_exported: bool) -> tuple[ModuleImport, Job]:
    """Send a module that waits to be confirmed, and ask for an edition."""
    revision = a_revision(days=1, required_half_days=1)
    job = start_edition_export(actor=trainer, revision=revision, form=Form.MODULE)
    if is_exported:
        runner.run(job.pk)
    return checked(exported(revision), trainer), job


def _newer(library: Library) -> list[Library]:
    """Install three newer versions of a library."""
    return [
        Library.objects.create(
            machine_name=library.machine_name, major=1, minor=minor, patch=0,
            title=library.title, runnable=True, digest=f"{minor}{library.digest[1:]}",
            document={}, semantics=[],
        )
        for minor in (1, 2, 3)
    ]  # fmt: skip


def _to_approve(trainer: User) -> Upload:
    """Send a package whose libraries nobody approved, and have it checked."""
    upload = sent(by=trainer)
    job = job_of(upload)
    assert job is not None
    runner.run(job.pk)
    upload.refresh_from_db()
    return upload
