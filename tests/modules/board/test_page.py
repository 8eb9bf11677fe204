"""The day board as a page: every act is a form's button, and nothing is overwritten unseen."""

from datetime import time

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from modules.authoring.days import edit_day
from modules.authoring.sequences import edit_sequence, move_sequence
from modules.programmes.enums import Audience, Lane
from modules.programmes.models import Activity, Sequence
from tests.learning.builders import a_person, a_revision
from tests.modules.authoring.board import a_draft, everything, sequences_of

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Board": "1"}


@pytest.fixture
def author():
    return a_person(Role.TRAINER, first_name="Maëlle", last_name="Corre")


@pytest.fixture
def colleague():
    return a_person(Role.TRAINER, first_name="Idriss", last_name="Vannier")


@pytest.fixture
def draft():
    return a_draft()


@pytest.fixture
def browser(client, author):
    client.force_login(author)
    return client


def board(draft, query=""):
    return reverse("board:revision", args=[draft.pk]) + query


def address(sequence):
    return reverse("board:sequence", args=[sequence.day.revision_id, sequence.pk])


def fields_of(sequence, **changes):
    """Return what the panel's form sends."""
    names = ("title", "minutes", "phase", "mode", "lane", "purpose", "unfolding", "outcome",
             "material", "roles", "trainer_notes", "version")  # fmt: skip
    fields = {name: getattr(sequence, name) for name in names}
    return {**fields, "starts": f"{sequence.starts:%H:%M}", **changes}


def now(sequence):
    return Sequence.objects.select_related("day").get(pk=sequence.pk)


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_a_button_of_the_panel_keeps_the_fields_then_acts(browser, draft):
    sequence = sequences_of(draft)[0]
    sent = fields_of(sequence, title="Accueil", act="later")
    response = browser.post(address(sequence), sent)
    assert response["Location"] == board(draft, f"?sequence={sequence.pk}#panneau")
    assert (now(sequence).title, now(sequence).starts) == ("Accueil", time(9, 5))


@pytest.mark.parametrize(
    ("act", "starts", "minutes"),
    [
        ("earlier", time(8, 55), 60),
        ("shorter", time(9), 55),
        ("longer", time(9), 65),
        ("at:10:15", time(10, 15), 60),
        ("last:90", time(9), 90),
    ],
)
def test_a_button_moves_or_resizes_by_what_it_says(browser, draft, act, starts, minutes):
    sequence = sequences_of(draft)[0]
    browser.post(address(sequence), {"act": act, "version": sequence.version})
    assert (now(sequence).starts, now(sequence).minutes) == (starts, minutes)


def test_a_sequence_goes_to_the_next_day_at_the_same_time(browser, draft):
    sequence = sequences_of(draft)[0]
    other = draft.days.get(position=2)
    browser.post(address(sequence), {"act": f"day:{other.pk}"})
    assert now(sequence).day == other
    browser.post(address(sequence), {"act": f"place:{sequence.day_id}:11:00"})
    assert (now(sequence).day, now(sequence).starts) == (sequence.day, time(11))


def test_an_overlap_is_shown_on_both_cards_and_the_panel_offers_to_mend_it(browser, draft):
    first, second = sequences_of(draft)[:2]
    move_sequence(actor=a_person(Role.TRAINER), sequence=second, starts=time(9, 45))
    shown = words(browser.get(board(draft, f"?sequence={second.pk}")))
    assert "Chevauche « Analyse 1 » de 15 min" in shown
    assert "Commence 15 min trop tôt" in shown
    assert "Commencer à 10 h 00" in shown
    browser.post(address(second), {"act": f"shorten:{first.pk}:45"})
    assert now(first).minutes == 45
    assert "Commence 15 min trop tôt" not in words(browser.get(board(draft)))


def test_activities_are_added_ordered_and_sent_elsewhere_from_the_panel(browser, draft):
    sequence, other = sequences_of(draft)[:2]
    sent = {"act": "add-activity", "kind": "link", "activity_title": "Le guide"}
    browser.post(address(sequence), sent)
    added = Activity.objects.get(title="Le guide")
    assert (added.sequence, added.kind, added.position) == (sequence, "link", 2)
    browser.post(address(sequence), {"act": f"up:{added.pk}"})
    assert Activity.objects.get(pk=added.pk).position == 1
    browser.post(address(sequence), {"act": f"down:{added.pk}"})
    browser.post(address(sequence), {"act": f"copy:{added.pk}"})
    assert sequence.activities.filter(title="Le guide").count() == 2
    browser.post(address(sequence), {"act": f"drop:{added.pk}"})
    left = sequence.activities.get(title="Le guide")
    browser.post(address(sequence), {"act": f"send:{left.pk}", f"to-{left.pk}": other.pk})
    assert other.activities.filter(pk=left.pk).exists()


def test_what_is_removed_comes_back_by_undoing_and_goes_by_redoing(browser, draft):
    sequence = sequences_of(draft)[0]
    before = everything(draft)
    shown = words(browser.post(address(sequence), {"act": "remove"}, follow=True))
    assert "« Immersion 1 » est retirée." in shown
    browser.post(reverse("board:undo", args=[draft.pk]))
    assert everything(draft) == before
    browser.post(reverse("board:redo", args=[draft.pk]))
    assert not Sequence.objects.filter(pk=sequence.pk).exists()
    refused = browser.post(reverse("board:redo", args=[draft.pk]))
    assert refused.status_code == 409
    assert "Il n’y a rien à rétablir." in words(refused)


def test_days_are_added_changed_moved_and_removed(browser, draft):
    browser.post(reverse("board:days", args=[draft.pk]))
    added = draft.days.get(position=3)
    url = reverse("board:day", args=[draft.pk, added.pk])
    sent = {
        "title": "Restituer", "objective": "", "starts": "10:00", "lunch_starts": "12:00",
        "lunch_ends": "13:00", "ends": "16:00", "version": added.version,
    }  # fmt: skip
    browser.post(url, {**sent, "act": "earlier"})
    added.refresh_from_db()
    assert (added.title, added.position, added.starts) == ("Restituer", 2, time(10))
    refused = browser.post(url, {**sent, "version": added.version, "ends": "12:30"})
    assert refused.status_code == 409
    assert "Les heures de la journée se suivent" in words(refused)
    browser.post(url, {"act": "add-sequence"})
    assert added.sequences.get().starts == time(10)
    browser.post(url, {"act": "later"})
    browser.post(url, {"act": "duplicate"})
    assert list(draft.days.order_by("position").values_list("title", flat=True)) == [
        "Journée 1", "Journée 2", "Restituer", "Restituer",
    ]  # fmt: skip
    browser.post(url, {"act": "remove"})
    assert draft.days.count() == 3


def test_impossible_values_come_back_with_the_texts_kept(browser, draft):
    sequence = sequences_of(draft)[0]
    refused = browser.post(address(sequence), fields_of(sequence, minutes=42, purpose="Un texte"))
    assert refused.status_code == 409
    assert "par pas de 5 minutes" in words(refused)
    assert "Un texte</textarea>" in words(refused)
    wrong = browser.post(address(sequence), fields_of(sequence, title="", purpose="Un texte"))
    assert wrong.status_code == 422
    assert "Un texte</textarea>" in words(wrong)
    assert now(sequence).version == sequence.version


def test_two_authors_on_one_sequence_lose_nothing(browser, draft, colleague):
    sequence = sequences_of(draft)[0]
    theirs = {"title": "Accueil en cercle", "purpose": "Se rencontrer"}
    edit_sequence(actor=colleague, sequence=sequence, fields=theirs)
    mine = fields_of(sequence, title="Accueil debout", purpose="Poser le cadre")
    answer = browser.post(address(sequence), mine)
    assert answer.status_code == 409
    shown = words(answer)
    for text in ("Accueil en cercle", "Se rencontrer", "Accueil debout", "Poser le cadre"):
        assert text in shown
    assert "L’autre version est de Idriss Vannier" in shown
    assert now(sequence).title == "Accueil en cercle"
    # Saved again from that page, it is a choice: nothing refuses it.
    browser.post(address(sequence), {**mine, "version": now(sequence).version})
    assert (now(sequence).title, now(sequence).purpose) == ("Accueil debout", "Poser le cadre")


def test_two_authors_on_one_day_lose_nothing(browser, draft, colleague):
    day = draft.days.get(position=1)
    edit_day(actor=colleague, day=day, fields={"title": "Aller voir"})
    answer = browser.post(
        reverse("board:day", args=[draft.pk, day.pk]),
        {
            "title": "Sortir", "objective": "", "starts": "09:00", "lunch_starts": "12:30",
            "lunch_ends": "14:00", "ends": "17:30", "version": day.version,
        },
    )  # fmt: skip
    assert answer.status_code == 409
    assert "Aller voir" in words(answer)
    assert "Sortir" in words(answer)


def test_a_card_somebody_moved_meanwhile_is_not_moved_unseen(browser, draft, colleague):
    sequence = sequences_of(draft)[0]
    move_sequence(actor=colleague, sequence=sequence, starts=time(11))
    sent = {"act": f"place:{sequence.day_id}:09:30", "version": sequence.version}
    answer = browser.post(address(sequence), sent, headers=SCRIPT)
    assert answer.status_code == 409
    assert "a changé pendant que vous écriviez" in words(answer)
    assert now(sequence).starts == time(11)


def test_a_sequence_removed_meanwhile_is_said_to_be_gone(browser, draft):
    sequence = sequences_of(draft)[0]
    url = address(sequence)
    sequence.delete()
    answer = browser.post(url, {"act": "later"})
    assert answer.status_code == 409
    assert "a été retiré entre-temps" in words(answer)


def moved(browser, sequence, draft, **sent):
    """Move a card a little later as the script does."""
    draft.refresh_from_db()
    at = now(sequence)
    values = {
        "act": f"place:{at.day_id}:09:30", "version": at.version, "since": draft.version,
        "opens": 540, "closes": 1050, **sent,
    }  # fmt: skip
    return words(browser.post(address(sequence), values, headers=SCRIPT))


def test_the_script_gets_the_column_that_changed_and_no_other(browser, draft):
    answer = moved(browser, sequences_of(draft)[0], draft)
    first, second = draft.days.order_by("position")
    assert f'id="jour-{first.pk}"' in answer
    assert f'id="jour-{second.pk}"' not in answer
    assert "« Immersion 1 » : 9 h 30 – 10 h 30, journée 1." in answer
    assert "version 2" in answer
    assert "<html" not in answer


def test_the_script_gets_everything_when_a_colleague_wrote_too(browser, draft, colleague):
    first, second = sequences_of(draft)[0], sequences_of(draft, 2)[0]
    known = draft.version
    move_sequence(actor=colleague, sequence=second, starts=time(9, 5))
    answer = moved(browser, first, draft, since=known)
    assert f'id="jour-{second.day_id}"' in answer
    assert "Idriss Vannier a déplacé « Immersion 2 »" in answer


def test_the_script_gets_everything_when_the_clock_must_grow(browser, draft):
    first = sequences_of(draft)[0]
    answer = moved(browser, first, draft, act=f"place:{first.day_id}:08:00")
    assert 'data-opens="480"' in answer


def test_a_question_about_changes_is_answered_by_nothing_or_by_who_did_what(
    browser, draft, colleague
):
    question = board(draft, f"?since={draft.version}")
    assert browser.get(question, headers=SCRIPT).status_code == 204
    sequence = sequences_of(draft)[0]
    edit_sequence(actor=colleague, sequence=sequence, fields={"purpose": "Voir"})
    answer = browser.get(question, headers=SCRIPT)
    assert answer.status_code == 200
    assert "Idriss Vannier a modifié « Immersion 1 »" in words(answer)


def test_a_published_board_is_read_and_has_no_button(browser):
    published = a_revision(days=1)
    sequence = Sequence.objects.filter(day__revision=published).first()
    for query in ("", f"?sequence={sequence.pk}", f"?journee={sequence.day_id}"):
        shown = words(browser.get(board(published, query)))
        assert "cette révision ne change plus" in shown
        assert "data-board-form" not in shown
        assert 'data-island="day-board"' not in shown
    answer = browser.post(address(sequence), {"act": "later"})
    assert answer.status_code == 409
    assert "Cette révision est publiée" in words(answer)


def test_groups_side_by_side_share_the_width_and_count_once(browser, draft):
    first, second = sequences_of(draft)[:2]
    Sequence.objects.filter(pk=first.pk).update(lane=Lane.A)
    Sequence.objects.filter(pk=second.pk).update(lane=Lane.B, starts=time(9), minutes=60)
    shown = words(browser.get(board(draft)))
    assert "--col:1;--cols:6" in shown
    assert "--col:7;--cols:6" in shown
    assert "Groupe A" in shown
    assert "4 h 30 à faire" in shown
    assert "Chevauche" not in shown


def test_the_preview_shows_what_participants_read_and_not_what_trainers_do(browser, draft):
    sequence = sequences_of(draft)[0]
    Sequence.objects.filter(pk=sequence.pk).update(
        unfolding="On observe.", trainer_notes="Tenir le temps."
    )
    Activity.objects.create(
        sequence=sequence, position=2, kind="page", moment="during", title="Corrigé", minutes=5,
        audience=Audience.TRAINERS,
    )  # fmt: skip
    shown = words(browser.get(reverse("board:preview", args=[draft.pk])))
    assert "On observe." in shown
    assert "Lire avant Immersion 1" in shown
    assert "Déjeuner" in shown
    assert "Tenir le temps." not in shown
    assert "Corrigé" not in shown


def test_a_timetable_is_kept_from_a_board_and_laid_on_an_empty_one(browser, draft):
    url = reverse("board:timetables", args=[draft.pk])
    browser.post(url, {"act": "keep", "name": "Deux jours"})
    assert "Deux jours" in words(browser.get(url))
    empty = a_draft(days=1)
    Sequence.objects.filter(day__revision=empty).delete()
    other = reverse("board:timetables", args=[empty.pk])
    shown = words(browser.get(other))
    assert "Poser sur le tableau" in shown
    number = shown.split('value="lay:')[1].split('"')[0]
    browser.post(other, {"act": f"lay:{number}"})
    assert len(sequences_of(empty, 2)) == 4
    refused = browser.post(other, {"act": f"lay:{number}"})
    assert refused.status_code == 409
    assert "ne se pose que sur un tableau vide" in words(refused)
    browser.post(url, {"act": f"forget:{number}"})
    assert "Aucun modèle n’est gardé" in words(browser.get(url))


def test_an_act_nobody_knows_does_nothing(browser, draft):
    sequence = sequences_of(draft)[0]
    for act in ("explode", "at:25:00", "last:many", "place:x:09:00"):
        assert browser.post(address(sequence), {"act": act}).status_code == 404
