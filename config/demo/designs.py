"""The designs of the demo's papers: the general one, in its second version, and a school's own."""

import math
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from accounts.organisations.models import Organisation
from accounts.users.models import User
from certificates.awards.enums import AwardKind
from certificates.designs.look import Logo, Look, Signatory
from certificates.designs.models import PaperDesign
from certificates.designs.pictures import Picture, logo_of, signature_of
from certificates.designs.services import publish_draft, save_draft, start_design
from common.pdf.fonts import cut_faces
from frontend.papers import faces, font_folder

SCALE = 4


def write_designs(administrator: User, provider: Organisation, school: Organisation) -> None:
    """Write them before anything is issued, so that the demo's papers print them."""
    signature = signature_of(_drawn(_signature()), name="signature.png")
    town = logo_of(_drawn(_logo("Ville de", "Montbrune", "#1f6f4a")), name="montbrune.png")
    academy = logo_of(_drawn(_logo("École", "des services", "#20407c")), name="ecole.png")
    signed = (
        Signatory(provider.signatory_name, provider.signatory_quality, signature.sha256),
    )  # fmt: skip
    plain = Look(signatories=signed)
    whole = Look(
        logos=(Logo(town.sha256, "Ville de Montbrune"),),
        signatories=signed,
        mention="Avec le soutien de la Ville de Montbrune, qui accueille les essais du programme.",
    )
    general = start_design(
        actor=administrator, kind=AwardKind.COMPLETION_CERTIFICATE, look=Look(signatories=())
    )
    for look in (plain, whole):
        _publish(administrator, general, look, signature, town)
    own = start_design(
        actor=administrator, kind=AwardKind.COMPLETION_CERTIFICATE, organisation=school
    )
    _publish(
        administrator,
        own,
        Look(
            accent="#1a4fa0",
            logos=(Logo(academy.sha256, "École des services"),),
            signatories=(*signed, Signatory("Jean Auzoux", "directeur des études")),
        ),
        signature,
        academy,
    )
    day = start_design(actor=administrator, kind=AwardKind.PARTICIPATION_ATTESTATION)
    _publish(administrator, day, Look(accent="#9a2b74", signatories=signed), signature)


def _publish(actor: User, design: PaperDesign, look: Look, *pictures: Picture) -> None:
    kept = {one.sha256: one.data for one in pictures}
    seen = design.last_version().seen
    draft = save_draft(actor=actor, design=design, look=look, pictures=kept, seen=seen)
    publish_draft(actor=actor, design=design, seen=draft.seen)


def _drawn(picture: Image.Image) -> "ContentFile[bytes]":
    out = BytesIO()
    picture.save(out, "PNG")
    return ContentFile(out.getvalue())


def _signature() -> Image.Image:
    """Return an invented signature: loops that lean, and a stroke below."""
    sheet = Image.new("RGB", (620 * SCALE, 240 * SCALE), "white")
    pen = ImageDraw.Draw(sheet)
    spots = []
    for step in range(900):
        part = step / 900
        turn = part * 2 * math.pi * 6.5
        height = 92 * (1 - 0.6 * part)
        x = 70 + 430 * part + 20 * math.cos(turn)
        y = 128 - height * math.sin(turn) * (0.62 + 0.38 * math.cos(turn / 2.7))
        spots.append(((x + (128 - y) * 0.32) * SCALE, y * SCALE))
    pen.line(spots, fill="#23308f", width=5 * SCALE, joint="curve")
    sweep = [((95 + 4.6 * n) * SCALE, (212 - n * 0.16 - 8 * math.sin(n / 34)) * SCALE)
             for n in range(100)]  # fmt: skip
    pen.line(sweep, fill="#23308f", width=4 * SCALE, joint="curve")
    return sheet.resize((620, 240), Image.Resampling.LANCZOS)


def _logo(first: str, second: str, ink: str) -> Image.Image:
    """Return an invented logo: three arcs, and a name on two lines."""
    bold = next(face for face in faces() if (face.family, face.weight) == ("Display", 800))
    letters = ImageFont.truetype(cut_faces([bold], font_folder())[bold.key], 46 * SCALE)
    sheet = Image.new("RGBA", (620 * SCALE, 170 * SCALE))
    pen = ImageDraw.Draw(sheet)
    for ring in range(3):
        reach = (150 - 46 * ring) * SCALE
        left, top = 10 * SCALE, (160 * SCALE) - reach
        box = (left - reach, top, left + reach, top + 2 * reach)
        pen.arc(box, 270, 360, fill=ink, width=24 * SCALE)
    pen.text((190 * SCALE, 22 * SCALE), first, fill=ink, font=letters)
    pen.text((190 * SCALE, 82 * SCALE), second, fill=ink, font=letters)
    cut = sheet.getbbox() or (0, 0, 620 * SCALE, 170 * SCALE)
    whole = sheet.crop(cut)
    return whole.resize((whole.width // SCALE, whole.height // SCALE), Image.Resampling.LANCZOS)
