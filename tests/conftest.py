"""What all tests share."""

import pytest
from django.db import connection
from django.test import TransactionTestCase

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
