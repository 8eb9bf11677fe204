"""Lumi's H5P server, an independent implementation: the tests check our packages with it, the
bench compares imports. It is installed from npm when it is asked for, without install scripts."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from scripts.setup import ROOT, find_npm

PACKAGE = "@lumieducation/h5p-server"
VERSION = "10.0.4"
HOME = ROOT / "var" / f"lumi-{VERSION}"
SERVER = Path(__file__).with_name("lumi.mjs")
SECONDS_TO_INSTALL = 240


class CannotInstallError(Exception):
    """npm could not bring it: no network, most often."""


def install() -> None:
    """Install it, once. Raises CannotInstallError, with what npm said."""
    if (HOME / "node_modules" / PACKAGE / "package.json").is_file():
        return
    npm, node_folder = find_npm()
    HOME.mkdir(parents=True, exist_ok=True)
    (HOME / "package.json").write_text('{"private": true}', encoding="utf-8")
    command = [
        *npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error",
        "--save-exact", f"{PACKAGE}@{VERSION}",
    ]  # fmt: skip
    try:
        subprocess.run(
            command, cwd=HOME, env=_environment(node_folder), check=True, capture_output=True,
            text=True, timeout=SECONDS_TO_INSTALL,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        raise CannotInstallError(getattr(error, "stderr", None) or str(error)) from error


def _environment(node_folder: Path) -> dict[str, str]:
    return {**os.environ, "PATH": f"{node_folder}{os.pathsep}{os.environ['PATH']}"}


class Lumi:
    """A running server: one question a line, one answer a line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def bring_in(self, package: Path, store: Path) -> dict[str, Any]:
        """Import a package into a folder: {seconds, libraries}, or {error} if it refuses it."""
        send, receive = self.pipes()
        send.write(json.dumps([str(package), str(store)]) + "\n")
        send.flush()
        answer: dict[str, Any] = json.loads(receive.readline())
        return answer

    def pipes(self) -> tuple[IO[str], IO[str]]:
        """Return what it reads from and what it writes to."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("Lumi was started without pipes")
        return self._process.stdin, self._process.stdout


@contextmanager
def running() -> Iterator[Lumi]:
    """Install it if need be, and start it. Raises CannotInstallError."""
    install()
    folder = find_npm()[1]
    with subprocess.Popen(
        [str(folder / "node"), str(SERVER), str(HOME)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        lumi = Lumi(process)
        yield lumi
        lumi.pipes()[0].close()
