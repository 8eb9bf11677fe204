"""The product's worker and scheduler over a real broker, on the test's own database and files."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from subprocess import Popen

from django.db import connection

from tests.processes import BIN, accepts_connections, free_port, running, wait_until


def environment(tmp_path: Path) -> dict[str, str]:
    """Return that of every process: the test's database and files, a port for the broker."""
    port = free_port()
    base = connection.settings_dict
    user, host = base["USER"], base["HOST"] or base["OPTIONS"].get("host", "")
    return {
        "REDIS_PORT": str(port),
        "REDIS_URL": f"redis://127.0.0.1:{port}/0",
        "DATABASE_URL": f"postgresql://{user}:{base['PASSWORD']}@/{base['NAME']}?host={host}",
        "DJANGO_SETTINGS_MODULE": "tests.concurrency.worker_settings",
        "JOBS_LEASE_SECONDS": "2",
        "JOBS_RESEND_SECONDS": "1",
        "FOLDER": str(tmp_path),
    }


@contextmanager
def broker(place: dict[str, str], tmp_path: Path) -> Iterator[None]:
    """Run the broker for the block; at its end it dies, and what it held with it."""
    command = [
        str(BIN / "redis-server"), "--port", place["REDIS_PORT"], "--bind", "127.0.0.1",
        "--dir", str(tmp_path), "--save", "", "--appendonly", "no",
    ]  # fmt: skip
    with running(command, env={}, log=tmp_path / "redis.log"):
        port = int(place["REDIS_PORT"])
        wait_until(lambda: accepts_connections(port), seconds=10, what="the broker")
        yield


def worker(
    place: dict[str, str], tmp_path: Path, *, processes: int = 2
) -> AbstractContextManager[Popen[bytes]]:
    """Run a worker, and the scheduler in it, for the block."""
    command = [
        sys.executable, "-m", "celery", "-A", "config", "worker", "--beat",
        "--concurrency", str(processes),
        "--schedule", str(tmp_path / "beat"), "--loglevel", "WARNING",
    ]  # fmt: skip
    return running(command, env=place, log=tmp_path / "worker.log")
