"""What the proof pack of a cohort costs: a day with 20 and with 200 people, a module with 38.

Every paper of the pack is drawn; certificates are copied as they are stored. Each pack is made in
a fresh process, whose highest memory (VmHWM) is told: it must not grow with the group.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.bench.server import ROOT

FEW, MODULE, MANY = (20, 1), (38, 3), (200, 1)
# About what a sealed certificate weighs.
PAPER = 90_000
Line = dict[str, Any]


def measure() -> Iterator[Line]:
    """Yield a line per group, then how memory grows from the smallest to the largest."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "DATA_DIR": folder, "REDIS_URL": "memory://localhost/"}
        cohorts = _told(env, "fill", "all")["cohorts"]
        found = [_told(env, "make", cohort) for cohort in cohorts]
    yield from found
    few, many = found[0]["peak_mb"], found[-1]["peak_mb"]
    yield {
        "name": "proof_pack_memory", "unit": f"peak at {MANY[0]} / peak at {FEW[0]}",
        "value": round(many / few, 3),
    }  # fmt: skip


def _told(env: dict[str, str], *asked: object) -> Line:
    """Run this module in a process of its own, and return what it prints."""
    command = [sys.executable, "-m", "tests.bench.proof_pack", *map(str, asked)]
    done = subprocess.run(
        command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    told: Line = json.loads(done.stdout.splitlines()[-1])
    return told


def _fill() -> Line:
    """Write cohorts that are over, with everybody's presence and certificate."""
    from django.core.files.base import ContentFile  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from certificates.awards.models import Award  # noqa: PLC0415
    from tests.learning.builders import an_enrolment  # noqa: PLC0415
    from tests.learning.proofs.packs import finished  # noqa: PLC0415
    from tests.learning.scenes import a_room  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    cohorts = []
    for people, days in (FEW, MODULE, MANY):
        room = a_room(is_over=True, days=days, required_half_days=days * 2)
        for _person in range(people - 1):
            an_enrolment(room.cohort)
        cohorts.append(str(finished(room).cohort.pk))
    for award in Award.objects.filter(key__startswith="completion:"):
        award.pdf.save(f"{award.pk}.pdf", ContentFile(os.urandom(PAPER)))
    return {"cohorts": cohorts}


def _make(cohort: str) -> Line:
    """Make the pack of a cohort; tell what it took."""
    from learning.enrolment.models import Enrolment  # noqa: PLC0415
    from learning.proofs.making import make_pack  # noqa: PLC0415

    with tempfile.TemporaryFile() as file:
        begun, cpu = time.monotonic(), time.process_time()
        made = make_pack(UUID(cohort), file)
        seconds, spent = time.monotonic() - begun, time.process_time() - cpu
        size = file.tell()
    peak = re.search(r"^VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(), re.MULTILINE)
    return {
        "name": "proof_pack", "people": Enrolment.objects.filter(cohort=UUID(cohort)).count(),
        "value": round(seconds, 2), "unit": "s",
        "cpu_s": round(spent, 2), "peak_mb": int(peak[1]) // 1024 if peak else 0,
        "pieces": made.pieces, "mb": round(size / 1_000_000, 1),
    }  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    act, asked = sys.argv[1:]
    print(json.dumps(_fill() if act == "fill" else _make(asked)))
