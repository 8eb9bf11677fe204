"""Read what a stranger sent in a process of its own: a hostile file takes nothing but that process.

A module read this way is run as `python -m module`, calls `stay_within` before it opens anything,
and answers on its standard output.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
# The process is told nothing of the platform: no secret is there to be taken.
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")


class Limits(NamedTuple):
    """What one file may take: seconds of processor, bytes of memory."""

    seconds: int
    memory: int


class Failed(Exception):
    """The process ended badly, or took too long; `args[0]` is what it said before."""


def run_apart(module: str, *arguments: str, within: Limits, sent: bytes = b"") -> bytes:
    """Return what `python -m module arguments` says of the bytes `sent` to it. Raises Failed."""
    asked = [sys.executable, "-m", module, *arguments]
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, our own names
            asked, input=sent, capture_output=True, timeout=within.seconds + 10, check=False,
            cwd=ROOT, env=kept,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise Failed("") from late
    if done.returncode:
        raise Failed(done.stdout.decode(errors="replace").strip())
    return done.stdout


def stay_within(limits: Limits) -> None:
    """End this process when it takes more than that."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
