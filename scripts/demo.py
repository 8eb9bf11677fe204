"""Run the demo: broker, web server, worker and scheduler, until Ctrl-C.

`PORT` (8000) and `DATA_DIR` (var/) may be set. Whatever stops is started again; whatever was
started is stopped.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from config.demo.accounts import ACCOUNTS, DEMO_PASSWORD

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
START_SECONDS = 60
TOO_OFTEN = 5


@dataclass
class Part:
    """One process of the demo."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def start(self, env: dict[str, str], log: Path) -> None:
        """Start it in a process group of its own, so that Ctrl-C reaches it through us only."""
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=env, stdout=file, stderr=file, start_new_session=True
            )
        self.starts += 1

    def stop(self) -> None:
        """Stop it and all it started."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def is_free(port: int) -> bool:
    """Return whether nobody listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def parts(port: int, redis_port: int, data: Path) -> list[Part]:
    """Return what runs, in the order it starts."""
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    (data / "redis").mkdir(parents=True, exist_ok=True)
    return [
        Part("redis", [
            str(BIN / "redis-server"), "--port", str(redis_port), "--bind", "127.0.0.1",
            "--dir", str(data / "redis"), "--save", "", "--appendonly", "no",
        ]),
        Part("worker", [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"]),
        Part("scheduler", [
            *celery, "beat", "--loglevel", "WARNING", "--schedule", str(data / "beat"),
        ]),
        Part("web", [
            str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--workers", "2", "--log-level", "warning",
            "config.wsgi:application",
        ]),
    ]  # fmt: skip


def is_up(port: int) -> bool:
    """Return whether the site answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def announce(port: int, seconds: float, data: Path) -> None:
    """Say where the demo is and who may sign in."""
    print(f"\n✓ http://localhost:{port}  ({seconds:.0f} s)\n")
    print("  One click signs in from the bar at the top of each page, or with:")
    for _key, label, email in ACCOUNTS:
        print(f"    {label:<16} {email}")
    print(f"    password         {DEMO_PASSWORD}")
    print(f"\n  Data, mail and logs: {data}   Ctrl-C stops everything.\n", flush=True)


def main() -> None:
    """Run until asked to stop."""
    begun = time.monotonic()
    port = int(os.environ.get("PORT", "8000"))
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    data.mkdir(parents=True, exist_ok=True)
    if not is_free(port):
        sys.exit(f"✗ Port {port} is taken. Choose another: make demo PORT={port + 1}")
    redis_port = free_port()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.demo",
        "DATA_DIR": str(data),
        "PUBLIC_BASE_URL": f"http://localhost:{port}",
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
    }
    prepared = subprocess.run([sys.executable, "-m", "config.demo"], cwd=ROOT, env=env, check=False)
    if prepared.returncode:
        sys.exit("✗ The demo's data could not be prepared (see above).")
    running = parts(port, redis_port, data)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logs = data / "logs"
    logs.mkdir(exist_ok=True)
    try:
        for part in running:
            part.start(env, logs / f"{part.name}.log")
        wait_until_up(port)
        announce(port, time.monotonic() - begun, data)
        watch(running, env, logs)
    except KeyboardInterrupt:
        print("\nStopping…", flush=True)
    finally:
        for part in reversed(running):
            part.stop()


def wait_until_up(port: int) -> None:
    """Wait for the site; give up with a sentence."""
    deadline = time.monotonic() + START_SECONDS
    while not is_up(port):
        if time.monotonic() > deadline:
            sys.exit("✗ The site does not answer: see the logs folder of DATA_DIR.")
        time.sleep(0.1)


def watch(running: list[Part], env: dict[str, str], logs: Path) -> None:
    """Start again whatever stops; stop all when something cannot stay up."""
    while True:
        time.sleep(1)
        for part in running:
            if part.process is not None and part.process.poll() is not None:
                if part.starts >= TOO_OFTEN:
                    sys.exit(f"✗ « {part.name} » keeps stopping: see {logs / part.name}.log")
                print(f"« {part.name} » stopped: starting it again.", flush=True)
                part.start(env, logs / f"{part.name}.log")


if __name__ == "__main__":
    main()
