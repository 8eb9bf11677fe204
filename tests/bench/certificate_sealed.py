"""What a sealed certificate costs from its facts to the file kept, against the naive way.

The floor draws the same page as anyone would first write it, and seals it as pyHanko's own
documentation shows: a PKCS#12 file with an RSA key. As information, reportlab draws the same page.
CPU time, both sides in turn in one process.
"""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from certificates.awards.models import Award
from certificates.awards.tasks import drawn
from certificates.sealing.seal import seal
from tests.bench.certificate_render import ADDRESS, cpu_of, naive
from tests.bench.reportlab_page import reportlab_page
from tests.certificates.facts import award_facts
from tests.certificates.test_sealing import a_key

WARM_UP = 3
FLOOR = "naive HTML(string=…).write_pdf(), then pyHanko as documented (RSA-2048)"


def measure(n: int = 40) -> Iterator[dict[str, Any]]:
    """Seal `n` certificates on each side, in turn; yield medians in milliseconds of CPU."""
    with tempfile.TemporaryDirectory() as folder:
        kept = FileSystemStorage(folder)
        rounds = [_round(number, kept) for number in range(n + WARM_UP)][WARM_UP:]
    ours, floor, others = (statistics.median(side) for side in zip(*rounds, strict=True))
    low, _, high = statistics.quantiles([mine / base for mine, base, _other in rounds], n=4)
    yield {
        "name": "certificate_sealed", "value": round(ours, 2), "unit": "ms CPU",
        "floor": round(floor, 2), "floor_name": FLOOR, "ratio": round(ours / floor, 3),
        "spread": [round(low, 3), round(high, 3)], "n": n,
    }  # fmt: skip
    yield {
        "name": "certificate_reportlab", "value": round(others, 2), "unit": "ms CPU", "n": n,
        "note": "reportlab drawing the same page: not tagged, not an archive, not sealed",
    }  # fmt: skip


def _round(number: int, kept: FileSystemStorage) -> tuple[float, float, float]:
    code = f"{number:026d}"
    facts = award_facts(code=code, demo=True)
    award = Award(facts=facts, code=code, issued_at=timezone.now())
    sides: list[Callable[[], object]] = [
        lambda: _ours(award, kept), lambda: _naive(facts), lambda: reportlab_page(facts, ADDRESS),
    ]  # fmt: skip
    order = range(3) if number % 2 else (1, 0, 2)
    spent = {side: cpu_of(sides[side]) for side in order}
    return spent[0], spent[1], spent[2]


def _ours(award: Award, kept: FileSystemStorage) -> None:
    sealed = seal(drawn(award), place=award.facts["issued_at_place"])
    kept.save(f"{award.code}.pdf", ContentFile(sealed))
    sha256(sealed).hexdigest()


def _naive(facts: dict[str, Any]) -> None:
    pdf = naive(facts, ADDRESS + facts["code"])
    document = IncrementalPdfFileWriter(BytesIO(pdf))
    told = signers.PdfSignatureMetadata(field_name="Signature1")
    signers.sign_pdf(document, told, signer=_documented_signer())


@cache
def _documented_signer() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = a_key(Path(folder), rsa.generate_private_key(public_exponent=65537, key_size=2048))
        signer: Any = signers.SimpleSigner.load_pkcs12(str(path), passphrase=b"secret")
    return signer
