"""A timestamp authority that answers over HTTP, and one that does not."""

from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper, TimestampRequestError

from certificates.awards.models import Award
from certificates.awards.tasks import paper_of
from certificates.sealing.seal import sealer_of
from tests.certificates.test_issue import issue, stored
from tests.certificates.test_sealing import a_key
from tests.processes import free_port
from tests.servers import answering

THEN = datetime(2027, 3, 19, 9, 31, 12, tzinfo=UTC)


@pytest.fixture
def authority(tmp_path):
    """Give the address of an authority whose clock says THEN."""
    path = a_key(tmp_path, rsa.generate_private_key(public_exponent=65537, key_size=2048))
    key = SimpleSigner.load_pkcs12(str(path), passphrase=b"secret")
    clock = DummyTimeStamper(key.signing_cert, key.signing_key, fixed_dt=THEN)

    class Authority(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            told = clock.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_):
            """Say nothing."""

    with answering(Authority) as server:
        yield f"http://127.0.0.1:{server.server_port}/"


@pytest.mark.django_db
def test_the_seal_carries_the_time_of_the_authority(settings, authority):
    settings.SEAL_TSA_URL = authority
    award = paper_of(issue())
    sealed = stored(award)
    assert sealer_of(sealed) == award.seal
    assert b"20270319093112Z" in bytes.fromhex(signature_in(sealed))


@pytest.mark.django_db
def test_nothing_is_sealed_without_the_timestamp_that_was_asked_for(settings):
    settings.SEAL_TSA_URL = f"http://127.0.0.1:{free_port()}/"
    award = issue()
    with pytest.raises(TimestampRequestError):
        paper_of(award)
    assert not Award.objects.get().is_ready
    assert not Award.objects.get().pdf
    settings.SEAL_TSA_URL = ""
    assert paper_of(award).is_ready


def signature_in(sealed):
    start = sealed.rindex(b"/Contents <") + len(b"/Contents <")
    return sealed[start : sealed.index(b">", start)].decode()
