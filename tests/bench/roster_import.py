"""What importing 2,000 people costs, beside a plain `bulk_create` of every row it wrote.

Ours: the file read and checked, the report kept, the job that writes people, profiles,
enrolments, audit entries and one mail job each. Floor: the same rows, all tables, already in
memory, in one transaction of the same database. In turn, in one process, on PostgreSQL and on
SQLite; the second application of the file is counted too, and must change nothing.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.server import ROOT

LINES = 2000
ROUNDS = 5
Line = dict[str, Any]


def measure() -> Iterator[Line]:
    """Yield a line for PostgreSQL, then one for SQLite."""
    with TemporaryDirectory() as folder:
        addresses = {
            "PostgreSQL": os.environ["DATABASE_URL"],
            "SQLite": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        }
        for database, url in addresses.items():
            # Its broker is in memory: what is measured is writing, not delivering.
            env = {
                **os.environ, "DATABASE_URL": url, "DATA_DIR": folder,
                "REDIS_URL": "memory://localhost/",
            }  # fmt: skip
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.roster_import", database],
                cwd=ROOT, env=env, check=True, capture_output=True, text=True,
            )  # fmt: skip
            yield json.loads(done.stdout.splitlines()[-1])


def _run(database: str) -> Line:
    """Measure in the database of this process."""
    import django  # noqa: PLC0415 - settings come first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from tests.bench.roster_rounds import one_round  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    one_round(0, LINES)
    rounds = [one_round(number, LINES) for number in range(1, ROUNDS + 1)]
    ratios = [one.ours / one.floor for one in rounds]
    return {
        "name": "roster_import_2000",
        "database": database,
        "value": round(statistics.median(one.ours for one in rounds), 3),
        "unit": "s",
        "floor": round(statistics.median(one.floor for one in rounds), 3),
        "floor_name": "bulk_create of the same rows",
        "ratio": round(statistics.median(ratios), 3),
        "spread": [round(min(ratios), 3), round(max(ratios), 3)],
        "rows": rounds[0].rows,
        "changes_of_a_second_application": sum(one.changes for one in rounds),
        "n": ROUNDS,
    }


if __name__ == "__main__":
    print(json.dumps(_run(sys.argv[1])))
