"""Everything that is checked without running the product: `make check`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from certificates.sealing.keys import demo_key
from scripts.setup import FRONTEND, ROOT, find_npm

BIN = Path(sys.executable).parent
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "check-only-" + "k3y" * 20,
    "PUBLIC_BASE_URL": "https://reenchantez.example",
    "DATABASE_URL": "postgres://localhost/reenchantez",
    "REDIS_URL": "redis://localhost:6379/0",
    "SEAL_KEY_PASSWORD": "check-only",
}
DEVELOPMENT = {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}


def templates() -> list[str]:
    """Return every template."""
    return [str(path) for path in sorted(ROOT.glob("*/templates/**/*.html"))]


def steps(seal_key: Path) -> list[tuple[str, list[str], dict[str, str], Path]]:
    """Return (name, command, environment, folder) of each check."""
    manage = [sys.executable, "manage.py"]
    return [
        ("lint", [str(BIN / "ruff"), "check", "."], {}, ROOT),
        ("format", [str(BIN / "ruff"), "format", "--check", "."], {}, ROOT),
        ("templates", [
            str(BIN / "djangofmt"), "--check", "--indent-width", "2", "--line-length", "120",
            "--profile", "django", *templates(),
        ], {}, ROOT),
        ("types", [str(BIN / "mypy"), "."], {}, ROOT),
        ("layers", [str(BIN / "lint-imports")], {}, ROOT),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], DEVELOPMENT, ROOT),
        ("translations", [sys.executable, "-m", "scripts.messages", "check"], {}, ROOT),
        ("production settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"],
         {**PRODUCTION, "SEAL_KEY_FILE": str(seal_key)}, ROOT),
        ("front end", [*find_npm()[0], "run", "--silent", "check"], {}, FRONTEND),
    ]  # fmt: skip


def main() -> None:
    """Run every check, and say at the end which failed."""
    with tempfile.NamedTemporaryFile(suffix=".p12") as seal_key:
        seal_key.write(demo_key(password=PRODUCTION["SEAL_KEY_PASSWORD"]))
        seal_key.flush()
        failed = run(steps(Path(seal_key.name)))
    if failed:
        sys.exit(f"✗ {', '.join(failed)}")


def run(checks: list[tuple[str, list[str], dict[str, str], Path]]) -> list[str]:
    """Run checks, show what failed; return the names of those."""
    failed = []
    path = f"{find_npm()[1]}{os.pathsep}{os.environ['PATH']}"
    for name, command, env, folder in checks:
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "PATH": path, **env},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        print(f"{'✓' if done.returncode == 0 else '✗'} {name}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    return failed


if __name__ == "__main__":
    main()
