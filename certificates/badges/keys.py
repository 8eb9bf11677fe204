"""Signing keys: the public half in the database, the private half in a file of its own.

A dump of the database must not let anyone sign badges: private keys are PKCS#8 files, readable by
the server's account only, in settings.BADGE_KEYS_DIR, which every process that signs shares. Set
BADGE_KEYS_PASSWORD to have them encrypted there too.
"""

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.badges.enums import KeyAlgorithm
from certificates.badges.models import BadgeKey
from common.errors import DomainError

# What the French agency for security asks of RSA beyond 2030.
RSA_BITS = 3072
PrivateKey = RSAPrivateKey | Ed25519PrivateKey
PublicKey = RSAPublicKey | Ed25519PublicKey


class SigningKeyMissing(DomainError):
    """The private half of the key that signs is not on this server."""

    code = "signing_key_missing"
    sentence = _(
        "La clé qui signe les badges (%(key)s) n’est pas sur ce serveur : rétablissez son fichier,"
        " ou renouvelez les clés."
    )


def current_key(algorithm: KeyAlgorithm) -> BadgeKey:
    """Return the key that signs today; the first caller makes it."""
    key = BadgeKey.objects.current().filter(algorithm=algorithm).first()
    return key or _first_key(algorithm)


def _first_key(algorithm: KeyAlgorithm) -> BadgeKey:
    try:
        with transaction.atomic():
            return make_key(algorithm)
    except IntegrityError:
        # Another process made it meanwhile: theirs signs.
        return BadgeKey.objects.current().get(algorithm=algorithm)


def make_key(algorithm: KeyAlgorithm) -> BadgeKey:
    """Make a key: its file first, then its row. The caller retires the one before it."""
    private = new_private_key(algorithm)
    name = f"{algorithm}-{timezone.localdate():%Y%m%d}-{secrets.token_hex(4)}"
    path = _path(name)
    _write(path, private)
    try:
        return BadgeKey.objects.create(
            id=name, algorithm=algorithm, public_key=_pem(private.public_key())
        )
    except IntegrityError:
        path.unlink(missing_ok=True)
        raise


def new_private_key(algorithm: KeyAlgorithm) -> PrivateKey:
    """Return a key that nobody has."""
    if algorithm == KeyAlgorithm.RS256:
        return generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return Ed25519PrivateKey.generate()


def private_key(key: BadgeKey) -> PrivateKey:
    """Return the private half of a key; raises SigningKeyMissing when this server has it not."""
    try:
        found = _read(_path(key.pk), settings.BADGE_KEYS_PASSWORD)
    except (OSError, ValueError, TypeError) as error:
        raise SigningKeyMissing(key=key.pk) from error
    if _pem(found.public_key()) != key.public_key:
        raise SigningKeyMissing(key=key.pk)
    return found


def public_key(key: BadgeKey) -> PublicKey:
    """Return the public half of a key."""
    found = load_pem_public_key(key.public_key.encode())
    assert isinstance(found, RSAPublicKey | Ed25519PublicKey)  # noqa: S101 - what make_key makes
    return found


def forget_private_key(key: BadgeKey) -> None:
    """Delete the private half of a key that signs no more."""
    _path(key.pk).unlink(missing_ok=True)
    _read.cache_clear()


def _path(name: str) -> Path:
    return Path(settings.BADGE_KEYS_DIR) / f"badge-{name}.pem"


def _write(path: Path, key: PrivateKey) -> None:
    """Write a private key whole or not at all, for this account's eyes only."""
    password = settings.BADGE_KEYS_PASSWORD
    protection: KeySerializationEncryption = NoEncryption()
    if password:
        protection = BestAvailableEncryption(password.encode())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with suppress(FileNotFoundError):
        unfinished.unlink()
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


@lru_cache(maxsize=8)
def _read(path: Path, password: str) -> PrivateKey:
    """Read a private key; kept, as decrypting one costs more than signing with it."""
    found = load_pem_private_key(path.read_bytes(), password.encode() if password else None)
    if not isinstance(found, RSAPrivateKey | Ed25519PrivateKey):
        message = f"{path.name} holds another kind of key."
        raise TypeError(message)
    return found


def _pem(key: PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
