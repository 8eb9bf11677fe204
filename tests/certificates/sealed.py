"""A sealed paper, another's seal, and what a forger's tools do to them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.core.files.base import ContentFile
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pypdf import PdfReader, PdfWriter

from certificates.awards.models import Award
from certificates.awards.pdf import render_award
from certificates.sealing.archive import FACTS_NAME, as_archive
from certificates.sealing.keys import seal_key
from certificates.sealing.loops import settled
from certificates.sealing.seal import seal
from tests.certificates.facts import VERIFY_URL, award_facts
from tests.learning.builders import a_person

Change = Callable[[bytes], bytes]


FACTS = award_facts()
FORGED_FACTS = award_facts(beneficiary={"last_name": "Faussaire"}, minutes_attended=1260)


@cache
def a_signer(name: str) -> signers.SimpleSigner:
    """Return someone who seals with a key of their own."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=99))
        .sign(key, hashes.SHA256())
    )
    held = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, NoEncryption())
    signer: signers.SimpleSigner = signers.SimpleSigner.load_pkcs12_data(held, [], None)
    return signer


def an_archive(facts: dict[str, Any], verify_url: str = VERIFY_URL) -> bytes:
    """Return the paper of an award before its seal."""
    pdf = render_award(facts, verify_url=verify_url)
    at = datetime(2027, 3, 19, 9, 30, tzinfo=UTC)
    return as_archive(pdf, facts=facts, at=at, sealed_by="La 27e Région")


def sealed_by(signer: signers.SimpleSigner, pdf: bytes, *, certify: bool = True) -> bytes:
    """Return the PDF with one more seal, in a field of its own."""
    how = signers.PdfSignatureMetadata(
        field_name=f"Autre{sha256(pdf).hexdigest()[:8]}", certify=certify, md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    sealed = settled(signers.PdfSigner(how, signer=signer).async_sign_pdf(writer))
    return bytes(sealed.getvalue())


def by_pikepdf(change: Callable[[pikepdf.Pdf], object] = lambda _document: None, **how) -> Change:
    """Return what opens a file with pikepdf, changes it and saves it again."""

    def written(pdf: bytes) -> bytes:
        with pikepdf.open(BytesIO(pdf)) as document:
            change(document)
            out = BytesIO()
            document.save(out, **how)
        return out.getvalue()

    return written


def by_pypdf(change: Callable[[PdfWriter], object] = lambda _writer: None, **how) -> Change:
    """Return the same with pypdf; `incremental=True` appends a revision."""

    def written(pdf: bytes) -> bytes:
        writer = PdfWriter(BytesIO(pdf), **how) if how else PdfWriter(clone_from=BytesIO(pdf))
        change(writer)
        out = BytesIO()
        writer.write(out)
        return out.getvalue()

    return written


def by_pyhanko(change: Callable[[IncrementalPdfFileWriter], object]) -> Change:
    """Return what appends a revision with pyHanko."""

    def written(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        change(writer)
        out = BytesIO()
        writer.write(out)
        return out.getvalue()

    return written


def without_seal(document: pikepdf.Pdf) -> None:
    """Take every trace of the seal out."""
    for field in document.Root.AcroForm.Fields:
        del field.V
    del document.Root["/AcroForm"]
    del document.Root["/Perms"]
    for page in document.pages:
        page["/Annots"] = pikepdf.Array(
            [one for one in page.get("/Annots", []) if one.get("/FT") != "/Sig"]
        )


def with_facts(facts: dict[str, Any]) -> Change:
    """Return what puts other facts in a file."""
    content = json.dumps(facts).encode()
    return by_pikepdf(lambda document: document.attachments.__setitem__(FACTS_NAME, content))


def without_certification(pdf: bytes) -> bytes:
    """Return the PDF with a revision that no longer says that nothing may follow."""

    def drop(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/Perms"]
        writer.update_root()

    return by_pyhanko(drop)(pdf)


def with_title(writer: IncrementalPdfFileWriter) -> None:
    """Change the title of the document."""
    writer.set_info(
        generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("Autre")})
    )


def merged(pdf: bytes) -> bytes:
    """Return its pages in a new document, as a tool that joins files does."""
    writer = PdfWriter()
    for page in PdfReader(BytesIO(pdf)).pages:
        writer.add_page(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@cache
def us() -> signers.SimpleSigner:
    """Return who seals our papers."""
    return seal_key().signer


@cache
def someone() -> signers.SimpleSigner:
    """Return someone else who seals."""
    return a_signer("Cachet du voisin")


@cache
def drawn() -> bytes:
    """Return the paper before its seal."""
    return an_archive(FACTS)


@cache
def sealed() -> bytes:
    """Return the paper as it was issued."""
    return seal(drawn(), place="Paris")


@cache
def forged() -> bytes:
    """Return the paper drawn again with another name and other hours, its code and facts true."""
    return with_facts(FACTS)(an_archive(FORGED_FACTS))


def issue(facts: dict[str, Any], pdf: bytes, **fields: Any) -> Award:
    """Keep an award whose sealed paper is `pdf`."""
    made = Award(
        key=f"test:{facts['code']}", recipient=a_person(), code=facts["code"],
        serial=f"RAP-{facts['code'][:6]}", kind=facts["kind"], facts=facts,
        issued_at=timezone.now(), rendered_at=timezone.now(), seal=seal_key().fingerprint,
        pdf_sha256=sha256(pdf).hexdigest(), **fields,
    )  # fmt: skip
    made.pdf.save(f"{facts['code']}.pdf", ContentFile(pdf), save=False)
    made.save()
    return made
