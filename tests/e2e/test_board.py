"""An administrator answers a meeting from the board: on time? at risk? who are they?"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.organisations.enums import Region
from learning.annotations.services import annotate
from learning.cohorts.models import Cohort
from learning.figures.adoption import count_everything
from tests.e2e.world import PASSWORD, a_world
from tests.learning.builders import a_cohort
from tests.learning.figures.verdicts import a_verdict

pytestmark = pytest.mark.browser


def test_from_the_board_one_answers_whether_what_and_who(visit):
    world = a_world(places=(35, 40))
    today = timezone.localdate()
    Cohort.objects.update(title="Montbrune", decision_on=today + timedelta(days=9))
    a_cohort(places=(0, 40))
    for region, people in ((Region.BRETAGNE, 3), (Region.GUYANE, 1)):
        for _n in range(people):
            a_verdict(region=region)
    annotate(actor=world.administrator, on=today - timedelta(days=40), words="Saison 2")
    count_everything()
    visit.sign_in(world.administrator.email, PASSWORD)

    # Are we on time?
    visit.go("/pilotage/")
    assert "4 agents formés sur 2 000. En retard de" in visit.text()
    assert "manqueraient à l’échéance, à ce rythme" in visit.text()
    curve = visit.page.locator("#courbe")
    curve.locator("summary").click()
    assert "Saison 2" in curve.get_by_role("table").inner_text()
    visit.look()

    # Which cohorts are at risk?
    assert "1 des 6 prochaines cohortes a son minimum" in visit.text()
    fill = visit.page.locator("#cohortes svg").first
    assert "manque 35, décision le" in (fill.text_content() or "")

    # Who are the three of that tile, and of that bar?
    tile = visit.page.locator("#regions").get_by_role("link", name=re.compile("Bretagne"))
    assert "Bretagne : 3 personnes" in tile.inner_html()
    with visit.page.expect_navigation():
        tile.focus()
        visit.page.keyboard.press("Enter")
    visit.look()
    assert "3 agents formés" in visit.text()
    assert visit.page.get_by_role("table").locator("tbody tr").count() == 3
    visit.follow("Région : Bretagne")
    assert "4 agents formés" in visit.text()
    visit.follow("Cohortes", within=visit.page.get_by_role("navigation", name="Lister"))
    assert "4 personnes comptées" in visit.text()

    # Two filters, as one says them; one taken off.
    visit.go("/pilotage/")
    visit.page.get_by_text("Filtrer, comparer, revenir à une date").click()
    form = visit.page.locator(".filter-box form")
    form.get_by_label("Région").select_option("Guyane")
    visit.press("Voir", within=form)
    assert "1 agent formé. Soit 25 % de l’ensemble" in visit.text()
    visit.follow("Région : Guyane")
    assert "4 agents formés sur 2 000" in visit.text()
    assert not visit.complaints
