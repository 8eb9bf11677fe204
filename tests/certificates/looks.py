"""Pictures and looks for the tests of papers."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, PngImagePlugin

from certificates.designs.look import Logo, Look, Signatory
from certificates.designs.pictures import Picture, logo_of, signature_of


def a_file(
    size: tuple[int, int] = (300, 120), *, kind: str = "PNG", ground: str = "white", **saved: Any
) -> SimpleUploadedFile:
    """Return a picture as someone would send it: a dark stroke on a ground."""
    picture = Image.new("RGB", size, ground)
    ImageDraw.Draw(picture).line([(20, 20), (size[0] - 20, size[1] - 20)], fill="navy", width=9)
    out = BytesIO()
    picture.save(out, kind, **saved)
    return SimpleUploadedFile(f"image.{kind.lower()}", out.getvalue())


def a_tale() -> PngImagePlugin.PngInfo:
    """Return what a PNG may tell besides itself."""
    tale = PngImagePlugin.PngInfo()
    tale.add_text("Author", "Lou Nouvel, 3 rue des Lilas")
    return tale


def a_logo(**changes: Any) -> Picture:
    """Return a logo, as it is kept."""
    return logo_of(a_file(**changes), name="logo.png")


def a_signature() -> Picture:
    """Return a signature, as it is kept."""
    return signature_of(a_file(kind="JPEG"), name="signature.jpg")


def a_whole_look(**changes: Any) -> tuple[Look, dict[str, bytes]]:
    """Return a look that uses everything, and its pictures by hash."""
    logo, signature = a_logo(), a_signature()
    told: dict[str, Any] = {
        "accent": "#1a4fa0",
        "logos": (Logo(logo.sha256, "Ville de Montbrune"),),
        "signatories": (
            Signatory("Hélène Quiniou", "directrice de la formation", signature.sha256),
            Signatory("Jean Auzoux", "directeur de l’institut"),
        ),
        "opening": "{{ organisme }} et ses partenaires attestent que {{ nom }} a suivi ce module.",
        "mention": "Action financée par le fonds d’innovation.",
    }
    look = Look(**{**told, **changes})
    return look, {logo.sha256: logo.data, signature.sha256: signature.data}
