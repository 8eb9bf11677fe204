from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from django.contrib.auth import get_user_model
from django.core.cache import cache

from accounts.organisations.enums import OrganisationKind
from accounts.organisations.models import Organisation
from certificates.awards.models import Award
from certificates.badges import keys
from certificates.badges.enums import KeyAlgorithm
from tests.certificates.facts import CODE, award_facts

# Two keys for all these tests, which renew them once at most: making one takes up to a second.
RSA_KEYS: list[RSAPrivateKey] = []


@pytest.fixture(autouse=True)
def _keys_of_a_server(settings, tmp_path, monkeypatch):
    """A server with an empty folder for its keys, where nobody has asked anything yet."""
    made = iter(range(2))

    def quick(algorithm):
        if algorithm != KeyAlgorithm.RS256:
            return Ed25519PrivateKey.generate()
        turn = next(made)
        while len(RSA_KEYS) <= turn:
            RSA_KEYS.append(generate_private_key(65537, keys.RSA_BITS))
        return RSA_KEYS[turn]

    monkeypatch.setattr(keys, "new_private_key", quick)
    settings.BADGE_KEYS_DIR = tmp_path / "keys"
    settings.PUBLIC_BASE_URL = "https://reenchantez.example"
    cache.clear()
    keys._read.cache_clear()


@pytest.fixture
def an_award(db) -> Callable[..., Award]:  # noqa: ARG001 - `db` gives access to the database
    """Issue an award with a code of its own, as frozen facts."""
    Organisation.objects.create(name="La 27e Région", kind=OrganisationKind.PROVIDER)

    def issue(code=CODE, email="maud@montbrune.example", **changes):
        facts = award_facts(code=code, serial=f"RAP-2027-{code[:6]}", **changes)
        return Award.objects.create(
            key=f"test:{code}",
            recipient=get_user_model().objects.create(email=email),
            code=code,
            serial=facts["serial"],
            kind=facts["kind"],
            facts=facts,
            issued_at=datetime(2026, 3, 19, 10, tzinfo=UTC),
        )

    return issue
