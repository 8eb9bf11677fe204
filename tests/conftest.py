"""What all tests share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from certificates.badges import keys
from certificates.badges.enums import KeyAlgorithm
from tests import postgres

# Written once by migrations, the same for all tests.
LASTING = {"auth_permission", "django_content_type", "django_migrations"}


def empty_the_database() -> None:
    """Delete every row, in one statement a table and without a check of each.

    Django would truncate every table, which makes new files for each and for its indexes, then
    write again what migrations wrote: many times longer than the few rows of a test.
    """
    tables = sorted(set(connection.introspection.table_names()) - LASTING)
    names = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        # Whoever still writes is waited for, as by a truncation.
        statements = [
            "BEGIN",
            f"LOCK TABLE {', '.join(names)} IN SHARE ROW EXCLUSIVE MODE",
            "SET LOCAL session_replication_role = replica",
            *(f"DELETE FROM {name}" for name in names),
            "COMMIT",
        ]
        cursor.execute(";\n".join(statements))


@pytest.fixture(scope="session", autouse=True)
def _quick_emptying() -> None:
    """Have the tests that commit leave an empty database behind them quickly."""
    if connection.vendor == "postgresql":
        setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_the_database())  # noqa: B010


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:  # noqa: ARG001
    """Have the tests' PostgreSQL copied from one that is migrated already."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = postgres.migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:  # noqa: ARG001
    """Send away, at the end, whoever a killed process left in the database: it is to be dropped."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session", autouse=True)
def _one_rsa_key() -> Iterator[None]:
    """Have the badges of all tests signed with one RSA key: making one takes up to a second."""
    made = keys.new_private_key
    kept: list[keys.PrivateKey] = []

    def new_private_key(algorithm: KeyAlgorithm) -> keys.PrivateKey:
        if algorithm != KeyAlgorithm.RS256:
            return made(algorithm)
        kept[:] = kept or [made(algorithm)]
        return kept[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "new_private_key", new_private_key)
        yield
