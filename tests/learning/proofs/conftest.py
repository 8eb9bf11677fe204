import pytest


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path) -> None:
    """Keep the files and the copies of this test apart."""
    settings.MEDIA_ROOT = tmp_path / "media"
    anchors = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "anchors"},
    }
    settings.STORAGES = {**settings.STORAGES, "anchors": anchors}
