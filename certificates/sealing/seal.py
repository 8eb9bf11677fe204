"""The seal of a paper: an electronic seal of the provider, by the PAdES standard.

A seal is what an organisation puts (eIDAS, articles 35 to 40); only a qualified one is presumed
true everywhere in the Union, and that depends on the key alone. The seal certifies the paper and
allows no change after it (ISO 32000-1, 12.8.2.2, DocMDP level 1).
"""

from functools import lru_cache
from io import BytesIO

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from certificates.sealing.archive import SEAL_FIELD
from certificates.sealing.keys import DIGEST, SealKey, seal_key
from certificates.sealing.loops import settled

REASON = "Certifie le document et les faits qu’il énonce"
TSA_SECONDS = 10


def seal(archive: bytes, *, place: str, key: SealKey | None = None) -> bytes:
    """Return `archive` (see as_archive) sealed: PAdES B-B, or B-T with a timestamp authority.

    `place` is where it is issued; `key` is the site’s unless another is given. Two seals of the
    same bytes differ. Raises ImproperlyConfigured without a key; what the timestamp authority
    raises goes through: nothing is sealed without the timestamp that was asked for.
    """
    document = IncrementalPdfFileWriter(BytesIO(archive))
    told = PdfSignatureMetadata(
        field_name=SEAL_FIELD, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES,
        certify=True, docmdp_permissions=MDPPerm.NO_CHANGES, reason=REASON, location=place,
    )  # fmt: skip
    clock = _timestamper(settings.SEAL_TSA_URL) if settings.SEAL_TSA_URL else None
    signer = PdfSigner(told, signer=(key or seal_key()).signer, timestamper=clock)
    sealed: BytesIO = settled(signer.async_sign_pdf(document, existing_fields_only=True))
    return sealed.getvalue()


@lru_cache(maxsize=1)
def _timestamper(address: str) -> TimeStamper:
    # Kept: it asks the authority once how long its answers are.
    return HTTPTimeStamper(address, timeout=TSA_SECONDS)


def sealer_of(sealed: bytes) -> str | None:
    """Return the SHA-256 of the certificate that sealed this whole, intact file; None otherwise.

    It says who sealed by their key, not whether the key is to be trusted.
    """
    try:
        seals = PdfFileReader(BytesIO(sealed)).embedded_signatures
        if len(seals) != 1:
            return None
        signer = seals[0].signer_cert
        alone = ValidationContext(trust_roots=[signer], allow_fetching=False)
        status = settled(async_validate_pdf_signature(seals[0], alone))
    except (PdfError, ValueError, SignatureValidationError):
        return None
    is_whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    fingerprint: str = signer.sha256.hex()
    return fingerprint if is_whole and status.intact and status.valid else None
