"""What a PDF says of itself: its seals, the facts attached to it, the code it bears, its words.

Pure: it knows nothing of what was issued. Whoever examines a stranger's file does it in a process
of its own (certificates/sealing/apart.py).
"""

import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp

from certificates.sealing.archive import FACTS_NAME
from certificates.sealing.seals import Seal, seals_in

MOST_FACTS = 200_000
MOST_ATTACHED = 20
# Papers have one page: words further than that are not compared.
MOST_PAGES, MOST_WORDS = 3, 20_000
# Readers look for the mark of a PDF this far from its start.
_HEAD = 1024
# The check page's address, for ever, and a code as papers write it: groups of four.
_ADDRESS = re.compile(r"https?://[^\s()<>]{1,200}/verifier/([0-9A-Za-z-]{20,40})")
_WRITTEN = re.compile(r"\b(?:[0-9A-Z]{4}[-\s]+){6}[0-9A-Z]{2}\b")
_QRS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_QR_WIDTH = 2000


@dataclass(slots=True)
class Examination:
    """What was found in a file.

    `codes` are in the order in which a reader meets them: the link of the QR, the words, the
    attached facts. `facts` is None where none are attached or they cannot be read;
    `attached` names every attachment. `is_damaged` says that the PDF had to be mended to be read.
    """

    sha256: str
    is_pdf: bool = False
    is_readable: bool = False
    is_damaged: bool = False
    seals: list[Seal] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    facts: dict[str, Any] | None = None
    codes: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    pages: int = 0
    words: str = ""


def is_a_pdf(content: bytes) -> bool:
    """Return whether readers would take these bytes for a PDF."""
    return b"%PDF-" in content[:_HEAD]


def examine(pdf: bytes) -> Examination:
    """Return what is found in the bytes of a file, whatever they are."""
    seen = Examination(sha256=sha256(pdf).hexdigest(), is_pdf=is_a_pdf(pdf))
    if not seen.is_pdf:
        return seen
    seen.seals = list(seals_in(pdf))
    links, facts_code = _read_structure(pdf, seen)
    _read_pages(pdf, seen)
    seen.addresses = _addresses([*links, seen.words])
    printed = [_bare(found) for found in _WRITTEN.findall(seen.words)]
    linked = [_bare(found[1]) for found in map(_ADDRESS.search, seen.addresses) if found]
    seen.codes = list(dict.fromkeys([*linked, *printed, *facts_code]))
    if not seen.codes and seen.pages:
        seen.addresses = _addresses(_qrs(pdf))
        seen.codes = [_bare(found[1]) for found in map(_ADDRESS.search, seen.addresses) if found]
    return seen


def _bare(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _addresses(texts: list[str]) -> list[str]:
    """Return the addresses of check pages in these texts, each once."""
    return list(dict.fromkeys(found[0] for text in texts for found in _ADDRESS.finditer(text)))


def _read_structure(pdf: bytes, seen: Examination) -> tuple[list[str], list[str]]:
    """Note what is attached; return the links of the first pages, and the code of the facts."""
    try:
        with pikepdf.open(BytesIO(pdf), suppress_warnings=True) as document:
            links = _links(document)
            for name, attachment in list(document.attachments.items())[:MOST_ATTACHED]:
                seen.attached.append(name)
                if name == FACTS_NAME:
                    seen.facts = _parsed(attachment.get_file().read_bytes())
            seen.is_damaged = bool(document.get_warnings())
    except Exception:  # noqa: BLE001 - whatever a broken file makes its reader say
        seen.is_damaged = True
        return [], []
    code = (seen.facts or {}).get("code")
    return links, [_bare(code)] if isinstance(code, str) else []


def _links(document: pikepdf.Pdf) -> list[str]:
    found = []
    for page in list(document.pages)[:MOST_PAGES]:
        for annotation in page.get("/Annots", []):
            action = annotation.get("/A")
            if action is not None and "/URI" in action:
                found.append(str(action["/URI"]))
    return found


def _parsed(content: bytes) -> dict[str, Any] | None:
    if len(content) > MOST_FACTS:
        return None
    try:
        facts = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return facts if isinstance(facts, dict) else None


def _read_pages(pdf: bytes, seen: Examination) -> None:
    """Note how many pages there are and what the first ones say."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            seen.pages = len(document)
            texts = [
                document[number].get_textpage().get_text_bounded()
                for number in range(min(seen.pages, MOST_PAGES))
            ]
    except Exception:  # noqa: BLE001 - whatever a broken file makes its reader say
        return
    seen.is_readable = seen.pages > 0
    seen.words = " ".join(" ".join(texts).split())[:MOST_WORDS]


def _qrs(pdf: bytes) -> list[str]:
    """Return what the QRs of the first page say: a scan of a paper has nothing else."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            page = document[0]
            scale = _QR_WIDTH / max(page.get_size())
            picture = page.render(scale=scale, grayscale=True).to_pil()
    except Exception:  # noqa: BLE001 - whatever a broken file makes its reader say
        return []
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=_QRS)]
