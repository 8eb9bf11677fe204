"""The certificate's page drawn by reportlab: same words, same fonts, same places, plain blocks."""

from functools import cache
from io import BytesIO
from typing import Any

import segno
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from certificates.awards import ribbon
from certificates.awards.wording import dates_in_words, grouped_code, hours_in_words
from common.pdf.fonts import cut_faces
from frontend import papers
from frontend.phases import PHASES

WIDTH, HEIGHT = landscape(A4)
COLOURS = {
    "immersion": "#0b6f78", "analyse": "#5f45b8", "idees": "#8f5a00", "prototype": "#b83a1b",
    "test": "#9a2b74", "partage": "#2f7136",
}  # fmt: skip


@cache
def _register_fonts() -> None:
    faces = [face for face in papers.faces() if "Ext" not in face.family]
    files = cut_faces(faces, papers.font_folder())
    for face in faces:
        pdfmetrics.registerFont(TTFont(f"{face.family}-{face.weight}", files[face.key]))


def reportlab_page(facts: dict[str, Any], address: str) -> bytes:
    """Return the page as a PDF."""
    _register_fonts()
    kept = BytesIO()
    canvas = Canvas(kept, pagesize=(WIDTH, HEIGHT))
    canvas.setTitle("Certificat de réalisation")
    _ribbon(canvas, facts)
    _words(canvas, facts)
    _square(canvas, address + facts["code"])
    canvas.showPage()
    canvas.save()
    return kept.getvalue()


def _write(canvas: Canvas, left: float, top: float, told: tuple[str, float, str]) -> None:
    font, size, text = told
    canvas.setFont(font, size)
    canvas.drawString(left * mm, HEIGHT - top * mm, text)


def _ribbon(canvas: Canvas, facts: dict[str, Any]) -> None:
    for block in ribbon.blocks(facts["ribbon"]):
        left, top = 10 + float(block.left), 10 + float(block.top)
        width, height = float(block.width), float(block.height)
        canvas.setFillColor(COLOURS[block.phase])
        canvas.roundRect(
            left * mm, HEIGHT - (top + height) * mm, width * mm, height * mm, 1.7, stroke=0, fill=1
        )
        if block.has_word:
            canvas.setFillColor("#fdfaf3")
            word = str(PHASES[block.phase].word)
            _write(canvas, left + 1.8, top + 4, ("Display-600", 8.2, word))


def _words(canvas: Canvas, facts: dict[str, Any]) -> None:
    canvas.setFillColor("#1c1a2e")
    person, provider = facts["beneficiary"], facts["provider"]
    name = f"{person['first_name']} {person['last_name']}"
    _write(canvas, 104, 17, ("Display-800", 12, "Réenchantez"))
    _write(canvas, 93, 38, ("Display-600", 19, "Certificat de réalisation"))
    _write(canvas, 92, 60, ("Display-800", 47, name))
    who = facts["signatory"]
    _write(canvas, 93, 74, ("Text-400", 13, f"Je soussigné·e {who['name']}, {who['quality']},"))
    _write(canvas, 93, 80, ("Text-400", 13, f"pour {provider['name']}, atteste que {name}"))
    told = [
        ("Bénéficiaire", f"{name}, {person['function']}"), ("Employeur", person["employer"]),
        ("Intitulé", facts["title"]), ("Nature de l’action", facts["nature"]),
        ("Dates", dates_in_words(facts["starts_on"], facts["ends_on"])),
        ("Durée suivie", hours_in_words(facts["minutes_attended"], facts["minutes_planned"])),
        ("Lieu", facts["place"]), ("Organisme", f"{provider['name']}, {provider['address']}"),
    ]  # fmt: skip
    for number, (label, text) in enumerate(told):
        left, top = 93 + 100 * (number % 2), 95 + 12 * (number // 2)
        canvas.line(left * mm, HEIGHT - (top - 3) * mm, (left + 92) * mm, HEIGHT - (top - 3) * mm)
        _write(canvas, left, top, ("Text-400", 7.5, label))
        _write(canvas, left, top + 5, ("Text-700", 10, text))
    _write(canvas, 93, 158, ("Text-400", 9.5, "Fait à Paris, le vendredi 19 mars 2027"))
    _write(canvas, 93, 163, ("Text-700", 9.5, who["name"]))
    _write(canvas, 239, 170, ("Text-700", 9.2, grouped_code(facts["code"])[:19]))
    _write(canvas, 239, 175, ("Text-400", 7.5, facts["serial"]))


def _square(canvas: Canvas, address: str) -> None:
    code = segno.make(address, error="m", mask=3, micro=False)
    rows = list(code.matrix)
    cell = 29 / len(rows)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                left, top = 206 + across * cell, 154 + (down + 1) * cell
                canvas.rect(left * mm, HEIGHT - top * mm, cell * mm, cell * mm, stroke=0, fill=1)
