import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def _own_media(tmp_path):
    """Give each test a storage of its own: what is left behind is seen."""
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        yield
