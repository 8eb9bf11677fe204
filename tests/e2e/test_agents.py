"""What agents meet on the way: refusals, waiting, signing up, a browser without scripts."""

import re

import pytest

from learning.attendance.models import AttendanceMark
from learning.enrolment.models import Enrolment
from learning.enrolment.services import request_place
from tests.e2e.world import PASSWORD, a_world, hold, move_to, who_can_sign_in
from tests.learning.builders import a_person, an_enrolment, half_days_of
from tests.learning.enrolment.lines import an_agent_of, with_approval

pytestmark = pytest.mark.browser

LINK = re.compile(r"http\S+")


def an_agent(**fields):
    return who_can_sign_in(a_person(first_name="Maud", last_name="Cassagne", **fields))


def test_each_refusal_to_sign_says_what_to_do(visit):
    world = a_world()
    agent = an_agent()
    enrolment = an_enrolment(world.cohort, agent)
    hold(world.cohort, world.administrator)
    under_way = move_to(world.cohort, 1)
    past, _now, next_one, *_rest = half_days_of(world.cohort)
    address = f"/mes-formations/{enrolment.pk}/emarger/{{}}/"
    visit.sign_in(agent.email, PASSWORD)

    visit.go(address.format(next_one.pk))
    assert "La matinée s’émarge dès" in visit.text()
    assert visit.page.get_by_role("button", name="Je signe").count() == 0

    visit.go(address.format(past.pk))
    assert "La signature est close depuis" in visit.text()
    assert "Dites-le à Maëlle Corre" in visit.text()

    # The half-day ends while the page is open: the press is refused, with what to do now.
    visit.go(address.format(under_way.pk))
    move_to(world.cohort, 3)
    visit.page.get_by_role("button", name="Je signe l’après-midi").click()
    visit.page.get_by_text("On n’émarge que pendant la demi-journée").wait_for()
    visit.look()
    assert not AttendanceMark.objects.exists()

    visit.go(f"/mes-formations/{enrolment.pk}/")
    assert "Mes demi-journées : 0 émargées sur 6" in visit.text()


def test_a_full_cohort_says_the_rank_then_offers_the_freed_place_by_mail(  # noqa: PLR0915 - a day
    visit, do_the_jobs, mailoutbox
):
    world = a_world(places=(1, 1))
    first = an_enrolment(world.cohort, who_can_sign_in(a_person()))
    agent = an_agent()
    visit.go("/")
    assert "Tout est complet : les listes d’attente sont ouvertes" in visit.text()
    visit.sign_in(agent.email, PASSWORD)
    visit.go(f"/demander/?cohorte={world.cohort.code}")
    assert "Rennes est complet : vous seriez 1ʳᵉ en attente" in visit.text()
    visit.page.get_by_text("Comment les places sont données").click()
    assert "Les places vont à qui demande en premier" in visit.text()
    visit.press("Rejoindre la liste d’attente")
    assert "Liste d’attente : vous êtes 1ʳᵉ" in visit.text()
    assert "Pourquoi vous attendez : toutes les places sont prises" in visit.text()
    do_the_jobs()
    assert "liste d’attente" in mailoutbox[-1].subject
    visit.go("/mes-formations/")
    assert "Vous êtes 1ʳᵉ en liste d’attente à Rennes" in visit.text()

    # Whoever has the place gives it up: it is offered to who waits.
    visit.press_menu("Se déconnecter")
    visit.sign_in(first.person.email, PASSWORD)
    visit.go(f"/mes-formations/{first.pk}/")
    visit.page.get_by_text("Annuler ma place").first.click()
    visit.press("Annuler ma place")
    assert "Votre inscription est annulée" in visit.text()
    visit.press_menu("Se déconnecter")
    do_the_jobs()

    # Signed in, the page says the same as the mail; the mail's link needs no account.
    offer = next(mail for mail in mailoutbox[-2:] if mail.to == [agent.email])
    visit.sign_in(agent.email, PASSWORD)
    assert "Une place vous est proposée à Rennes" in visit.text()
    visit.follow("Ouvrir")
    assert "Elle vous est gardée jusqu’au" in visit.text()
    visit.press_menu("Se déconnecter")
    (link,) = [address for address in LINK.findall(offer.body) if "/place/" in address]
    visit.go(link)
    assert not Enrolment.objects.get(person=agent).is_confirmed, "Opening a link does nothing."
    visit.press("J’accepte la place")
    assert "Votre place est confirmée" in visit.text()
    assert Enrolment.objects.get(person=agent).is_confirmed
    do_the_jobs()
    assert "Convocation" in mailoutbox[-1].subject
    assert mailoutbox[-1].attachments[0][0] == "convocation.pdf"
    visit.go(link, status=404)
    assert "Ce lien n’est plus valable" in visit.text()


def test_a_manager_agrees_by_the_link_of_a_mail(visit, do_the_jobs, mailoutbox):
    world = a_world()
    agent = who_can_sign_in(an_agent_of(with_approval(), first_name="Maud", last_name="Cassagne"))
    visit.sign_in(agent.email, PASSWORD)
    visit.go(f"/demander/?cohorte={world.cohort.code}")
    visit.page.get_by_label("Courriel de votre responsable").fill("cheffe@montbrune.example")
    visit.press("Demander cette place")
    assert "Votre demande attend un accord" in visit.text()
    assert "cheffe@montbrune.example" in visit.text()
    visit.page.get_by_text("Redemander, ou demander").click()
    visit.press("Redemander l’accord")
    assert "laissez quelques minutes" in visit.text()
    visit.press_menu("Se déconnecter")
    do_the_jobs()
    asked = next(mail for mail in mailoutbox if mail.to == ["cheffe@montbrune.example"])
    visit.go(LINK.findall(asked.body)[0])
    assert "Maud Cassagne demande votre accord" in visit.text()
    visit.press("Je refuse")
    assert "Dites pourquoi" in visit.text()
    visit.press("Je donne mon accord")
    assert "Votre accord est enregistré" in visit.text()
    assert Enrolment.objects.get(person=agent).is_confirmed


def test_the_administration_gives_a_place_with_a_reason_and_changes_the_rules(visit):
    world = a_world(places=(1, 1))
    an_enrolment(world.cohort)
    waiting = request_place(person=a_person(), cohort=world.cohort)
    visit.sign_in(world.administrator.email, PASSWORD)
    visit.go(f"/pilotage/cohortes/{world.cohort.code}/")
    main = visit.page.get_by_role("main")
    main.locator("summary", has_text="Déplacer").click()
    main.get_by_label("Raison, qui reste dans le journal").fill("Remplace une collègue")
    visit.press("Donner une place")
    assert "Il n’y a plus de place" in visit.text()
    visit.follow("Changer les règles")
    main.get_by_label("Places", exact=True).fill("2")
    visit.press("Changer les règles")
    assert "places : 1 → 2" in visit.text()
    waiting.refresh_from_db()
    assert waiting.is_offered
    visit.go("/pilotage/personnes/")
    visit.follow("Structures")
    visit.follow("Institut d’essai")
    main.get_by_label("Accord donné par").select_option("referrer")
    visit.press("Enregistrer la règle")
    assert "Indiquez l’adresse de la personne référente" in visit.text()


def test_a_stranger_signs_up_confirms_the_address_and_asks_for_a_place(visit, mailoutbox):
    world = a_world()
    visit.go(f"/modules/{world.cohort.revision.edition.module.slug}/")
    visit.press("Demander cette place")
    visit.follow("Créez votre compte")
    main = visit.page.get_by_role("main")
    main.get_by_label("Courriel").fill("nouvelle@montbrune.example")
    main.get_by_label("Mot de passe", exact=True).fill("court")
    main.get_by_label("confirmation").fill("court")
    visit.press("Créer mon compte")
    assert main.get_by_label("Courriel").input_value() == "nouvelle@montbrune.example"
    assert "12 caractères" in main.locator(".error").first.inner_text()
    main.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    main.get_by_label("confirmation").fill(PASSWORD)
    visit.press("Créer mon compte")
    visit.go(LINK.findall(mailoutbox[-1].body)[0])
    visit.press("Oui, c’est mon adresse")
    if "/compte/login/" in visit.page.url:
        visit.sign_in("nouvelle@montbrune.example", PASSWORD)
    visit.go(f"/demander/?cohorte={world.cohort.code}")
    visit.press("Demander cette place")
    assert "Dites-nous d’abord vos nom et prénom" in visit.text()
    main.get_by_label("Prénom").fill("Nora")
    main.get_by_label("Nom", exact=True).fill("Lestrade")
    visit.press("Enregistrer")
    visit.press("Demander cette place")
    assert Enrolment.objects.get().person.display_name == "Nora Lestrade"
    assert "Dans 30 jours" in visit.text()


def test_without_scripts_one_asks_signs_calls_the_roll_and_verifies(open_visit):
    world = a_world()
    agent, trainer = an_agent(), world.trainer
    visit = open_visit(360, java_script=False)
    visit.sign_in(agent.email, PASSWORD)
    visit.go(f"/demander/?cohorte={world.cohort.code}")
    visit.press("Demander cette place")
    enrolment = Enrolment.objects.get(person=agent)
    hold(world.cohort, world.administrator)
    half_day = move_to(world.cohort, 0)
    visit.go(f"/mes-formations/{enrolment.pk}/")
    visit.follow("Émarger")
    visit.press("Je signe la matinée")
    assert "C’est signé, merci Maud" in visit.text()
    assert AttendanceMark.objects.get().signed_at is not None

    room = open_visit(1280, java_script=False)
    room.sign_in(trainer.email, PASSWORD)
    room.go(f"/salle/{world.cohort.code}/{half_day.pk}/")
    assert room.page.get_by_label("Chercher une personne").count() == 0 or not (
        room.page.get_by_label("Chercher une personne").is_visible()
    )
    room.page.get_by_role("radio", name="En retard").check(force=True)
    room.press("Enregistrer l’appel")
    assert AttendanceMark.objects.get().status == "late"

    stranger = open_visit(360, java_script=False)
    stranger.go("/verifier/")
    stranger.page.get_by_label("Code de vérification").fill("OOOO")
    stranger.press("Vérifier")
    assert "Aucun document ne porte ce code" in stranger.text()
