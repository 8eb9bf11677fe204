"""A paper made an archive and sealed: read back by other tools than those that wrote it."""

from datetime import UTC, datetime
from io import BytesIO

import orjson
import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.core.exceptions import ImproperlyConfigured
from pypdf import PdfReader

from certificates.awards.pdf import render_award
from certificates.sealing.archive import SEAL_FIELD, as_archive
from certificates.sealing.checks import the_seal_can_be_put
from certificates.sealing.keys import demo_key, load_key, seal_key
from certificates.sealing.seal import seal, sealer_of
from tests.certificates.facts import VERIFY_URL, award_facts

AT = datetime(2027, 3, 19, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def archive():
    facts = award_facts()
    pdf = render_award(facts, verify_url=VERIFY_URL)
    return as_archive(pdf, facts=facts, at=AT, sealed_by="La 27e Région")


@pytest.fixture(scope="module")
def sealed(archive):
    return seal(archive, place="Paris")


def a_key(folder, private, name="Autre"):
    """Keep a self-signed PKCS#12 key; return its path."""
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder().subject_name(who).issuer_name(who).serial_number(1)
    builder = builder.public_key(private.public_key())
    builder = builder.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    builder = builder.not_valid_after(datetime(2026, 12, 31, tzinfo=UTC))
    digest = None if isinstance(private, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    certificate = builder.sign(private, digest)
    lock = BestAvailableEncryption(b"secret")
    path = folder / "key.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"k", private, certificate, None, lock))
    return path


class TestTheArchive:
    def test_it_says_both_standards_in_one_description(self, archive):
        with pikepdf.open(BytesIO(archive)) as document:
            xmp = document.Root.Metadata.read_bytes().decode()
            metadata = document.open_metadata()
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Certificat de réalisation, Maud Cassagne"
        assert xmp.count("<rdf:RDF") == xmp.count("</rdf:RDF>") == 1
        assert "pdfaExtension:schemas" in xmp

    def test_the_facts_are_inside_once_word_for_word(self, archive):
        reader = PdfReader(BytesIO(archive))
        assert list(reader.attachments) == ["facts.json"]
        assert orjson.loads(reader.attachments["facts.json"][0]) == award_facts()
        document = pikepdf.open(BytesIO(archive))
        (associated,) = document.Root.AF
        assert associated.AFRelationship == pikepdf.Name.Data

    def test_the_place_of_the_seal_is_in_the_structure_tree(self, archive):
        document = pikepdf.open(BytesIO(archive))
        (field,) = document.Root.AcroForm.Fields
        tree = document.Root.StructTreeRoot
        numbers = {int(n): i for i, n in enumerate(tree.ParentTree.Nums) if i % 2 == 0}
        element = tree.ParentTree.Nums[numbers[int(field.StructParent)] + 1]
        assert (str(field.T), element.S) == (SEAL_FIELD, pikepdf.Name.Form)
        assert element.K.Obj.objgen == field.objgen
        assert "La 27e Région" in str(field.TU)
        assert field.objgen in [annotation.objgen for annotation in document.pages[0].Annots]

    def test_the_same_facts_give_the_same_bytes(self, archive):
        facts = award_facts()
        pdf = render_award(facts, verify_url=VERIFY_URL)
        assert as_archive(pdf, facts=facts, at=AT, sealed_by="La 27e Région") == archive


class TestTheSeal:
    def test_it_covers_the_whole_file_and_allows_nothing_after(self, archive, sealed):
        assert sealed.startswith(archive)
        (field,) = PdfReader(BytesIO(sealed)).trailer["/Root"]["/AcroForm"]["/Fields"]
        signature = field.get_object()["/V"]
        start, hole, after, rest = signature["/ByteRange"]
        assert (start, after + rest) == (0, len(sealed))
        assert sealed[hole : hole + 1] + sealed[after - 1 : after] == b"<>"
        assert signature["/SubFilter"] == "/ETSI.CAdES.detached"
        permissions = PdfReader(BytesIO(sealed)).trailer["/Root"]["/Perms"]["/DocMDP"]
        assert permissions["/Reference"][0]["/TransformParams"]["/P"] == 1

    def test_it_names_the_certificate_that_sealed(self, sealed):
        assert sealer_of(sealed) == seal_key().fingerprint

    def test_a_changed_byte_a_cut_or_an_addition_breaks_it(self, archive, sealed):
        at = sealed.index(b"/DocumentID") if b"/DocumentID" in sealed else len(archive) // 2
        assert sealer_of(sealed[:at] + b"\xff" + sealed[at + 1 :]) is None
        assert sealer_of(sealed[:-200]) is None
        assert sealer_of(sealed + b"\n") is None
        assert sealer_of(archive) is None
        assert sealer_of(b"not a PDF") is None

    def test_an_rsa_key_seals_too(self, archive, tmp_path):
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        key = load_key(a_key(tmp_path, private), "secret")
        assert sealer_of(seal(archive, place="Paris", key=key)) == key.fingerprint

    def test_another_kind_of_key_is_refused(self, tmp_path):
        with pytest.raises(ImproperlyConfigured, match="RSA"):
            load_key(a_key(tmp_path, ed25519.Ed25519PrivateKey.generate()), "secret")


class TestTheKey:
    def test_a_wrong_password_is_told(self, settings, tmp_path):
        settings.SEAL_KEY_FILE = tmp_path / "key.p12"
        settings.SEAL_KEY_FILE.write_bytes(demo_key(password="right"))
        settings.SEAL_KEY_PASSWORD = "wrong"
        with pytest.raises(ImproperlyConfigured, match="cannot be opened"):
            seal_key()

    def test_nothing_is_sealed_for_real_with_a_key_made_on_the_spot(self, settings):
        settings.SEAL_DEMO_KEY = False
        with pytest.raises(ImproperlyConfigured, match="SEAL_KEY_FILE"):
            seal_key()
        (told,) = the_seal_can_be_put()
        assert "SEAL_KEY_FILE" in told.msg

    def test_a_certificate_about_to_end_is_told(self, settings, tmp_path):
        settings.SEAL_KEY_PASSWORD = "secret"
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        settings.SEAL_KEY_FILE = a_key(tmp_path, private)
        (told,) = the_seal_can_be_put()
        assert "ends on 2026-12-31" in told.msg
        settings.SEAL_KEY_FILE = tmp_path / "lasting.p12"
        settings.SEAL_KEY_FILE.write_bytes(demo_key(password="secret"))
        assert the_seal_can_be_put() == []
