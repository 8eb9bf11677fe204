"""The key of the seal: a PKCS#12 file, or a demonstration key made on the spot."""

import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_der_private_key,
    pkcs12,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.sign.signers import SimpleSigner

DIGEST = "sha256"
DEMO_NAME = "Cachet de démonstration, sans valeur"
# It keeps nobody out: this key proves nothing to anyone.
DEMO_PASSWORD = "demo"  # noqa: S105 - see above
DEMO_LIFE = timedelta(days=3650)


class SealSigner(SimpleSigner):
    """pyHanko's signer, with the key loaded once: loading an RSA key costs four seals.

    Raises ImproperlyConfigured for a key that is neither RSA nor on an elliptic curve.
    """

    def __init__(self, certificate: Any, key: Any, others: Any) -> None:
        """Take what pyHanko read: the certificate, its key, and the chain."""
        super().__init__(certificate, key, others)
        loaded = load_der_private_key(key.dump(), password=None)
        if not isinstance(loaded, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            message = "The key of the seal must be RSA or on an elliptic curve (P-256)."
            raise ImproperlyConfigured(message)
        self._loaded = loaded

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Return the signature of `data`, as the certificate's algorithm writes it."""
        if digest_algorithm != DIGEST:
            message = f"The seal is made with {DIGEST}, not {digest_algorithm}."
            raise ValueError(message)
        if isinstance(self._loaded, rsa.RSAPrivateKey):
            return self._loaded.sign(data, PKCS1v15(), hashes.SHA256())
        return self._loaded.sign(data, ec.ECDSA(hashes.SHA256()))


@dataclass(frozen=True, slots=True)
class SealKey:
    """Who seals: the signer, the SHA-256 of its certificate (DER) in hexadecimal, and its end."""

    signer: SealSigner
    fingerprint: str
    ends_at: datetime


def seal_key() -> SealKey:
    """Return the key papers are sealed with, loaded once per process.

    It is settings.SEAL_KEY_FILE; where settings.SEAL_DEMO_KEY allows it and no file is set, a
    self-signed key kept in DATA_DIR. Raises ImproperlyConfigured when there is neither, or when
    the file cannot be opened with settings.SEAL_KEY_PASSWORD.
    """
    if settings.SEAL_KEY_FILE:
        return load_key(Path(settings.SEAL_KEY_FILE), settings.SEAL_KEY_PASSWORD)
    if not settings.SEAL_DEMO_KEY:
        message = "SEAL_KEY_FILE is not set: papers cannot be sealed (docs/deploy.md)."
        raise ImproperlyConfigured(message)
    return load_key(_demo_key(Path(settings.DATA_DIR) / "keys" / "seal-demo.p12"), DEMO_PASSWORD)


@lru_cache(maxsize=2)
def load_key(path: Path, password: str) -> SealKey:
    """Return the key and certificate of a PKCS#12 file, its chain included."""
    try:
        found = SimpleSigner.load_pkcs12_data(path.read_bytes(), [], password.encode())
    except (OSError, ValueError) as failure:
        message = f"The seal's key {path} cannot be opened: {failure}"
        raise ImproperlyConfigured(message) from failure
    signer = SealSigner(found.signing_cert, found.signing_key, found.cert_registry)
    certificate: Any = signer.signing_cert
    return SealKey(signer, certificate.sha256.hex(), certificate.not_valid_after)


def _demo_key(path: Path) -> Path:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = demo_key(password=DEMO_PASSWORD)
        # Two workers may make one at once: the first to be linked is the key.
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(made)
        try:
            os.link(file.name, path)
        except FileExistsError:
            pass
        finally:
            Path(file.name).unlink()
    return path


def demo_key(*, name: str = DEMO_NAME, password: str) -> bytes:
    """Return a new self-signed PKCS#12 key (EC P-256) that seals and proves nothing of who does."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + DEMO_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_for_seals(), critical=True)
        .sign(key, hashes.SHA256())
    )
    encryption = BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, encryption)


def _for_seals() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
