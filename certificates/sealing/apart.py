"""Examine a stranger's file in a process of its own, within limits; nothing of it is kept.

`python -m certificates.sealing.apart` reads a file on its standard input and writes what is found.
"""

import json
import sys
from dataclasses import asdict
from hashlib import sha256

from certificates.sealing.examination import Examination, examine, is_a_pdf
from certificates.sealing.seals import Hold, Seal
from common.apart import Failed, Limits, run_apart, stay_within

# A paper takes half a second, most of it to start.
LIMITS = Limits(seconds=10, memory=1_000_000_000)


def examine_apart(pdf: bytes) -> Examination:
    """Return what is found in a file; one that takes too much is said not to be readable."""
    if not is_a_pdf(pdf):
        return Examination(sha256=sha256(pdf).hexdigest())
    try:
        told = json.loads(run_apart(__name__, within=LIMITS, sent=pdf))
    except Failed:
        return Examination(sha256=sha256(pdf).hexdigest(), is_pdf=True)
    seals = [Seal(**{**seal, "hold": Hold(seal["hold"])}) for seal in told.pop("seals")]
    return Examination(**told, seals=seals)


def main() -> None:
    """Say in JSON what is found in the file on standard input."""
    stay_within(LIMITS)
    sys.stdout.write(json.dumps(asdict(examine(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    main()
