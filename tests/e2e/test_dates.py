"""The administration moves a day; the agent's page and calendar follow."""

from datetime import timedelta

import pytest
from ical.calendar_stream import CalendarStream

from accounts.users.enums import Role
from frontend.formats import plain_date
from learning.enrolment.services import request_place
from tests.e2e.world import PASSWORD, a_world, someone
from tests.learning.builders import half_days_of

pytestmark = pytest.mark.browser


@pytest.mark.long
def test_a_day_moves_once_its_effect_was_seen_and_the_agent_s_calendar_follows(visit, do_the_jobs):
    world = a_world()
    agent = someone(Role.AGENT, world.school, "Lou", "Nouvel")
    enrolment = request_place(person=agent, cohort=world.cohort)
    last = half_days_of(world.cohort)[-1].starts_at
    later = last + timedelta(days=7)
    visit.sign_in(world.administrator.email, PASSWORD)
    visit.go(f"/pilotage/cohortes/{world.cohort.code}/")
    visit.follow("Dates et lieu")
    third = visit.page.get_by_role("group", name="Jour 3", exact=True)
    third.get_by_label("Date").fill(f"{later:%Y-%m-%d}")
    visit.press("Voir ce que cela change")
    assert plain_date(later) in visit.page.get_by_role("main").inner_text()
    assert "2 personnes le liront" in visit.text()
    visit.press("Changer et prévenir")
    assert "chaque personne concernée" in visit.text()
    do_the_jobs()
    visit.page.context.clear_cookies()

    visit.sign_in(agent.email, PASSWORD)
    visit.go(f"/mes-formations/{enrolment.pk}/")
    assert plain_date(later) in visit.page.get_by_role("main").inner_text()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("link", name="Ajouter à mon agenda").click()
    text = download.value.path().read_text(encoding="utf-8")
    (calendar,) = CalendarStream.from_ics(text).calendars
    assert [event.sequence for event in calendar.events] == [1, 1, 1]
    assert max(event.dtstart.date() for event in calendar.events) == later.date()
    visit.go("/agenda/")
    visit.press("Créer l’adresse")
    assert "à copier maintenant" in visit.text()
