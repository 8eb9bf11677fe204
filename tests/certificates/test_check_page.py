"""The check page: what a stranger learns from a code, and what nobody learns without one."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from certificates.awards.codes import new_code
from certificates.awards.enums import RevocationReason
from certificates.awards.lookups import LOOKUPS_PER_MINUTE, is_asking_too_often
from certificates.awards.models import Award
from certificates.awards.services import revoke_award
from certificates.holders.enums import NameShown
from certificates.holders.models import as_shown
from certificates.holders.services import choose_name_shown
from tests.certificates.facts import CODE, award_facts
from tests.learning.builders import a_person

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


def test_the_programme_followed_is_led_to_where_the_paper_names_it(client):
    issue(facts=award_facts() | {"module": "reenchantez"})
    assert 'href="/modules/reenchantez/"' in words(check(client))


def test_the_page_tells_nothing_beyond_the_paper_and_not_the_employer(client):
    issue()
    text = words(check(client))

    assert "Ville de Montbrune" not in text
    assert "directrice d’école" not in text
    assert "montbrune.example" not in text


class TestTheHolder:
    def test_shows_only_initials_to_whoever_checks_if_they_chose_so(self, client):
        award = issue()
        choose_name_shown(person=award.recipient, how=NameShown.INITIALS)
        text = words(check(client))
        assert "M. C." in text
        assert "Cassagne" not in text
        assert "Maud" not in text

        choose_name_shown(person=award.recipient, how=NameShown.FULL)
        assert "Maud Cassagne" in words(check(client))

    def test_stays_hidden_when_their_record_is_merged_into_another(self, client):
        award = issue()
        former = a_person(merged_into=award.recipient)
        choose_name_shown(person=former, how=NameShown.INITIALS)
        assert "Cassagne" not in words(check(client))

    @pytest.mark.parametrize(
        ("first", "last", "shown"),
        [("Maud", "Cassagne", "M. C."), ("", "Cassagne", "C."), ("élise", "d’Aubigny", "É. D.")],
    )
    def test_has_initials_of_what_they_are_called(self, first, last, shown):
        name = {"first_name": first, "last_name": last}
        assert as_shown(name, NameShown.INITIALS).replace("\u00a0", " ") == shown


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
    assert "Document révoqué" in text
    assert "Certificat valide" not in text
    assert "La plateforme, après une correction" in text


def test_a_revocation_made_by_hand_says_by_whom_and_what_was_added(client):
    boss = a_person(Role.ADMINISTRATOR, first_name="Hélène", last_name="Quiniou")
    revoke_award(
        actor=boss, award=issue(), reason=RevocationReason.FRAUD, note="Signé par un autre",
        because="Courrier du 3 mars",
    )  # fmt: skip
    text = words(check(client))

    assert "Hélène Quiniou, administration du programme" in text
    assert "Obtenu par fraude" in text
    assert "Signé par un autre" in text
    assert "Courrier du 3 mars" not in text


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
    """Return the page's own part, less what the visitor typed and what guards its forms."""
    own = words(response).partition("<main")[2].partition("</main>")[0].replace(typed[:64], "…")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", own)


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


GUESSES = 10_000


def test_ten_thousand_guessed_codes_hit_nothing_and_sixty_are_looked_up():
    issue()
    guesses = [new_code() for _ in range(GUESSES)]
    assert not Award.objects.filter(code__in=guesses).exists()
    answered = sum(not is_asking_too_often("192.0.2.9") for _ in guesses)
    assert answered == LOOKUPS_PER_MINUTE


@pytest.mark.long
def test_ten_thousand_guessed_codes_asked_over_the_web_hit_nothing(client):
    issue()
    answers = Counter(check(client, new_code()).status_code for _ in range(GUESSES))
    assert set(answers) == {404, 429}
    # As many minutes as this takes, sixty a minute.
    assert answers[404] <= LOOKUPS_PER_MINUTE * 10


def test_a_subscriber_s_many_addresses_are_counted_as_one():
    for number in range(LOOKUPS_PER_MINUTE):
        assert not is_asking_too_often(f"2001:db8:0:1::{number:x}")
    assert is_asking_too_often("2001:db8:0:1:ffff::1")
    assert not is_asking_too_often("2001:db8:0:2::1")


class TestForPrograms:
    """The same answers at /api/v1/verify/."""

    def ask(self, client, code=CODE):
        return client.get(reverse("awards_api:verify", args=[code]))

    def test_the_address_never_changes(self):
        assert reverse("awards_api:verify", args=[CODE]) == f"/api/v1/verify/{CODE}"

    def test_a_valid_award_is_told_in_full_without_account(self, client):
        award = issue(pdf_sha256="a" * 64)
        response = self.ask(client, CODE.lower())
        assert response.status_code == 200
        assert response.json() == {
            "status": "valid", "code": CODE, "serial": award.serial,
            "kind": "completion_certificate",
            "title": "Réenchantez l’action publique, édition #4", "holder": "Maud Cassagne",
            "issuer": "La 27e Région", "starts_on": "2027-03-16", "ends_on": "2027-03-18",
            "minutes_attended": 1050, "minutes_planned": 1260, "issued_on": "2027-03-19",
            "is_demonstration": False, "revoked": None, "replaced_by": None,
            "pdf_sha256": "a" * 64,
        }  # fmt: skip
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]

    def test_a_replaced_one_leads_on_and_names_nobody(self, client):
        corrected = issue(OTHER_CODE)
        # Half past midnight in Paris.
        at = datetime(2027, 3, 22, 23, 30, tzinfo=UTC)
        issue(revoked_at=at, revocation_reason="replaced", replaced_by=corrected)
        told = self.ask(client).json()
        assert told["status"] == "replaced"
        assert told["holder"] is None
        assert told["revoked"] == {"on": "2027-03-23", "reason": "replaced", "note": ""}
        assert told["replaced_by"] == OTHER_CODE

    def test_the_name_is_as_its_holder_chose(self, client):
        choose_name_shown(person=issue().recipient, how=NameShown.INITIALS)
        assert self.ask(client).json()["holder"] == "M.\u00a0C."

    @pytest.mark.parametrize("code", ["Z" * 26, "7K4M", "é🙂", "A" * 500])
    def test_unknown_and_malformed_codes_get_one_and_the_same_answer(self, client, code):
        issue()
        response = self.ask(client, code)
        assert (response.status_code, response.json()) == (404, {"status": "unknown"})

    def test_pages_and_programs_are_counted_together(self, client):
        for _ in range(LOOKUPS_PER_MINUTE):
            check(client, "Z" * 26)
        refused = self.ask(client)
        assert refused.status_code == 429
        assert refused["Retry-After"] == "60"


def test_a_check_costs_two_queries(client, django_assert_num_queries):
    """The award, and how its holder lets their name be shown."""
    issue()
    check(client)
    with django_assert_num_queries(2):
        check(client)
