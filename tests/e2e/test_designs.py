"""An administrator chooses a colour beside the paper, which is drawn again as they do."""

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from certificates.awards.enums import AwardKind
from certificates.awards.pdf import render_award
from certificates.designs.services import start_design
from tests.certificates.facts import VERIFY_URL, award_facts
from tests.e2e.world import PASSWORD, someone
from tests.learning.builders import the_provider

pytestmark = pytest.mark.browser


@pytest.mark.long
def test_a_colour_is_refused_then_drawn_then_published(visit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    steering = someone(Role.ADMINISTRATOR, the_provider(), "Ysée", "Marchand")
    # The first paper of a process cuts its fonts: longer than a page is waited for.
    render_award(award_facts(), verify_url=VERIFY_URL)
    design = start_design(actor=steering, kind=AwardKind.COMPLETION_CERTIFICATE)
    visit.sign_in(steering.email, PASSWORD)
    visit.go(reverse("steering:designs"))
    visit.look()
    visit.follow("Certificat de réalisation")

    colour = visit.page.locator("#id_accent")
    colour.fill("#f5b700")
    visit.page.get_by_text("Cette couleur se lit mal sur le papier").wait_for()
    colour.fill("#1a4fa0")
    visit.page.locator("canvas[data-paper]").wait_for(state="visible")
    assert visit.page.locator("[data-refusal]").inner_text() == ""
    visit.look()
    visit.press("Publier")
    assert "La version 1 est publiée" in visit.text()
    assert design.last_version().told().accent == "#1a4fa0"
