"""A draft goes from its author to a colleague and back, then to the public."""

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from modules.programmes.enums import RevisionState
from modules.programmes.models import Module, Revision
from tests.e2e.world import PASSWORD, someone
from tests.learning.builders import a_revision, the_provider

pytestmark = pytest.mark.browser


@pytest.fixture
def module():
    return a_revision(days=3).edition.module


@pytest.fixture
def people():
    """Who writes, and who reads."""
    provider = the_provider()
    names = (("Lise", "Ambre"), ("Idriss", "Vannier"))
    return [someone(Role.TRAINER, provider, *name) for name in names]


def write_and_ask(visit, module):
    """Begin the next revision, change its sheet, and ask a colleague to read it."""
    visit.go(reverse("workshop:modules"))
    visit.follow(module.title, within=visit.page.get_by_role("main"))
    visit.press("Corriger")
    draft = Revision.objects.get(state=RevisionState.DRAFT)
    visit.go(reverse("workshop:sheet", args=[draft.pk]))
    visit.page.get_by_label("Intitulé").fill("Réenchantez l’accueil")
    visit.page.get_by_label("Partagé").check()
    visit.press("Enregistrer la fiche")
    assert "La fiche est enregistrée" in visit.page.locator("body").inner_text()
    visit.go(reverse("workshop:revision", args=[draft.pk]))
    visit.page.get_by_label("Idriss Vannier").check()
    visit.page.get_by_label("Un mot pour elles et eux").fill("Le titre a changé.")
    visit.press("Demander")
    return draft


def read_and_approve(visit, draft):
    """Open what one is asked to read, comment on a block with the keyboard, compare, approve."""
    visit.go(reverse("workshop:modules"))
    visit.follow("révision 2", within=visit.page.get_by_role("main"))
    assert "Le titre a changé." in visit.text()
    block = visit.page.locator("article.read-sequence").first
    block.locator("summary").first.focus()
    visit.page.keyboard.press("Enter")
    block.get_by_label("Votre commentaire").first.fill("Combien de temps pour l’accueil ?")
    visit.press("Envoyer", within=block.locator("details.say[open]").first)
    assert "Combien de temps pour l’accueil ?" in visit.text()
    visit.go(reverse("workshop:differences", args=[draft.pk]))
    assert "accueil" in visit.page.locator("ins").first.inner_text()
    visit.go(reverse("workshop:revision", args=[draft.pk]))
    visit.press("Approuver")


def answer_and_publish(visit, draft):
    """Answer the colleague, close the thread, publish."""
    visit.go(reverse("workshop:revision", args=[draft.pk]))
    thread = visit.page.locator(".thread").first
    thread.get_by_text("Répondre").click()
    thread.get_by_label("Votre réponse").fill("Une heure.")
    visit.press("Envoyer", within=thread)
    visit.press("C’est réglé", within=visit.page.locator(".thread").first)
    visit.press("Publier l’édition #1")
    assert "La révision est publiée" in visit.page.locator("body").inner_text()


def test_a_draft_is_written_read_approved_and_published(
    open_visit, width, module, people, do_the_jobs
):
    author, reader = people
    mine, theirs, public = open_visit(width), open_visit(width), open_visit(width)
    mine.sign_in(author.email, PASSWORD)
    draft = write_and_ask(mine, module)
    do_the_jobs()
    theirs.sign_in(reader.email, PASSWORD)
    read_and_approve(theirs, draft)
    do_the_jobs()
    answer_and_publish(mine, draft)
    assert Module.objects.get().title == "Réenchantez l’accueil"
    public.go(reverse("commons:library"))
    public.follow("Réenchantez l’accueil", within=public.page.get_by_role("main"))
    assert "Reprendre ce module" in public.text()


@pytest.mark.long
def test_modules_begin_and_drafts_end_without_a_mouse(open_visit, width, module):
    visit = open_visit(width)
    author = someone(Role.TRAINER, the_provider(), "Lise", "Ambre")
    visit.sign_in(author.email, PASSWORD)
    visit.go(reverse("workshop:new"))
    visit.page.get_by_label("Intitulé").focus()
    visit.page.keyboard.type("Écouter le guichet")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    visit.look()
    visit.go(reverse("workshop:module", args=["ecouter-le-guichet"]))
    visit.page.locator("summary", has_text="Retirer ce brouillon").focus()
    visit.page.keyboard.press("Enter")
    visit.page.get_by_label("Raison").fill("Un essai")
    with visit.page.expect_navigation():
        visit.page.keyboard.press("Enter")
    visit.look()
    assert not Module.objects.filter(slug="ecouter-le-guichet").exists()
    visit.go(reverse("workshop:module", args=[module.slug]))
    visit.press("Édition suivante")
    assert Revision.objects.filter(edition__module=module, edition__number=2).exists()
