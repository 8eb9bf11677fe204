"""Run the tests with everything they need: `python -m scripts.test [pytest's arguments]`."""

import os
import subprocess
import sys

from scripts.setup import PYTHON, ROOT, apt_install, is_root_with_apt, say
from tests.browser import find_chromium


def bring_chromium() -> None:
    """Have a browser where one can be had; the tests that need it say when there is none."""
    if find_chromium():
        return
    say("browser")
    if is_root_with_apt() and apt_install("chromium") and find_chromium():
        return
    install = [str(PYTHON), "-m", "playwright", "install", "chromium"]
    subprocess.run(install, capture_output=True, check=False)


def main(arguments: list[str]) -> None:
    """Become pytest."""
    bring_chromium()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments])


if __name__ == "__main__":
    main(sys.argv[1:])
