"""Pin requirements/*.in with hashes, naming no package index: `make lock`.

`python -m scripts.lock --upgrade` takes the latest versions.
"""

import sys
from pathlib import Path

from scripts.setup import ROOT, CannotGoOnError, run

REQUIREMENTS = ROOT / "requirements"


def main() -> None:
    """Write base.txt and dev.txt."""
    for name in ("base", "dev"):
        run(
            Path(sys.executable).parent / "uv", "pip", "compile", "--quiet", *sys.argv[1:],
            "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url",
            "--no-emit-find-links", "--universal", "--python-version", "3.11",
            f"{name}.in", "-o", f"{name}.txt",
            cwd=REQUIREMENTS,
        )  # fmt: skip


if __name__ == "__main__":
    try:
        main()
    except CannotGoOnError as error:
        sys.exit(f"✗ {error}")
