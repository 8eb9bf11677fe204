"""What a cell of a filled sheet shows of a mark, and a half-day of its countersignature."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from frontend.formats import hour, plain_date, short_day
from learning.attendance.enums import AttendanceStatus, MarkMethod, method_of_absence
from learning.attendance.models import AttendanceMark, is_sealed
from learning.cohorts.models import HalfDay

METHODS = {
    MarkMethod.SELF_SIGNED: "par la personne elle-même, connectée",
    MarkMethod.DEVICE_SIGNED: "sur l’appareil de l’équipe",
    MarkMethod.TRAINER_RECORDED: "noté par l’équipe de formation",
    MarkMethod.WELCOMED: "convocation scannée à l’accueil",
    MarkMethod.PAPER: "signé sur la feuille papier",
    MarkMethod.STRUCK: "case barrée à la contresignature",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell, large then small; its drawing, if any; a stroke across when struck."""

    words: str = ""
    small: str = ""
    drawing: str = ""
    is_struck: bool = False


BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Seal:
    """Who countersigned, and when."""

    name: str
    when: str


def cell_of(mark: AttendanceMark, zone: ZoneInfo, corrected_at: datetime | None) -> Cell:
    """Return what the cell of a mark shows; its signature is at hand, if it has one."""
    # A mark that the person signed, then found to be an absence, keeps its signature aside.
    method = MarkMethod(mark.method) if mark.was_there else method_of_absence(mark.method)
    small = METHODS[method]
    if corrected_at:
        small += f", corrigé le {plain_date(corrected_at.astimezone(zone))}"
    signature = mark.signature if mark.was_there else None
    if signature and signature.typed:
        small += f", en écrivant « {signature.typed} »"
    return Cell(
        words=_words(mark, zone), small=small, is_struck=mark.method == MarkMethod.STRUCK,
        drawing=as_image(signature.strokes) if signature and signature.strokes else "",
    )  # fmt: skip


def _words(mark: AttendanceMark, zone: ZoneInfo) -> str:
    signed = f"Signé à {_hour(mark.signed_at, zone)}" if mark.signed_at else ""
    match mark.status:
        case AttendanceStatus.LATE:
            said = f"En retard, arrivée à {_hour(mark.arrived_at, zone)}"
        case AttendanceStatus.LEFT_EARLY:
            said = f"Départ avant la fin, à {_hour(mark.left_at, zone)}"
        case AttendanceStatus.EXCUSED:
            said = "Excusé·e"
        case AttendanceStatus.ABSENT:
            said = "Absent·e"
        case _:
            return signed or "Présent·e"
    return f"{said}. {signed}" if signed and mark.was_there else said


def _hour(at: datetime | None, zone: ZoneInfo) -> str:
    return hour(at.astimezone(zone)) if at else ""


def seal_of(half_day: HalfDay, zone: ZoneInfo) -> Seal | None:
    """Return the countersignature of a half-day; None while it has none."""
    if not is_sealed(half_day):
        return None
    signed = half_day.countersignature
    at = signed.signed_at.astimezone(zone)
    return Seal(signed.trainer.display_name, f"{short_day(at.date())} à {hour(at)}")


def as_image(strokes: str) -> str:
    """Return a drawn signature as an SVG `data:` address, from its path in a 600 × 200 box."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200"><path fill="none" '
        'stroke="#1c1a2e" stroke-width="7" stroke-linecap="round" stroke-linejoin="round" '
        f'd="{strokes}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
