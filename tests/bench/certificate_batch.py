"""Two hundred certificates by the product's worker, on one process and on two.

Database, broker, jobs and storage included: from the moment the awards are written to the last
paper kept. Memory is the highest of a process (VmHWM), after 20 papers and after 200.
"""

import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from certificates.awards.models import Award
from tests.concurrency.workers import broker, environment, worker
from tests.processes import run_main, wait_until

FEW, MANY, ROUNDS = 20, 200, 3
PATIENCE = 300


def measure() -> Iterator[dict[str, Any]]:
    """Time both, in turn; yield the speed-up and the growth of memory."""
    call_command("migrate", verbosity=0)
    times: dict[int, list[float]] = {1: [], 2: []}
    growth = []
    for _round in range(ROUNDS):
        for processes, spent in times.items():
            with tempfile.TemporaryDirectory() as folder:
                seconds, few, many = _batch(Path(folder), processes)
            spent.append(seconds)
            growth.append((few, many))
    gains = [alone / two for alone, two in zip(times[1], times[2], strict=True)]
    yield {
        "name": "certificate_batch_200", "unit": "times one process",
        "value": round(statistics.median(gains), 2),
        "spread": [round(min(gains), 2), round(max(gains), 2)],
        "one_s": round(statistics.median(times[1]), 2),
        "two_s": round(statistics.median(times[2]), 2), "n": ROUNDS,
    }  # fmt: skip
    ratios = [many / few for few, many in growth]
    yield {
        "name": "certificate_batch_memory", "unit": f"peak at {MANY} / peak at {FEW}",
        "value": round(max(ratios), 3), "few_mb": max(few for few, _many in growth),
        "many_mb": max(many for _few, many in growth), "n": len(ratios),
    }  # fmt: skip


def _batch(folder: Path, processes: int) -> tuple[float, int, int]:
    place = environment(folder)
    with broker(place, folder), worker(place, folder, processes=processes) as started:
        _issue(place, FEW)
        few = _highest(started.pid)
        seconds = _issue(place, MANY)
        return seconds, few, _highest(started.pid)


def _issue(place: dict[str, str], count: int) -> float:
    """Issue so many awards; return the seconds from their commit to their last paper."""
    run_main("tests.bench.issue_awards", str(count), env=place)
    written = time.monotonic()
    wait_until(_all_drawn, seconds=PATIENCE, what="the papers", every=0.02)
    return time.monotonic() - written


def _all_drawn() -> bool:
    connection.close_if_unusable_or_obsolete()
    return not Award.objects.filter(rendered_at=None).exists()


def _highest(pid: int) -> int:
    """Return the highest memory, in MB, of the processes that a worker started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if re.search(rf"^PPid:\s+{pid}$", text, re.MULTILINE):
            peak = re.search(r"^VmHWM:\s+(\d+)", text, re.MULTILINE)
            found.append(int(peak[1]) // 1024 if peak else 0)
    return max(found)
