"""One's notebook: written for oneself, and read by nobody else."""

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from learning.progress.journal import NotAJournal, NoteIsTooLong, save_note
from learning.progress.models import ActivityCompletion, JournalEntry
from learning.progress.services import DoneByDoing, NotYourActivity, set_activity_done
from modules.programmes.enums import ActivityKind, Audience
from modules.programmes.models import Activity
from tests.learning.builders import a_person, an_enrolment
from tests.learning.scenes import a_room

pytestmark = pytest.mark.django_db
SECRET = "J’ai compris que je n’écoutais pas."


@pytest.fixture
def room():
    return a_room(days=1)


@pytest.fixture
def question(room):
    found = Activity.objects.filter(sequence__day__revision=room.cohort.revision).earliest("pk")
    found.kind, found.title = ActivityKind.REFLECTION, "Ce que j’emporte"
    found.save()
    return found


def write(room, question, text=SECRET, **changes):
    given = {
        "person": room.person, "enrolment": room.enrolment, "activity": question, **changes,
    }  # fmt: skip
    return save_note(**given, text=text)


def address(room, question):
    return reverse("learner:write", args=[room.enrolment.pk, question.pk])


def test_what_is_written_is_kept_over_what_was_and_makes_the_activity_done(room, question):
    write(room, question, "Un début")
    write(room, question)
    assert JournalEntry.objects.get().text == SECRET
    assert ActivityCompletion.objects.filter(enrolment=room.enrolment, activity=question).exists()


def test_a_note_that_is_emptied_is_forgotten_and_the_activity_is_to_do_again(room, question):
    write(room, question)
    write(room, question, "  \n ")
    assert not JournalEntry.objects.exists()
    assert not ActivityCompletion.objects.exists()


def test_nobody_writes_in_someone_else_s_notebook(room, question):
    with pytest.raises(NotYourActivity):
        write(room, question, person=a_person())


def test_only_a_reflection_has_a_page_in_the_notebook(room, question):
    question.kind = ActivityKind.PAGE
    with pytest.raises(NotAJournal):
        write(room, question)


def test_a_note_of_a_thousand_pages_is_refused(room, question):
    with pytest.raises(NoteIsTooLong):
        write(room, question, "a" * 50_001)


def test_a_reflection_is_done_by_writing_not_by_ticking(room, question):
    with pytest.raises(DoneByDoing):
        set_activity_done(
            person=room.person, enrolment=room.enrolment, activity=question, is_done=True
        )


def test_a_reflection_for_the_team_is_not_answered_by_participants(room, question):
    question.audience = Audience.TRAINERS
    question.save()
    with pytest.raises(NotYourActivity):
        write(room, question)


def test_nobody_else_reads_a_note_whatever_their_role(room, question, client):
    write(room, question)
    others = [
        room.trainer, a_person(Role.ADMINISTRATOR), a_person(Role.SCHOOL_MANAGER),
        an_enrolment(room.cohort).person,
    ]  # fmt: skip
    for person in others:
        assert not JournalEntry.objects.visible_to(person).exists()
        client.force_login(person)
        for route in ("learner:journal", "learner:journal_text"):
            assert SECRET not in client.get(reverse(route)).content.decode()
    assert SECRET not in str(JournalEntry.objects.get())
    assert not AuditEntry.objects.filter(details__icontains="écoutais").exists()


def test_a_page_of_the_notebook_is_blank_at_first_and_says_who_reads_it(room, question, client):
    client.force_login(room.person)
    page = client.get(reverse("learner:activity", args=[room.enrolment.pk, question.pk]))
    assert "Personne d’autre ne le lit" in page.content.decode()
    assert "Votre carnet est vide" in client.get(reverse("learner:journal")).content.decode()


def test_one_finds_one_s_notes_on_one_page_and_as_a_text_file(room, question, client):
    client.force_login(room.person)
    saved = client.post(
        address(room, question), {"text": SECRET}, headers={"Accept": "application/json"}
    )
    assert saved.json()["saved"].startswith("Enregistré à")
    activity = reverse("learner:activity", args=[room.enrolment.pk, question.pk])
    for page in (activity, reverse("learner:journal"), reverse("learner:journal_text")):
        assert SECRET in client.get(page).content.decode()
    text = client.get(reverse("learner:journal_text"))
    assert text["Content-Disposition"] == 'attachment; filename="mon-carnet.txt"'


def test_a_refused_note_says_why(room, question, client):
    client.force_login(room.person)
    long = {"text": "a" * 50_001}
    refused = client.post(address(room, question), long, headers={"Accept": "application/json"})
    assert refused.status_code == 409
    assert "50 000" in refused.json()["detail"]
    assert client.post(address(room, question), long).status_code == 302
