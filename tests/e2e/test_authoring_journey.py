"""A trainer, from nothing: the demo's edition, a quiz, a reading, publication, an agent."""

import re

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from config.demo.content import load
from modules.authoring.readiness import readiness
from modules.contents.models import Content
from modules.programmes.models import Activity, Module, Revision, Sequence
from tests.e2e.h5p_stage import OURS, imported
from tests.e2e.test_h5p_form import fill_in_the_question, write
from tests.e2e.test_h5p_form import press as press_key
from tests.e2e.world import PASSWORD, someone, who_can_sign_in
from tests.learning.builders import (
    a_format,
    a_person,
    a_running_cohort,
    an_enrolment,
    the_provider,
)

pytestmark = pytest.mark.browser
PHASES = ("immersion", "analyse", "idees", "prototype", "test", "partage")
SHEET = {
    "Résumé": "Trois jours pour concevoir une politique avec celles et ceux qui la vivent.",
    "Objectifs": "Mener une enquête de terrain\nFabriquer et tester un prototype",
    "Prérequis": "Aucun.",
    "Public": "Agents des trois versants.",
    "Méthodes mobilisées": "Enquête, ateliers, prototypes.",
    "Modalités d’évaluation": "Présentation du prototype.",
    "Délai d’accès": "Trois semaines.",
    "Tarif": "Gratuit.",
    "Contact": "L’équipe",
    "Adresse de contact": "equipe@essai.example",
    "Référent·e handicap": "Maud Cassagne, 01 00 00 00 00",
    "Accessibilité": "Dites-nous vos besoins : tout peut se faire assis.",
}


def the_days():
    """Return the demo's three days, as its content tells them."""
    return load("edition_reenchantez")["day"]


def kept(page, was):
    """Wait until a later version than `was` is kept; return it."""
    state = page.locator("#etat")
    page.wait_for_function(
        "was => Number(document.querySelector('#etat').dataset.version) > was", arg=was
    )
    page.locator("[data-state]", has_text="Enregistré à").wait_for()
    return int(state.get_attribute("data-version"))


def begin(visit):
    """Begin a module, and fill in its sheet."""
    visit.go(reverse("workshop:modules"))
    visit.follow("Nouveau module")
    visit.page.get_by_label("Intitulé").focus()
    visit.page.keyboard.type("Réenchantez l’action publique")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    visit.look()
    for label, text in SHEET.items():
        visit.page.get_by_label(label, exact=True).fill(text)
    visit.press("Enregistrer la fiche")
    return Revision.objects.get()


def build_with_the_keys_alone(visit, draft, position, content):
    """Write a day's sequences and their activities without ever touching the pointer."""
    page, keys = visit.page, visit.page.keyboard
    day = draft.days.get(position=position)
    version = draft.version
    for row in content["sequence"]:
        page.locator(f"#ajouter-{day.pk}").focus()
        keys.press("Enter")
        version = kept(page, version)
        page.wait_for_function("document.activeElement.id === 'p-title'")
        keys.type(row["title"])
        keys.press("Tab")
        for _step in range(len(PHASES)):
            if page.evaluate("document.activeElement.value") == row["phase"]:
                break
            keys.press("ArrowRight")
        page.locator("#p-minutes").focus()
        keys.press("Control+A")
        keys.type(str(row["minutes"]))
        page.locator("#p-unfolding").focus()
        keys.insert_text(row.get("unfolding", "").strip())
        version = kept(page, version)
        for activity in row.get("activity", []):
            version = add_an_activity(page, version, activity)
        page.keyboard.press("Escape")
    return version


def add_an_activity(page, version, row):
    keys = page.keyboard
    opened = page.locator("#panneau-activites > details")
    if opened.get_attribute("open") is None:
        opened.locator("summary").first.focus()
        keys.press("Enter")
    page.locator("#p-kind").select_option(row["kind"])
    page.locator("#p-activity").focus()
    keys.type(row["title"])
    page.locator("#b-add").focus()
    keys.press("Enter")
    version = kept(page, version)
    page.locator("#panneau-activites a", has_text=row["title"]).wait_for()
    return version


def build(visit, draft, position, content, version):
    """Write the sequences of a day as one would with a mouse."""
    page, day = visit.page, draft.days.get(position=position)
    for row in content["sequence"]:
        page.locator(f"#ajouter-{day.pk}").click()
        version = kept(page, version)
        page.locator("#p-title").fill(row["title"])
        page.locator(f"#panneau [name=phase][value={row['phase']}]").check(force=True)
        page.locator("#p-minutes").fill(str(row["minutes"]))
        version = kept(page, version)
    return version


def make_a_quiz(visit):
    """Make a quiz with the form, by keyboard."""
    page = visit.page
    visit.go(reverse("studio:new"))
    with page.expect_navigation():
        press_key(page, "Quiz.*")
    page.locator("[data-columns]:not([hidden])").wait_for()
    write(page, "Titre", "Immersion : trois réflexes")
    fill_in_the_question(page)
    with page.expect_navigation():
        press_key(page, "Enregistrer")
    return Content.objects.get(title="Immersion : trois réflexes").versions.get()


def choose_the_quiz(visit, activity, version):
    """Put the quiz in the activity that waits for one."""
    visit.go(reverse("activities:edit", args=[activity.pk]))
    page = visit.page
    page.get_by_role("radio", name=re.compile("Immersion : trois réflexes")).check()
    page.locator("form[data-saving=saved]").wait_for()
    activity.refresh_from_db()
    assert activity.content_version == version


def ask_and_publish(mine, theirs, draft, do_the_jobs):
    mine.go(reverse("workshop:revision", args=[draft.pk]))
    mine.page.get_by_label("Idriss Vannier").check()
    mine.press("Demander")
    do_the_jobs()
    theirs.go(reverse("workshop:revision", args=[draft.pk]))
    block = theirs.page.locator("article.read-sequence").first
    block.locator("summary").first.focus()
    theirs.page.keyboard.press("Enter")
    block.get_by_label("Votre commentaire").first.fill("Belle entrée en matière.")
    theirs.press("Envoyer", within=block.locator("details.say[open]").first)
    theirs.press("Approuver")
    do_the_jobs()
    mine.go(reverse("workshop:revision", args=[draft.pk]))
    assert "Belle entrée en matière." in mine.text()
    mine.press("Publier l’édition #1")


# Its steps are each looked at by the tests of the workshop, the board and the forms.
@pytest.mark.long
def test_a_trainer_builds_the_edition_has_it_read_publishes_it_and_an_agent_follows_it(
    open_visit, settings, tmp_path, do_the_jobs
):
    settings.MEDIA_ROOT = tmp_path
    quiz = OURS / "observer-avant-de-proposer.h5p"
    imported(quiz.name, quiz.read_bytes())
    a_format(name="Module de trois jours")
    provider = the_provider()
    mine, theirs = open_visit(), open_visit()
    author = someone(Role.TRAINER, provider, "Lise", "Ambre")
    mine.sign_in(author.email, PASSWORD)
    reader = someone(Role.TRAINER, provider, "Idriss", "Vannier")
    theirs.sign_in(reader.email, PASSWORD)

    draft = begin(mine)
    mine.go(reverse("board:revision", args=[draft.pk]))
    first, *others = the_days()
    version = build_with_the_keys_alone(mine, draft, 1, first)
    for position, content in enumerate(others, start=2):
        version = build(mine, draft, position, content, version)
    mine.look()
    written = Sequence.objects.filter(day__revision=draft).order_by("day__position", "starts")
    expected = [
        (position, row["title"], row["starts"], row["minutes"], row["phase"])
        for position, content in enumerate(the_days(), start=1)
        for row in content["sequence"]
    ]
    assert [
        (one.day.position, one.title, f"{one.starts:%H:%M}", one.minutes, one.phase)
        for one in written.select_related("day")
    ] == expected

    version_of_quiz = make_a_quiz(mine)
    choose_the_quiz(mine, Activity.objects.filter(kind="h5p").earliest("pk"), version_of_quiz)
    for spare in Activity.objects.filter(kind="h5p", content_version=None):
        choose_the_quiz(mine, spare, version_of_quiz)
    assert [
        point.head for point in readiness(draft) if point.is_blocking and not point.is_met
    ] == []
    ask_and_publish(mine, theirs, draft, do_the_jobs)

    published = Revision.objects.published().get()
    assert Module.objects.get().title == "Réenchantez l’action publique"
    agent = who_can_sign_in(a_person())
    enrolment = an_enrolment(a_running_cohort(revision=published), agent)
    follow_it(open_visit(360), agent, enrolment, published)


def follow_it(visit, agent, enrolment, published):
    """Open the module as its participant does, on a phone, and play the quiz."""
    visit.sign_in(agent.email, PASSWORD)
    visit.go(reverse("learner:enrolment", args=[enrolment.pk]))
    assert the_days()[0]["sequence"][0]["title"].replace("'", "’") in visit.text().replace("'", "’")
    played = Activity.objects.filter(sequence__day__revision=published, kind="h5p").earliest("pk")
    visit.go(reverse("learner:activity", args=[enrolment.pk, played.pk]))
    visit.page.locator(".h5p-player[data-ready]").wait_for()
    frame = visit.page.frame_locator(".h5p-player iframe")
    frame.get_by_text("Que fait-on d’abord ?").first.wait_for()
