"""Both databases: the tests' PostgreSQL, and a SQLite file made by the migrations.

A pytest plugin, beside tests.postgres: `both` runs a test on each.
"""

import shutil
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper

from tests import postgres

FILE = "both.sqlite3"


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory):
    """Return an empty SQLite database with every migration applied."""
    made = Path(f"{postgres.DATA}-{postgres.what_migrates()}.sqlite3")
    with postgres.one_at_a_time():
        if not made.exists():
            for old in made.parent.glob(f"{postgres.DATA.name}-*.sqlite3*"):
                old.unlink()
            in_part = made.with_suffix(".sqlite3-part")
            postgres.migrate(f"sqlite:///{in_part}")
            in_part.rename(made)
    return Path(shutil.copy(made, tmp_path_factory.mktemp("both") / FILE))


class _opened:  # noqa: N801 - read as a verb
    """Make SQLite the default database for a while."""

    def __init__(self, path) -> None:
        self.path = path

    def __enter__(self):
        self.postgresql = connections["default"]
        settings = {
            **self.postgresql.settings_dict, "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(self.path), "OPTIONS": {"transaction_mode": "IMMEDIATE"},
        }  # fmt: skip
        connections["default"] = DatabaseWrapper(settings, "default")
        return self

    def __exit__(self, *_error):
        connections["default"].close()
        connections["default"] = self.postgresql


@pytest.fixture(params=["postgresql", "sqlite"])
def both(request, db, sqlite_file):  # noqa: ARG001 - `db` gives access to the database
    """Run a test on each database, in a transaction that is undone."""
    if request.param == "postgresql":
        assert connection.vendor == "postgresql"
        yield request.param
        return
    with _opened(sqlite_file), transaction.atomic():
        assert connection.vendor == "sqlite"
        yield request.param
        transaction.set_rollback(True)
