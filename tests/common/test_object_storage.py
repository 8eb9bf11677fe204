"""Papers on S3-compatible storage, as in production: a real S3 API, on loopback."""

from collections.abc import Iterator
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config
from django.core.files.storage import default_storage
from django.test import override_settings
from django.utils import timezone
from moto.server import ThreadedMotoServer

from certificates.awards.enums import AwardKind
from certificates.awards.models import Award
from certificates.awards.services import issue_award
from certificates.awards.tasks import RENDER
from common.jobs import runner
from common.jobs.models import Job
from learning.evidence.anchors import anchored_cohorts, anchors_of, write_anchor
from tests.certificates.facts import award_facts
from tests.learning.builders import a_person


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadedMotoServer]:
    """Serve an empty bucket, have the product keep its files there; give the server."""
    name = f"titres-{uuid4()}"
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    _host, port = server.get_host_and_port()
    for variable, value in {
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "essai",
        "AWS_SECRET_ACCESS_KEY": "essai", "AWS_DEFAULT_REGION": "eu-west-3",
    }.items():  # fmt: skip
        monkeypatch.setenv(variable, value)
    boto3.client("s3").create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"}
    )
    backend = "storages.backends.s3.S3Storage"
    options = {
        "bucket_name": name,
        "default_acl": "private",
        "file_overwrite": False,
        "client_config": Config(retries={"max_attempts": 1}),
    }
    storages = {
        "default": {"BACKEND": backend, "OPTIONS": options},
        "anchors": {"BACKEND": backend, "OPTIONS": {**options, "location": "anchors"}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages):
        yield server
    server.stop()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("bucket")
def test_a_paper_is_kept_in_the_bucket_once_and_read_back_from_it():
    award = issue_award(
        key="essai:1", kind=AwardKind.COMPLETION_CERTIFICATE, recipient=a_person(),
        facts=award_facts(),
    )  # fmt: skip
    job = Job.objects.get(kind=RENDER, key=str(award.pk))

    runner.run(job.pk)
    Job.objects.filter(pk=job.pk).update(state="queued", attempts=0, finished_at=None)
    runner.run(job.pk)

    award = Award.objects.get(pk=award.pk)
    with award.pdf.open() as paper:
        assert paper.read().startswith(b"%PDF")
    assert default_storage.listdir("awards")[1] == [f"{award.pk}.pdf"]


@pytest.mark.django_db
def test_the_site_is_not_ready_while_the_storage_is_away(client, bucket):
    assert client.get("/readyz").json()["storage"] is True

    bucket.stop()

    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["storage"] is False


@pytest.mark.django_db
@pytest.mark.usefixtures("bucket")
def test_copies_of_evidence_are_kept_in_the_bucket_once_and_read_back():
    cohort, at = uuid4(), timezone.now()
    for position, digest in ((12, "ab"), (7, "cd"), (7, "what comes second is not written")):
        write_anchor(cohort, position, digest, at)

    assert [(one.position, one.digest) for one in anchors_of(cohort)] == [(7, "cd"), (12, "ab")]
    assert anchored_cohorts() == {str(cohort)}
    assert list(anchors_of(uuid4())) == []
