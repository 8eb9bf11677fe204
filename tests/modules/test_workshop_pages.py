"""The pages of the workshop and of the commons: what they show, refuse, and keep of the typing."""

import json
from datetime import time

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from modules.authoring.comments import comment
from modules.authoring.editions import create_module, fork_module, start_next_edition
from modules.authoring.reviews import ask_review
from modules.authoring.sheets import edit_sheet
from modules.commons.enums import Licence
from modules.programmes.models import Module, Revision
from modules.programmes.sheets import read_sheet
from tests.learning.builders import a_cohort, a_format, a_person, a_revision
from tests.modules.authoring.drafts import (
    a_draft,
    add_sequence,
    an_approved_draft,
    reword,
    sequences_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    person = a_person(Role.TRAINER, first_name="Maëlle", last_name="Corre")
    client.force_login(person)
    return person


@pytest.fixture
def draft():
    return a_draft()


def words(response):
    return " ".join(response.content.decode().split())


def page(client, name, *args, **asked):
    return client.get(reverse(f"workshop:{name}", args=args), asked)


def test_the_list_tells_what_is_published_and_who_writes_what(client, author, draft):
    reword(author, draft, sequences_of(draft)[0], title="En cours")
    told = words(page(client, "modules"))
    assert "Édition #1, révision 1" in told
    assert "Brouillon" in told
    assert "Maëlle Corre" in told


@pytest.mark.usefixtures("author")
def test_the_list_is_searched_filtered_and_taken_away_as_a_file(client, draft):
    shared = a_revision(days=1).edition.module
    Module.objects.filter(pk=shared.pk).update(title="Écouter le guichet", is_shared=True)
    mine = draft.edition.module.slug

    def slugs(**asked):
        rows = page(client, "modules", **asked).context["rows"]
        return {row.module.slug for row in rows}

    assert slugs() == {mine, shared.slug}
    assert slugs(q="guichet") == {shared.slug}
    assert slugs(voir="brouillons") == {mine}
    assert slugs(voir="relecture") == set()
    assert slugs(voir="partages") == {shared.slug}
    assert slugs(programme=shared.format.key) == {shared.slug}
    told = page(client, "modules", format="csv").content.decode()
    assert "Écouter le guichet" in told
    assert "#1 Brouillon" in told
    assert "Aucun module ne répond" in words(page(client, "modules", q="introuvable"))


def test_what_one_is_asked_to_read_comes_first(client, author, draft):
    other = a_person(Role.TRAINER, first_name="Idriss", last_name="Vannier")
    ask_review(actor=other, revision=draft, reviewers=[author])
    assert "demandé par Idriss Vannier" in words(page(client, "modules"))


@pytest.mark.usefixtures("author")
def test_a_module_without_title_is_refused_in_words(client):
    a_revision()
    url = reverse("workshop:new")
    programme = Module.objects.get().format.pk
    response = client.post(url, {"title": " ", "programme": programme})
    assert response.status_code == 422
    assert "Ce champ est obligatoire" in words(response)
    assert client.post(url, {"title": "Écouter", "programme": programme}).status_code == 302


@pytest.mark.usefixtures("author")
def test_a_module_tells_its_editions_their_revisions_and_where_it_comes_from(client, draft):
    fork = fork_module(actor=a_person(Role.TRAINER), module=draft.edition.module, title="La nôtre")
    told = words(page(client, "module", draft.edition.module.slug))
    assert "copie de la révision 1" in told
    assert "Repris dans" in told
    told = words(page(client, "module", fork.edition.module.slug))
    assert "Repris de" in told
    assert "copie de Réenchantez" in told


def test_going_back_while_someone_writes_shows_the_choice(client, author, draft):
    reword(author, draft, sequences_of(draft)[0], title="En cours")
    response = client.post(reverse("workshop:restart", args=[draft.copied_from_id]))
    assert response.status_code == 409
    told = words(response)
    assert "modifié en dernier par Maëlle Corre" in told
    assert "Ouvrir ce brouillon" in told
    discard = reverse("workshop:discard", args=[draft.pk])
    assert client.post(discard, {"raison": ""}).status_code == 409
    assert client.post(discard, {"raison": "Fausse piste"}).status_code == 302
    back = client.post(reverse("workshop:restart", args=[draft.copied_from_id]))
    assert back.status_code == 302
    assert Revision.objects.count() == 2


@pytest.mark.usefixtures("author")
def test_an_edition_begun_twice_is_refused_and_a_first_one_is_taken_up(client):
    slug = a_revision(days=1).edition.module.slug
    url = reverse("workshop:next_edition", args=[slug])
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 409
    assert client.post(reverse("workshop:fork", args=[slug])).status_code == 302


def test_a_module_that_published_nothing_is_not_taken_up(client, author):
    draft = create_module(actor=author, programme=a_format(), title="Neuf")
    response = client.post(reverse("workshop:fork", args=[draft.edition.module.slug]))
    assert response.status_code == 409
    assert "pas encore de révision publiée" in words(response)


def test_the_sheet_is_written_and_read_again(client, author, draft):
    url = reverse("workshop:sheet", args=[draft.pk])
    form = client.get(url).context["form"]
    sent = {**form.initial, "objectives": "- Écouter\n\n- Tester", "lu": json.dumps(form.initial)}
    del sent["is_shared"]
    assert client.post(url, sent).status_code == 302
    draft.refresh_from_db()
    assert draft.sheet["objectives"] == ["Écouter", "Tester"]
    assert draft.edited_by == author
    assert "Écouter\nTester</textarea>" in client.get(url).content.decode()


@pytest.mark.usefixtures("author")
def test_a_sheet_changed_meanwhile_shows_both_texts_and_the_next_save_is_mine(client, draft):
    url = reverse("workshop:sheet", args=[draft.pk])
    form = client.get(url).context["form"]
    read = read_sheet(draft)
    other = a_person(Role.TRAINER, first_name="Idriss", last_name="Vannier")
    edit_sheet(actor=other, revision=draft, sheet={**read, "price": "Sur devis."}, read=read)
    sent = {**form.initial, "objectives": "\n".join(read["objectives"]), "price": "Cent euros."}
    del sent["is_shared"]
    refused = client.post(url, {**sent, "lu": json.dumps(read)})
    assert refused.status_code == 409
    told = refused.content.decode()
    assert "Idriss Vannier a changé la même chose" in told
    assert "Cent euros." in told
    assert "Sur devis." in told
    assert client.post(url, {**sent, "lu": refused.context["read"]}).status_code == 302
    draft.refresh_from_db()
    assert draft.sheet["price"] == "Cent euros."


@pytest.mark.usefixtures("author")
def test_a_sheet_that_is_wrong_keeps_what_was_typed_and_what_was_read(client, draft):
    url = reverse("workshop:sheet", args=[draft.pk])
    refused = client.post(url, {"title": "", "price": "Cent euros.", "lu": '{"a": 1}'})
    assert refused.status_code == 422
    assert "Cent euros." in refused.content.decode()
    assert refused.context["read"] == '{"a": 1}'


@pytest.mark.usefixtures("author")
def test_a_published_sheet_is_read_and_not_written(client):
    revision = a_revision()
    url = reverse("workshop:sheet", args=[revision.pk])
    assert "<textarea" not in client.get(url).content.decode()
    assert client.post(url, {"title": "Trop tard", "licence": "CC BY 4.0"}).status_code == 409


def test_the_reading_shows_blocks_with_what_is_said_of_them(client, author, draft):
    sequence = sequences_of(draft)[0]
    about = ("sequence", sequence.lineage)
    first = comment(actor=author, revision=draft, text="Trop long ?", about=about)
    url = reverse("workshop:revision", args=[draft.pk])
    assert "Trop long ?" in words(client.get(url))
    answer = reverse("workshop:answer", args=[first.pk])
    assert client.post(answer, {"texte": "Je coupe."}).url == f"{url}#b-{sequence.lineage}"
    assert client.post(reverse("workshop:resolve", args=[first.pk])).status_code == 302
    told = words(client.get(url))
    assert "réglé par Maëlle Corre" in told
    sequence.delete()
    assert "Sur ce qui n’y est plus" in words(client.get(url))


def test_what_was_typed_is_kept_when_a_comment_is_refused(client, author, draft):
    sequence = sequences_of(draft)[0]
    sent = {"texte": "Où est-elle passée ?", "sur": f"sequence:{sequence.lineage}"}
    sequence.delete()
    url = reverse("workshop:comment", args=[draft.pk])
    refused = client.post(url, sent)
    assert refused.status_code == 409
    assert "Où est-elle passée ?</textarea>" in refused.content.decode()
    assert client.post(url, {**sent, "sur": "module:3"}).status_code == 404
    first = comment(actor=author, revision=draft, text="Bravo")
    empty = client.post(reverse("workshop:answer", args=[first.pk]), {"texte": " "})
    assert empty.status_code == 409


@pytest.mark.usefixtures("author")
def test_a_resolved_comment_of_a_published_revision_stays_as_it_is(client):
    draft = a_draft()
    first = comment(actor=a_person(Role.TRAINER), revision=draft, text="Bravo")
    Revision.objects.filter(pk=draft.pk).update(state="published", published_at="2026-11-02T12:00Z")
    assert client.post(reverse("workshop:resolve", args=[first.pk])).status_code == 409


def test_one_s_own_request_offers_no_approval(client, author, draft):
    ask_review(actor=author, revision=draft, reviewers=[a_person(Role.TRAINER)])
    told = words(page(client, "revision", draft.pk))
    assert "Demander des corrections" not in told
    refused = client.post(reverse("workshop:approve", args=[draft.pk]))
    assert refused.status_code == 409
    assert "c’est à une autre personne" in words(refused)


def test_a_change_after_the_approval_is_said_and_publishing_says_why_not(client, author):
    draft = an_approved_draft()
    assert "Approuvée telle quelle" in words(page(client, "revision", draft.pk))
    reword(author, draft, sequences_of(draft)[0], title="Changé après")
    told = words(page(client, "revision", draft.pk))
    assert "Modifiée depuis l’approbation de Camille" in told
    refused = client.post(reverse("workshop:publish", args=[draft.pk]))
    assert refused.status_code == 409
    assert "demandez une nouvelle relecture" in words(refused)


@pytest.mark.usefixtures("author")
def test_each_thing_that_lacks_leads_to_its_place(client, draft):
    Module.objects.update(disability_contact="")
    first = sequences_of(draft)[0]
    first.minutes = 200
    first.save()
    told = words(page(client, "revision", draft.pk))
    sheet = reverse("workshop:sheet", args=[draft.pk])
    assert f'href="{sheet}#id_disability_contact"' in told
    assert "Prêt à publier" in told
    assert "déborde sur" in told


def test_differences_compare_with_what_it_was_copied_from_or_with_any(client, author, draft):
    add_sequence(author, draft, "Débat", time(17, 30))
    reword(author, draft, sequences_of(draft)[0], title="Aller voir de près")
    told = words(page(client, "differences", draft.pk))
    assert "Débat" in told
    assert "ajoutée" in told
    assert "<ins>" in told
    other = start_next_edition(actor=author, module=draft.edition.module)
    assert "Débat" in words(page(client, "differences", draft.pk, avec=other.pk))
    assert "disent la même chose" in words(page(client, "differences", other.pk))
    assert page(client, "differences", draft.pk, avec="x").status_code == 404
    assert page(client, "differences", draft.pk, avec="999999").status_code == 404


@pytest.mark.usefixtures("author")
def test_a_first_revision_alone_has_nothing_to_compare_with(client):
    told = words(page(client, "differences", a_revision(days=1).pk))
    assert "Rien à comparer" in told


def test_the_library_shows_shared_modules_with_their_credits(client):
    origin = a_revision(days=1).edition.module
    Module.objects.update(is_shared=True, licence=Licence.BY, authors="L. Ambre")
    hidden = a_revision(days=1).edition.module
    url = reverse("commons:library")
    told = words(client.get(url))
    assert "1 module partagé" in told
    assert hidden.slug not in told
    assert "Aucun module partagé ne répond" in words(client.get(url, {"licence": "CC BY-NC 4.0"}))
    assert origin.slug in words(client.get(url, {"q": "ambre", "programme": origin.format.key}))
    one = words(client.get(reverse("commons:module", args=[origin.slug])))
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in one
    assert "L. Ambre" in one
    assert "Immersion 1" in one
    assert client.get(reverse("commons:module", args=[hidden.slug])).status_code == 404


def test_a_shared_fork_tells_its_lineage_and_trainers_may_take_it_up(client):
    origin = a_revision(days=1).edition.module
    fork = fork_module(actor=a_person(Role.TRAINER), module=origin, title="La nôtre")
    Revision.objects.filter(pk=fork.pk).update(
        state="published", published_at="2026-11-02T12:00Z"
    )  # fmt: skip
    Module.objects.update(is_shared=True)
    url = reverse("commons:module", args=[fork.edition.module.slug])
    told = words(client.get(url))
    assert "Repris de" in told
    assert reverse("commons:module", args=[origin.slug]) in told
    fork_url = reverse("workshop:fork", args=[fork.edition.module.slug])
    assert fork_url not in told
    client.force_login(a_person(Role.TRAINER))
    assert fork_url in words(client.get(url))


def test_a_library_with_nothing_says_what_makes_one(client):
    assert "Aucun module n’est encore partagé" in words(client.get(reverse("commons:library")))


def test_moving_a_cohort_shows_first_what_it_changes(client):
    client.force_login(a_person(Role.ADMINISTRATOR))
    draft = a_draft(days=1)
    reword(a_person(Role.TRAINER), draft, sequences_of(draft)[0], title="Aller voir de près")
    cohort = a_cohort(revision=draft.copied_from)
    url = reverse("steering:text", args=[cohort.code])
    assert "Il n’y a pas d’autre texte" in words(client.get(url))
    Revision.objects.filter(pk=draft.pk).update(state="published", published_at="2026-11-02T12:00Z")
    told = words(client.get(url))
    assert "Aller voir de près" in told
    assert "Suivre l’édition #1, révision 2" in told
    assert client.post(url, {"vers": draft.pk}).status_code == 302
    cohort.refresh_from_db()
    assert cohort.revision == draft
    assert client.get(url, {"vers": "999999"}).status_code == 404
    cohort.state = "cancelled"
    cohort.save()
    assert "ne change plus de texte" in words(client.get(url))
    refused = client.post(url, {"vers": draft.copied_from_id})
    assert refused.status_code == 409
