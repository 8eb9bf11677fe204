"""The look of a paper: what a design says, and what the facts of an award freeze of it."""

from dataclasses import asdict, dataclass
from typing import Any

from certificates.designs.colours import ACCENT


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture at the head of the paper, and the words for who does not see it."""

    sha256: str
    alt: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: a name, a quality, and perhaps the scan of a signature ("" for none)."""

    name: str
    quality: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """All that a design chooses. Pictures are told by the SHA-256 of what is kept of them.

    `signatories` empty: the provider's own signs. `opening` empty: the usual sentence.
    """

    accent: str = ACCENT
    logos: tuple[Logo, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    opening: str = ""
    mention: str = ""

    @property
    def pictures(self) -> list[str]:
        """Return the pictures this look prints, by hash."""
        signed = [one.image for one in self.signatories if one.image]
        return [*(logo.sha256 for logo in self.logos), *signed]

    def frozen(self, *, design: int | None = None, version: int = 0) -> dict[str, Any]:
        """Return the look in JSON values, with the design and the version it comes from."""
        told = {**asdict(self), "design": design, "version": version}
        return {**told, "logos": list(told["logos"]), "signatories": list(told["signatories"])}


def look_from(frozen: dict[str, Any] | None) -> Look:
    """Return the look that facts froze; the usual one for facts that froze none."""
    if not frozen:
        return Look()
    return Look(
        accent=frozen["accent"],
        logos=tuple(Logo(**one) for one in frozen["logos"]),
        signatories=tuple(Signatory(**one) for one in frozen["signatories"]),
        opening=frozen["opening"],
        mention=frozen["mention"],
    )
