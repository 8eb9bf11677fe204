"""How H5P names a library: machine name, major and minor version."""

import re
from dataclasses import dataclass
from typing import Self

MACHINE_NAME = re.compile(r"[A-Za-z0-9_.-]{1,255}")
_NAME = re.compile(r"(?P<machine>[A-Za-z0-9_.-]{1,255})[ -](?P<major>\d{1,5})\.(?P<minor>\d{1,5})")


@dataclass(frozen=True, slots=True, order=True)
class LibraryName:
    """The key of a library: the patch number is not part of it, minors live side by side."""

    machine_name: str
    major: int
    minor: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "H5P.X 1.2" (in parameters) or "H5P.X-1.2" (a folder). Raises ValueError."""
        match = _NAME.fullmatch(text) if text.isascii() else None
        if match is None:
            message = f"not the name of an H5P library: {text[:300]!r}"
            raise ValueError(message)
        return cls(match["machine"], int(match["major"]), int(match["minor"]))

    @property
    def folder(self) -> str:
        """Name of its folder in a package: "H5P.X-1.2"."""
        return f"{self.machine_name}-{self.major}.{self.minor}"

    def as_json(self) -> dict[str, str | int]:
        """As `preloadedDependencies` of h5p.json and library.json write it."""
        return {
            "machineName": self.machine_name,
            "majorVersion": self.major,
            "minorVersion": self.minor,
        }

    def __str__(self) -> str:
        return f"{self.machine_name} {self.major}.{self.minor}"
