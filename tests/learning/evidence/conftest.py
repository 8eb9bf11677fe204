import pytest


@pytest.fixture(autouse=True)
def _anchors_of_this_test(settings, tmp_path) -> None:
    """Keep the copies of this test apart."""
    anchors = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "anchors"},
    }
    settings.STORAGES = {**settings.STORAGES, "anchors": anchors}
