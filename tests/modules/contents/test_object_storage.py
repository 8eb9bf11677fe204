"""Packages on S3-compatible storage, as in production."""

import io

import pytest

from modules.contents.exporting import export_content
from modules.contents.models import Blob
from modules.contents.store import path_of
from tests.common.test_object_storage import bucket
from tests.modules.contents.senders import a_content, stored

__all__ = ["bucket"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bucket")]


def test_a_package_is_imported_and_exported_from_a_bucket_and_leaves_nothing_else_there():
    content = a_content()
    target = io.BytesIO()
    export_content(version=content.versions.get(), target=target)
    assert target.getvalue().startswith(b"PK")
    assert stored() == sorted(
        path_of(sha256) for sha256 in Blob.objects.values_list("pk", flat=True)
    )
