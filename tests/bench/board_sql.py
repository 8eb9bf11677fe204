"""What the database spends on the board, beside adding up every attendance row.

Run by `tests.run`; prints the measures as JSON. Each statement is timed by PostgreSQL itself.
"""

import json
import statistics

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.users.models import User
from config.demo.accounts import ADMINISTRATOR
from learning.counting.enums import KEPT
from learning.figures.queries import Step, figures_of
from learning.figures.readers import cells_of
from learning.targets.enums import ScopeKind
from learning.targets.models import Target

TURNS = 7
RAW = """
SELECT date_trunc('month', half.starts_at), enrolment.region, enrolment.versant,
    count(DISTINCT enrolment.person_id), count(*) FILTER (WHERE mark.status = 'present'), count(*)
FROM learning_attendancemark mark
JOIN learning_enrolment enrolment ON enrolment.id = mark.enrolment_id
JOIN learning_halfday half ON half.id = mark.half_day_id
GROUP BY GROUPING SETS ((1), (2), (3), ())
"""


def main() -> None:
    """Print two measures: all the board's statements, and those of its figures."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=ADMINISTRATOR))
    with CaptureQueriesContext(connection) as page:
        client.get(reverse("steering:board"))
    # What the page read is read again.
    cells_of.cache_clear()
    with CaptureQueriesContext(connection) as figures:
        _every_figure()
    told = []
    for name, captured in (("board_1m_sql", page), ("figures_1m_sql", figures)):
        asked = [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "WITH"))]
        turns = [(sum(map(_spent, asked)), _spent(RAW)) for _turn in range(TURNS)]
        mine, raw = (statistics.median(side) for side in zip(*turns, strict=True))
        told.append(
            {
                "name": name, "value": round(mine, 2), "unit": "ms in PostgreSQL",
                "statements": len(asked), "floor": round(raw, 2),
                "floor_name": "adding up every attendance row", "ratio": round(mine / raw, 5),
                "ratios": [one / other for one, other in turns], "n": TURNS,
            }
        )  # fmt: skip
    print(json.dumps(told))


def _every_figure() -> None:
    target = Target.objects.get(scope_kind=ScopeKind.PROGRAMME)
    figures = figures_of(target, at=timezone.now())
    for dimension in KEPT:
        figures.by(dimension)
    figures.points(Step.MONTH)


def _spent(statement: str) -> float:
    """Return the milliseconds that PostgreSQL spends on a statement, planning included."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")
        plan = cursor.fetchone()[0][0]
    return float(plan["Planning Time"] + plan["Execution Time"])
