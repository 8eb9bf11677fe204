"""A badge shown to a stranger: its page, at the widths of a desk and of the smallest telephone."""

import pytest

from certificates.awards.enums import AwardKind
from certificates.awards.services import issue_award
from tests.certificates.facts import award_facts
from tests.learning.builders import a_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stranger_sees_the_badge_and_what_it_is_worth(open_visit):
    award = issue_award(
        key="essai:1", kind=AwardKind.COMPLETION_CERTIFICATE, recipient=a_person(),
        facts=award_facts(),
    )  # fmt: skip
    visit = open_visit(1280)
    visit.go(f"/badges/{award.code}/")

    visit.page.set_viewport_size({"width": 320, "height": 640})
    visit.look()
    picture = visit.page.locator(".badge-figure img")
    assert picture.evaluate("it => it.complete && it.naturalWidth") == 600
    assert "Valable aujourd’hui" in visit.text()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="Télécharger le badge").click()
    assert download.value.suggested_filename == f"{award.serial}.png"
    visit.follow("Vérifier le document")
    assert "Certificat valide" in visit.text()
