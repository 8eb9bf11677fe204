"""The demonstration that `make demo` runs: a living programme, and one-click accounts."""

from django.core.management.utils import get_random_secret_key

from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR, STORAGES

DEMO = True
EMAIL_BACKEND = "config.demo.outbox.FolderBackend"

_key = DATA_DIR / "secret-key"
if not _key.exists():
    _key.touch(mode=0o600)
    _key.write_text(get_random_secret_key(), encoding="utf-8")
SECRET_KEY = _key.read_text(encoding="utf-8")
# Named by their content as in production, but not compressed: that takes half a minute at each
# start, and nothing goes further than this machine.
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
}
