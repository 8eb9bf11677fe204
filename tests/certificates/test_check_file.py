"""A document dropped on the check page: the very one, or exactly what was done to it."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates.awards.lookups import FILES_PER_MINUTE
from certificates.awards.models import Award
from certificates.holders.enums import NameShown
from certificates.holders.services import choose_name_shown
from certificates.sealing.examination import examine
from certificates.sealing.judgement import Finding
from certificates.web.public import files
from certificates.web.public.findings import SENTENCES
from certificates.web.public.receiving import LARGEST
from tests.certificates.facts import award_facts
from tests.certificates.sealed import (
    FACTS,
    a_signer,
    an_archive,
    by_pikepdf,
    drawn,
    forged,
    issue,
    sealed,
    sealed_by,
    someone,
    us,
    with_facts,
)

pytestmark = pytest.mark.django_db
OTHER = "0123456789ABCDEFGHJKMNPQRS"


@pytest.fixture(autouse=True)
def _here(monkeypatch, settings, tmp_path):
    """Read files in this process: that one apart finds the same is told in test_apart.py."""
    cache.clear()
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_BASE_URL = "https://reenchantez.example"
    monkeypatch.setattr(files, "examine_apart", examine)


@pytest.fixture
def award():
    """The award of the sealed paper."""
    return issue(FACTS, sealed())


def send(client, content, name="certificat.pdf", **asked):
    sent = {"fichier": SimpleUploadedFile(name, content, "application/pdf")}
    return client.post(reverse("verify:file"), sent, **asked)


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    for blank in ("\u00a0", "\u202f"):
        text = text.replace(blank, " ")
    return " ".join(text.split()).replace(" .", ".")


def test_the_very_file_is_told_and_what_it_is_worth_now(client, award):
    response = send(client, sealed())
    text = words(response)
    assert response.status_code == 200
    assert "Ce fichier est le vrai." in text
    assert "Ce fichier est, à l’octet près, celui que nous avons délivré." in text
    assert "le cachet est intact et couvre tout le fichier" in text
    assert "Certificat valide Maud Cassagne" in text
    assert award.serial in text


@pytest.mark.usefixtures("award")
def test_the_very_file_of_a_revoked_award_is_told_to_be_worth_nothing(client):
    Award.objects.update(revoked_at=timezone.now(), revocation_reason="fraud")
    text = words(send(client, sealed()))
    assert "Le fichier est le vrai, mais il ne vaut plus" in text
    assert "Document révoqué" in text
    assert "Obtenu par fraude" in text
    assert "Certificat valide" not in text


def test_the_very_file_of_a_replaced_award_leads_to_the_corrected_one(client, award):
    corrected = Award.objects.create(
        key="test:new", recipient=award.recipient, code=OTHER, serial="RAP-NEW", kind=award.kind,
        facts=award_facts(code=OTHER), issued_at=timezone.now(),
    )  # fmt: skip
    Award.objects.filter(pk=award.pk).update(
        revoked_at=timezone.now(), revocation_reason="replaced", replaced_by=corrected
    )
    response = send(client, sealed())
    assert "Document remplacé" in words(response)
    assert f'href="/verifier/{OTHER}"' in response.content.decode()


REFUSED = [
    (Finding.CHANGED, lambda pdf: pdf[:9000] + b"\xff\xfe" + pdf[9002:]),
    (Finding.ADDED, lambda pdf: pdf + b"%rien\n"),
    (Finding.CUT, lambda pdf: pdf[:-60]),
    (Finding.RESAVED, by_pikepdf()),
    (Finding.SEAL_GONE, lambda _pdf: drawn()),
    (Finding.SEALED_BY_ANOTHER, lambda _pdf: sealed_by(someone(), forged())),
    (Finding.NOT_THE_KEPT, lambda _pdf: sealed_by(us(), drawn())),
]


@pytest.mark.usefixtures("award")
@pytest.mark.parametrize(("finding", "change"), REFUSED, ids=[one[0].value for one in REFUSED])
def test_an_altered_file_is_refused_by_its_sentence_and_the_true_facts_are_shown(
    client, finding, change
):
    text = words(send(client, change(sealed())))
    _tone, _icon, title, sentence = SENTENCES[finding]
    assert str(title) in text
    assert str(sentence) in text
    assert "Ce que nous avons délivré sous ce code Ne vous fiez pas au fichier" in text
    assert "Le vrai certificat Maud Cassagne" in text
    assert "Ce fichier est le vrai" not in text
    assert "valide" not in text


@pytest.mark.usefixtures("award")
def test_a_doctored_page_with_a_true_code_is_exposed_by_its_words_and_by_the_true_facts(client):
    text = words(send(client, forged()))
    assert "La page dit ce que notre document ne dit pas : « Faussaire »" in text
    assert "Le vrai certificat Maud Cassagne" in text
    assert "17 h 30 sur 21 h" in text


def test_without_the_kept_file_only_the_words_are_not_compared(client, award):
    award.pdf.storage.delete(award.pdf.name)
    text = words(send(client, forged()))
    assert "Ce fichier ne porte plus notre cachet" in text
    assert "Le vrai certificat Maud Cassagne" in text
    assert "Faussaire" not in text


@pytest.mark.usefixtures("award")
def test_swapped_facts_are_told_by_what_they_say_otherwise(client):
    lies = FACTS | {"minutes_attended": 9, "tricheur": "<b>gras</b>"}
    text = words(send(client, with_facts(lies)(sealed())))
    assert "ils diffèrent sur la durée, d’autres points." in text
    assert "tricheur" not in text


@pytest.mark.usefixtures("award")
def test_a_file_made_of_two_papers_says_so(client):
    other = issue(award_facts(code=OTHER), b"%PDF-1.7 un autre")
    mixed = with_facts(other.facts)(sealed())
    assert "Il porte aussi le code d’un autre document : 0123-4567" in words(send(client, mixed))


def test_a_hidden_name_stays_hidden_whatever_the_file_says(client, award):
    choose_name_shown(person=award.recipient, how=NameShown.INITIALS)
    text = words(send(client, forged()))
    assert "Le vrai certificat M. C." in text
    assert "Cassagne" not in text


@pytest.mark.usefixtures("award")
def test_what_is_not_ours_or_not_a_pdf_says_only_that(client):
    foreign = an_archive(award_facts(code=OTHER), f"https://faux.example/verifier/{OTHER}")
    for content, finding in [
        (foreign, Finding.NOT_OURS),
        (b"%PDF-1.7 rien", Finding.UNREADABLE),
        (b"PK\x03\x04", Finding.NOT_A_PDF),
    ]:
        text = words(send(client, content))
        assert str(SENTENCES[finding][2]) in text
        assert "Cassagne" not in text
        assert "sous ce code" not in text


@pytest.mark.usefixtures("award")
def test_a_signer_s_name_is_shown_as_text_only(client):
    page = send(client, sealed_by(a_signer("<script>alert(1)</script>"), drawn()))
    assert b"<script>alert" not in page.content
    assert "dit être celui de « &lt;script&gt;" in page.content.decode()


def test_a_file_too_heavy_is_not_even_kept_in_memory(client):
    response = send(client, b"%PDF-" + b"0" * LARGEST)
    assert response.status_code == 413
    assert "Il pèse plus de 5 Mo" in words(response)


@pytest.mark.usefixtures("award")
def test_only_the_first_file_is_taken(client):
    two = [SimpleUploadedFile("a.pdf", sealed()), SimpleUploadedFile("b.pdf", b"0" * LARGEST)]
    response = client.post(reverse("verify:file"), {"fichier": two})
    assert "Ce fichier est le vrai." in words(response)


@pytest.mark.parametrize("sent", [{}, {"fichier": SimpleUploadedFile("vide.pdf", b"")}])
def test_without_a_file_the_form_asks_for_one(client, sent):
    response = client.post(reverse("verify:file"), sent)
    assert response.status_code == 422
    assert "Choisissez le PDF du document sur votre appareil." in words(response)
    assert 'aria-invalid="true"' in response.content.decode()


def test_nothing_is_kept_of_a_file(client, award, settings):
    before = sorted(settings.MEDIA_ROOT.rglob("*"))
    send(client, forged())
    assert sorted(settings.MEDIA_ROOT.rglob("*")) == before
    assert Award.objects.get() == award


def test_a_page_of_another_site_may_not_send_files():
    guarded = Client(enforce_csrf_checks=True)
    assert send(guarded, sealed()).status_code == 403
    guarded.get(reverse("verify:form"))
    token = guarded.cookies["csrftoken"].value
    assert send(guarded, b"PK", HTTP_X_CSRFTOKEN=token).status_code == 200


def test_one_address_may_not_send_files_all_day(client):
    for _ in range(FILES_PER_MINUTE):
        assert send(client, b"PK").status_code == 200
    refused = send(client, b"PK")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert send(client, b"PK", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_when_readers_are_busy_one_is_told_to_come_back(client, monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0)
    with files._READERS, files._READERS:
        response = send(client, b"PK")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert send(client, b"PK").status_code == 200


def test_the_answer_is_not_indexed_nor_kept_and_its_address_leads_back_to_the_form(client):
    response = send(client, b"PK")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]
    assert client.get(reverse("verify:file")).url == reverse("verify:form")
