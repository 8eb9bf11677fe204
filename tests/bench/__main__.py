"""Measure: `python -m tests.bench`, or `ONLY=learner_page,board_page python -m tests.bench`.

Prints one JSON line per measure. Both sides of a ratio are measured in turn, in one run.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from tests import postgres
from tests.bench.server import ROOT, SETTINGS

PAGES = ("learner_page", "cohort_page", "board_page", "day_board_move")
IMPORTS = ("h5p_import_cold", "h5p_import_warm", "h5p_import_floor")
CERTIFICATES = ("certificate_render", "certificate_sealed", "certificate_batch_200")
NAMES = (*PAGES, "checkin_scan", *CERTIFICATES, *IMPORTS, "roster_import_2000", "proof_pack")
# Minutes each: measured only when asked for by name.
LONG = ("board_1m",)
Measure = Callable[[], Iterator[dict[str, Any]]]


def main() -> None:
    """Run the measures asked for."""
    asked = [name for name in os.environ.get("ONLY", "").split(",") if name] or list(NAMES)
    known = (*NAMES, *LONG)
    unknown = sorted(set(asked) - set(known))
    if unknown:
        sys.exit(f"✗ No measure is called {', '.join(unknown)}: choose among {', '.join(known)}.")
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    with postgres.fresh_database("bench"):
        if set(asked) & {*PAGES, "checkin_scan"}:
            fill = [sys.executable, "-m", "tests.bench.fill"]
            subprocess.run(fill, cwd=ROOT, check=True)
        for name in asked:
            for line in _measures()[name]():
                print(json.dumps(line, ensure_ascii=False), flush=True)


def _measures() -> dict[str, Measure]:
    """Return each measure; Django must know its settings before they are imported."""
    import django  # noqa: PLC0415

    django.setup()
    from tests.bench import (  # noqa: PLC0415
        board,
        certificate_batch,
        certificate_render,
        certificate_sealed,
        checkin_scan,
        h5p_import,
        pages,
        proof_pack,
        roster_import,
    )

    found: dict[str, Measure] = {"certificate_render": lambda: iter([certificate_render.measure()])}
    found["certificate_sealed"] = certificate_sealed.measure
    found["certificate_batch_200"] = certificate_batch.measure
    found["board_1m"] = board.measure
    found["checkin_scan"] = checkin_scan.measure
    found["roster_import_2000"] = roster_import.measure
    found["proof_pack"] = proof_pack.measure
    for name in PAGES:
        found[name] = lambda name=name: pages.measure(name)  # type: ignore[misc]
    for name in IMPORTS:
        found[name] = lambda name=name: h5p_import.measure(name)  # type: ignore[misc]
    return found


if __name__ == "__main__":
    main()
