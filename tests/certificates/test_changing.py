"""Administrators revoke and replace papers, and their history tells; holders hide their name."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.users.enums import Role
from certificates.awards.enums import AwardKind, RevocationReason
from certificates.awards.models import Award
from certificates.awards.services import issue_award, replace_award, revoke_award
from certificates.holders.enums import NameShown
from certificates.holders.models import HolderChoice
from common.audit.models import AuditEntry
from tests.certificates.facts import award_facts
from tests.learning.builders import a_person
from tests.pdf_tools import text_of

pytestmark = pytest.mark.django_db
RIGHT = {
    "first_name": "Maude", "last_name": "Cassagne", "function": "directrice d’école",
    "employer": "Ville de Montbrune", "reason": "Prénom mal écrit",
}  # fmt: skip


def issue(key="completion:1:1", **changes):
    given = {
        "kind": AwardKind.COMPLETION_CERTIFICATE, "recipient": a_person(),
        "facts": award_facts(), **changes,
    }  # fmt: skip
    return issue_award(key=key, **given)


@pytest.fixture
def boss(client):
    person = a_person(Role.ADMINISTRATOR, first_name="Hélène", last_name="Quiniou")
    client.force_login(person)
    return person


@pytest.fixture
def award():
    return issue()


def the(name, award):
    return reverse(f"steering:{name}", args=[award.pk])


@pytest.mark.usefixtures("boss")
class TestReplacing:
    def test_one_sees_what_changes_before_anything_is_written(self, client, award):
        page = client.get(the("replace_award", award))
        assertContains(page, 'value="Maud"')
        seen = client.post(the("replace_award", award), RIGHT | {"acte": "voir"})
        assertContains(seen, "<strong>Maude</strong>")
        assertNotContains(seen, "<strong>Cassagne</strong>")
        assert list(Award.objects.all()) == [award]

    def test_the_new_paper_is_shown_without_number_seal_or_code(self, client, award):
        shown = client.post(the("replace_award", award), RIGHT | {"acte": "papier"})
        text = text_of(b"".join(shown.streaming_content))
        assert "Maude Cassagne" in text
        assert award.serial not in text
        assert award.code[:8] not in text
        assert list(Award.objects.all()) == [award]

    def test_the_old_code_leads_to_the_new_paper_and_the_history_says_who(self, client, award):
        answer = client.post(the("replace_award", award), RIGHT | {"acte": "remplacer"})
        new = Award.objects.get(replaces=award)
        assertRedirects(answer, the("award", new))
        assert new.facts["beneficiary"]["first_name"] == "Maude"
        checked = client.get(reverse("verify:award", args=[award.code]))
        assertContains(checked, "Prénom mal écrit")
        assertContains(checked, f'href="/verifier/{new.code}"')
        page = client.get(the("award", award))
        assertContains(page, "<strong>Hélène Quiniou</strong> : titre remplacé")
        assertContains(client.get(the("award", new)), award.serial)

    def test_nothing_to_change_or_nothing_said_is_refused_with_what_to_do(self, client, award):
        same = RIGHT | {"first_name": "Maud"}
        for act in ("voir", "remplacer"):
            answer = client.post(the("replace_award", award), same | {"acte": act})
            assertContains(answer, "changez ce qui est faux", status_code=409)
        mute = client.post(the("replace_award", award), RIGHT | {"reason": "", "acte": "remplacer"})
        assert mute.status_code == 422
        long = RIGHT | {"reason": "x" * 301, "acte": "remplacer"}
        assert client.post(the("replace_award", award), long).status_code == 422
        assert list(Award.objects.all()) == [award]

    def test_what_no_longer_holds_is_not_replaced(self, client, boss, award):
        revoke_award(actor=boss, award=award, reason=RevocationReason.FRAUD)
        assertContains(client.get(the("replace_award", award)), "Ce titre ne vaut déjà plus.")
        again = client.post(the("replace_award", award), RIGHT | {"acte": "remplacer"})
        assertContains(again, "déjà révoqué", status_code=409)


@pytest.mark.usefixtures("boss")
class TestRevoking:
    def test_what_is_said_to_all_and_what_is_kept_to_the_history_are_told_apart(
        self, client, boss, award
    ):
        told = {"motif": "error_in_issue", "precision": "Doublon", "note": "Vu avec la ville"}
        client.post(the("revoke", award), told)
        award.refresh_from_db()
        assert (award.revocation_note, award.revoked_by) == ("Doublon", boss)
        page = client.get(the("award", award))
        assertContains(page, "Vu avec la ville")
        assertContains(page, "Doublon")
        assertNotContains(page, "Révoquer ce titre")
        assertNotContains(client.get(reverse("verify:award", args=[award.code])), "ville")

    def test_a_note_longer_than_the_page_shows_is_cut(self, client, award):
        client.post(the("revoke", award), {"motif": "fraud", "precision": "x" * 400, "note": "y"})
        assert Award.objects.get().revocation_note == "x" * 300


def test_the_list_tells_valid_revoked_and_replaced_apart_by_paper(client, boss):
    valid, revoked, replaced = (issue(f"completion:{n}:1") for n in range(3))
    day = issue("completion:9:1", kind=AwardKind.PARTICIPATION_ATTESTATION)
    revoke_award(actor=boss, award=revoked, reason=RevocationReason.REQUEST)
    new = replace_award(
        actor=boss, award=replaced, corrections={"last_name": "Cassaigne"}, reason="Nom"
    )

    def listed(**asked):
        page = client.get(reverse("steering:awards"), asked).context["page"]
        return {award.pk for award in page.object_list}

    assert listed(etat="valides") == {valid.pk, new.pk, day.pk}
    assert listed(etat="revoques") == {revoked.pk}
    assert listed(etat="remplaces") == {replaced.pk}
    assert listed(document="participation_attestation") == {day.pk}
    assert listed(document="participation_attestation", etat="revoques") == set()
    assert len(listed(document="autre")) == 5
    rows = client.get(reverse("steering:awards"), {"format": "csv"}).content.decode()
    assert "À la demande de la personne" in rows


class TestTheHolder:
    def test_chooses_on_their_own_page_how_their_name_shows(self, client, award):
        client.force_login(award.recipient)
        page = client.get(reverse("learner:awards"))
        assertContains(page, 'value="full" checked')
        answer = client.post(reverse("learner:name_shown"), {"nom": "initials"})
        assertRedirects(answer, reverse("learner:awards"))
        assertContains(client.get(reverse("learner:awards")), 'value="initials" checked')
        assert HolderChoice.objects.of(award.recipient) == NameShown.INITIALS
        assert AuditEntry.objects.filter(action="name_shown_chosen").exists()

    def test_may_not_choose_what_does_not_exist(self, client, award):
        client.force_login(award.recipient)
        assert client.post(reverse("learner:name_shown"), {"nom": "autre"}).status_code == 404
        assert not HolderChoice.objects.exists()
