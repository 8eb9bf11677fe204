"""The check page: what a stranger learns from a code, and what nobody learns without one."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from certificates.awards.models import Award
from certificates.web.public.throttle import LOOKUPS_PER_MINUTE
from tests.certificates.facts import CODE, award_facts

pytestmark = pytest.mark.django_db

OTHER_CODE = "0123456789ABCDEFGHJKMNPQRS"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


def issue(code=CODE, facts=None, **fields):
    facts = facts or award_facts(code=code, serial=f"RAP-2027-{code[:6]}")
    return Award.objects.create(
        key=f"test:{code}",
        recipient=get_user_model().objects.create(email=f"{code.lower()}@montbrune.example"),
        code=code,
        serial=facts["serial"],
        kind=facts["kind"],
        facts=facts,
        issued_at=datetime(2027, 3, 19, 10, tzinfo=UTC),
        **fields,
    )


def check(client, code=CODE):
    return client.get(reverse("verify:award", args=[code]))


def words(response):
    text = response.content.decode()
    for blank in ("\u00a0", "\u202f", "\n"):
        text = text.replace(blank, " ")
    return " ".join(text.split())


def test_the_printed_address_never_changes():
    assert reverse("verify:form") == "/verifier/"
    assert reverse("verify:award", args=[CODE]) == f"/verifier/{CODE}"


def test_a_stranger_sees_what_a_valid_certificate_says_and_when_it_was_checked(client):
    award = issue()
    response = check(client)
    text = words(response)

    assert response.status_code == 200
    for said in (
        "Certificat valide",
        "Maud Cassagne",
        "Réenchantez l’action publique, édition #4",
        "La 27e Région",
        "du mardi 16 au jeudi 18 mars 2027",
        "17 h 30 sur 21 h",
        "vendredi 19 mars 2027",
        "7K4M-Q29X-WBHT-3HTD-86RN-PC5V-K9",
        award.serial,
        "Vérifié à l’instant, le",
        "immersion 5 h 15",
    ):
        assert said in text


def test_the_page_tells_nothing_beyond_the_paper_and_not_the_employer(client):
    issue()
    text = words(check(client))

    assert "Ville de Montbrune" not in text
    assert "directrice d’école" not in text
    assert "montbrune.example" not in text


def test_an_attestation_is_not_called_a_certificate(client):
    issue(facts=award_facts(kind="participation_attestation"))
    text = words(check(client))

    assert "Attestation valide" in text
    assert "a participé à la journée de sensibilisation" in text
    assert "Certificat valide" not in text


def test_a_demonstration_says_it_is_worth_nothing(client):
    issue(facts=award_facts(demo=True))

    assert "Document de démonstration, sans valeur." in words(check(client))


def test_a_revoked_award_says_when_and_why_and_names_nobody(client):
    issue(revoked_at=datetime(2027, 3, 23, 10, tzinfo=UTC), revocation_reason="error_in_issue")
    response = check(client)
    text = words(response)

    assert response.status_code == 200
    assert "Ce document ne vaut plus" in text
    assert "mardi 23 mars 2027" in text
    assert "Délivré par erreur" in text
    assert "Maud Cassagne" not in text
    assert "valide" not in text


def test_a_replaced_award_leads_to_its_corrected_version(client):
    corrected = issue(OTHER_CODE)
    issue(revoked_at=timezone.now(), revocation_reason="replaced", replaced_by=corrected)
    text = words(check(client))

    assert "Une version corrigée existe" in text
    assert f'href="/verifier/{OTHER_CODE}"' in text
    assert "Maud Cassagne" not in text


@pytest.mark.parametrize("code", ["Z" * 26, "7K4M", "RAP-2027-000042", "é🙂", "A" * 500])
def test_unknown_and_malformed_codes_get_one_and_the_same_answer(client, code):
    issue()
    unknown = check(client, "Y" * 26)
    other = check(client, code)

    assert unknown.status_code == other.status_code == 404
    assert answer(unknown, "Y" * 26) == answer(other, code)
    assert "Aucun document ne porte ce code" in words(other)


def answer(response, typed):
    """Return the page's own part, less what the visitor typed."""
    return words(response).partition("<main")[2].partition("</main>")[0].replace(typed[:64], "…")


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        "7K4M-Q29X-WBHT-3HTD-86RN-PC5V-K9",
        " 7k4m q29x wbht 3htd 86rn pc5v k9 ",
        f"https://reenchantez.example/verifier/{CODE}",
        f"https://reenchantez.example/verifier/{CODE}/",
    ],
)
def test_a_code_is_understood_however_it_is_typed(client, typed):
    issue()
    response = client.get(reverse("verify:form"), {"code": typed}, follow=True)

    assert response.redirect_chain[-1][0] == f"/verifier/{CODE}"
    assert "Certificat valide" in words(response)


@pytest.mark.parametrize("typed", ["OI23456789ABCDEFGHJKMNPQRS", "oL23456789abcdefghjkmnpqrs"])
def test_letters_that_look_like_digits_are_read_as_digits(client, typed):
    issue(OTHER_CODE)
    response = client.get(reverse("verify:form"), {"code": typed}, follow=True)

    assert response.redirect_chain[-1][0] == f"/verifier/{OTHER_CODE}"


@pytest.mark.parametrize("typed", ["", "  ", "---", "/"])
def test_an_empty_code_asks_for_one(client, typed):
    response = client.get(reverse("verify:form"), {"code": typed})

    assert response.status_code == 200
    assert "Tapez le code imprimé sur le document" in words(response)
    assert 'aria-invalid="true"' in words(response)


def test_what_was_typed_is_shown_as_text_only(client):
    response = check(client, "<script>alert(1)<")

    assert "<script>alert" not in words(response)
    assert "&lt;script&gt;alert" in words(response)


def test_search_engines_and_caches_keep_nothing(client):
    issue()
    for response in (check(client), check(client, "Z" * 26), client.get(reverse("verify:form"))):
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]


def test_the_page_only_reads(client):
    issue()
    for url in (reverse("verify:form"), reverse("verify:award", args=[CODE])):
        assert client.post(url).status_code == 405


def test_one_address_may_not_try_codes_all_day(client):
    for _ in range(LOOKUPS_PER_MINUTE):
        assert check(client, "Z" * 26).status_code == 404

    refused = check(client, "Z" * 26)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert client.get(reverse("verify:form")).status_code == 200
    elsewhere = client.get(reverse("verify:award", args=["Z" * 26]), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 404


def test_a_check_costs_one_query(client, django_assert_num_queries):
    issue()
    check(client)
    with django_assert_num_queries(1):
        check(client)
