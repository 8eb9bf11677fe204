"""Packages imported as the product does, put in a cohort, and played in its pages."""

import io
from pathlib import Path

import pytest
from django.core.files.base import File

from accounts.users.enums import Role
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from modules.contents.importing import process_upload
from modules.contents.models import ContentVersion
from modules.contents.services import receive_package
from modules.programmes.enums import ActivityKind, DoneWhen, Moment
from modules.programmes.models import Activity, Sequence
from tests.learning.builders import a_cohort, a_person, an_enrolment

ROOT = Path(__file__).parents[2]
OURS = ROOT / "frontend" / "static" / "build" / "h5p"
CORPUS = next(
    (
        folder
        for parent in ROOT.parents
        if (folder := parent / "shared" / "h5p-corpus" / "valid").is_dir()
    ),
    None,
)
needs_corpus = pytest.mark.skipif(CORPUS is None, reason="../shared/h5p-corpus is not here")


def imported(name: str, data: bytes) -> ContentVersion:
    """Import a package as an administrator who trusts its libraries would."""
    actor = a_person(Role.ADMINISTRATOR)
    upload = receive_package(actor=actor, file=File(io.BytesIO(data), name=name), filename=name)
    upload = process_upload(upload=upload, trusting=True)
    assert upload.content is not None, (name, upload.state, upload.report)
    return upload.content.versions.get(state="current")


def an_activity(version: ContentVersion, cohort: Cohort, **fields: object) -> Activity:
    """Add to the cohort's revision an activity that plays this version."""
    sequence = Sequence.objects.filter(day__revision=cohort.revision_id).order_by("pk").first()
    assert sequence is not None
    return Activity.objects.create(
        sequence=sequence,
        position=sequence.activities.count() + 1,
        kind=ActivityKind.H5P,
        moment=Moment.BEFORE,
        title=version.title[:200],
        minutes=10,
        content_version=version,
        **{"done_when": DoneWhen.ANSWERED, **fields},
    )


def a_learner(cohort: Cohort | None = None) -> Enrolment:
    """Return a participant with a place in a cohort."""
    return an_enrolment(cohort or a_cohort())
