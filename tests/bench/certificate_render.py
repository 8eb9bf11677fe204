"""What a certificate costs to draw, against the naive way of drawing the same one.

Both sides draw in turn, in one process, the same facts with the same fonts, pictures and boxes;
each draws its own QR code, another one each time. CPU time, not wall time. The floor reads fonts
already cut and decompressed, and finds its words ready: it pays only for sharing nothing.
"""

import gc
import statistics
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.template import Context, Engine, Template
from weasyprint import HTML

from certificates.awards import pdf, ribbon
from certificates.awards.wording import dates_in_words, grouped_code, hours_in_words
from common.pdf.fonts import cut_faces
from frontend import papers
from frontend.phases import PHASES
from tests.certificates.facts import award_facts

HERE = Path(__file__).parent
ADDRESS = "https://reenchantez.example/verifier/"
WARM_UP = 3


def measure(n: int = 40) -> dict[str, Any]:
    """Draw `n` certificates on each side, in turn; return the line `make bench` prints.

    `value` and `floor` are medians in milliseconds of CPU; `spread` holds the quartiles of the
    ratio between neighbours.
    """
    for number in range(WARM_UP):
        _cpu(_ours, number)
        _cpu(naive, number)
    pairs = [_in_turn(number) for number in range(WARM_UP, WARM_UP + n)]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    low, _, high = statistics.quantiles([mine / floor for mine, floor in pairs], n=4)
    return {
        "name": "certificate_render",
        "value": round(ours, 2),
        "unit": "ms CPU",
        "floor": round(theirs, 2),
        "floor_name": "naive HTML(string=…).write_pdf()",
        "ratio": round(ours / theirs, 3),
        "spread": [round(low, 3), round(high, 3)],
        "n": n,
    }


def _in_turn(number: int) -> tuple[float, float]:
    if number % 2:
        return _cpu(_ours, number), _cpu(naive, number)
    theirs = _cpu(naive, number)
    return _cpu(_ours, number), theirs


def _cpu(draw: Callable[[dict[str, Any], str], bytes], number: int) -> float:
    code = f"{number:026d}"
    facts = award_facts(code=code, demo=True)
    return cpu_of(lambda: draw(facts, ADDRESS + code))


def cpu_of(act: Callable[[], object]) -> float:
    """Return the milliseconds of CPU that an act takes: its own garbage, not its neighbours'."""
    gc.collect()
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def _ours(facts: dict[str, Any], verify_url: str) -> bytes:
    return pdf.render_award(facts, verify_url=verify_url)


def naive(facts: dict[str, Any], verify_url: str) -> bytes:
    """Return the same certificate as anyone would first draw it."""
    qr = segno.make(verify_url, error="m", micro=False).svg_data_uri(border=0, dark="#1c1a2e")
    seal = (HERE / "certificate_seal.svg").as_uri()
    changing = {
        "qr": qr,
        "seal": seal,
        "verify_url": verify_url,
        "code": grouped_code(facts["code"]),
    }
    html = _reference().render(Context(_words() | changing))
    drawn: bytes = HTML(string=html, base_url=f"{pdf.PAPER / 'assets'}/").write_pdf()
    return drawn


@cache
def _reference() -> Template:
    source = (HERE / "certificate_reference.html").read_text(encoding="utf-8")
    return Engine().from_string(source)


@cache
def _words() -> dict[str, Any]:
    """Return all that does not change from one certificate to the next, ready to print."""
    facts = award_facts()
    person, provider, signatory = facts["beneficiary"], facts["provider"], facts["signatory"]
    name = f"{person['first_name']} {person['last_name']}"
    faces = papers.faces()
    files = cut_faces(faces, papers.font_folder())
    return {
        "heading": "Certificat de réalisation",
        "name": name,
        "sentence": (
            f"Je soussigné·e {signatory['name']}, {signatory['quality']}, pour {provider['name']}, "
            f"atteste que {name} a suivi l’action de formation décrite ci-dessous."
        ),
        "fields": [
            ("Bénéficiaire", name, person["function"]),
            ("Employeur", person["employer"], ""),
            ("Intitulé", facts["title"], f"Cohorte : {facts['group']}"),
            ("Nature de l’action", facts["nature"], ""),
            ("Dates", dates_in_words(facts["starts_on"], facts["ends_on"]), ""),
            ("Durée", hours_in_words(facts["minutes_attended"], facts["minutes_planned"]), ""),
            ("Lieu", *facts["place"].split(", ", 1)),
            (
                "Organisme",
                provider["name"],
                f"{provider['address']}, SIRET {provider['siret']}, "
                f"déclaration d’activité {provider['activity_number']}",
            ),
        ],
        "done": "Fait à Paris, le vendredi 19 mars 2027",
        "signatory": signatory["name"],
        "quality": signatory["quality"],
        "serial": facts["serial"],
        "verify_host": ADDRESS.removeprefix("https://").rstrip("/"),
        "blocks": [
            {
                "phase": block.phase,
                "word": PHASES[block.phase].word,
                "left": block.left,
                "top": block.top,
                "width": block.width,
                "height": block.height,
            }
            for block in ribbon.blocks(facts["ribbon"])
        ],
        "faces": [
            {"family": face.family, "weight": face.weight, "url": files[face.key].as_uri()}
            for face in faces
        ],
    }
