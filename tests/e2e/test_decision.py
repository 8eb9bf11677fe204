"""Too few people: the administration postpones, an agent answers by the link of the mail."""

import re

import pytest
from django.utils import timezone

from learning.cohorts.models import Cohort
from learning.decisions.telling import tell_of_due_decisions
from learning.enrolment.models import Enrolment
from tests.e2e.world import PASSWORD, a_world
from tests.learning.builders import an_enrolment

pytestmark = pytest.mark.browser


def test_from_the_day_of_decision_to_the_answer_about_the_new_dates(visit, do_the_jobs, mailoutbox):
    world = a_world(places=(2, 3))
    mine = an_enrolment(world.cohort)
    Cohort.objects.update(decision_on=timezone.localdate())
    tell_of_due_decisions()
    do_the_jobs()
    assert {one.to[0] for one in mailoutbox} == {world.administrator.email, world.trainer.email}

    visit.sign_in(world.administrator.email, PASSWORD)
    visit.go("/pilotage/")
    assert "cohorte à décider" in visit.text()
    visit.follow(re.compile("Décider"))
    assert "1 personne confirmée pour un minimum de 2" in visit.text()
    visit.page.get_by_text("Donner de nouvelles dates").click()
    panel = visit.page.get_by_role("region", name="Reporter")
    panel.get_by_label("Raison").fill("Trop peu de monde à ces dates.")
    visit.press("Reporter et demander")
    assert "1 n’a pas répondu" in visit.text()
    mailoutbox.clear()
    do_the_jobs()

    (asked,) = [one for one in mailoutbox if one.to == [mine.person.email]]
    visit.press_menu("Se déconnecter")
    visit.go(re.search(r"https?://[^/\s]+(/dates/\S+)", asked.body)[1])
    assert "Nouvelles dates : venez-vous toujours ?" in visit.text()
    assert "Trop peu de monde" in visit.text()
    visit.press("Je garde ma place")
    assert "votre place est gardée" in visit.text()
    assert Enrolment.objects.get(pk=mine.pk).date_questions.get().answer == "keeps"
    assert not visit.complaints
