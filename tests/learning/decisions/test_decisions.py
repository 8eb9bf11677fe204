"""A cohort under its minimum at its day of decision: told once, then decided on."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from learning.cohorts.bookings import VenueIsTaken
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.cohorts.services import CannotManageCohorts, ReasonRequired, change_state
from learning.decisions.facts import facts_of
from learning.decisions.models import DateQuestion
from learning.decisions.services import (
    CannotPostpone,
    DeadlinesOutOfOrder,
    NewDates,
    NewDaysAreWrong,
    QuestionIsOver,
    answer_dates,
    confirm_anyway,
    postpone,
)
from learning.decisions.telling import tell_of_due_decisions
from learning.enrolment.models import Enrolment, Offer
from tests.jobs import do_the_jobs
from tests.learning.builders import a_cohort, a_person, a_running_cohort, an_enrolment
from tests.learning.enrolment.lines import ask, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return a_person(Role.ADMINISTRATOR)


def to_be_decided(people=1, **fields):
    """Return an open cohort of at least three, its day of decision come, with these people."""
    cohort = a_cohort(places=(3, 4), **fields)
    Cohort.objects.filter(pk=cohort.pk).update(decision_on=timezone.localdate())
    for _n in range(people):
        an_enrolment(cohort)
    return Cohort.objects.get(pk=cohort.pk)


def later(cohort, weeks=4, **changed):
    days = [day + timedelta(weeks=weeks) for day in cohort.days]
    said = {
        "days": days,
        "answer_by": timezone.localdate() + timedelta(days=5),
        "decision_on": days[0] - timedelta(days=7),
    }
    return NewDates(**{**said, **changed})


def sent_to(person):
    return [one for one in mail.outbox if one.to == [person.email]]


def link_in(message):
    return re.search(r"https?://[^/\s]+(/\S+)", message.body.split("toujours :")[1])[1]


def test_administrators_and_its_trainers_are_told_once_that_a_decision_is_due(boss):
    trainer = a_person(Role.TRAINER)
    cohort = to_be_decided(trainers=[trainer])
    early = a_cohort(places=(3, 4))
    Cohort.objects.filter(pk=early.pk).update(decision_on=timezone.localdate() + timedelta(days=1))
    assert tell_of_due_decisions() == 1
    tell_of_due_decisions()
    do_the_jobs()
    (to_boss,) = sent_to(boss)
    assert reverse("steering:decision", args=[cohort.code]) in to_boss.body
    assert "Personnes confirmées : 1, pour un minimum de 3" in to_boss.body
    (to_trainer,) = sent_to(trainer)
    assert reverse("trainer:room", args=[cohort.code]) in to_trainer.body
    assert len(mail.outbox) == 2


def test_nothing_is_told_of_a_cohort_decided_meanwhile_or_that_has_its_people(boss):
    decided = to_be_decided()
    assert tell_of_due_decisions() == 1
    change_state(actor=boss, cohort=decided, to=CohortState.CONFIRMED)
    do_the_jobs("decision_due")
    to_be_decided(people=3)
    assert tell_of_due_decisions() == 0
    assert not mail.outbox


def test_under_its_minimum_a_cohort_is_confirmed_for_a_reason_only(boss):
    cohort = to_be_decided()
    with pytest.raises(ReasonRequired):
        confirm_anyway(actor=boss, cohort=cohort, reason=" ")
    assert confirm_anyway(actor=boss, cohort=cohort, reason="Engagement pris").state == "confirmed"
    enough = to_be_decided(people=3)
    assert confirm_anyway(actor=boss, cohort=enough, reason="").state == "confirmed"


def test_postponed_a_cohort_keeps_its_hours_and_its_people_and_asks_each_of_them(boss):
    trainer = a_person(Role.TRAINER)
    cohort = to_be_decided(people=4, trainers=[trainer])
    waiting = ask(cohort)
    first = cohort.half_days.order_by("starts_at")[0]
    hour = first.starts_at.astimezone(cohort.venue.zone).time()
    do_the_jobs()
    mail.outbox.clear()

    dates = later(cohort)
    postpone(actor=boss, cohort=cohort, dates=dates, reason="Trop peu de monde")
    do_the_jobs()

    cohort = Cohort.objects.get(pk=cohort.pk)
    assert cohort.days == list(dates.days)
    assert (cohort.starts_on, cohort.ends_on) == (dates.days[0], dates.days[-1])
    assert (cohort.state, cohort.decision_on) == (CohortState.OPEN, dates.decision_on)
    moved = cohort.half_days.order_by("starts_at")[0]
    assert moved.starts_at.astimezone(cohort.venue.zone).time() == hour
    assert standing(waiting) == ("waiting", 1)
    assert len(mail.outbox) == 6, "Four confirmed, one waiting, one trainer."
    (asked,) = sent_to(waiting.person)
    assert "vous gardez votre tour" in asked.body
    assert "Trop peu de monde" in asked.body
    (told,) = sent_to(trainer)
    assert told.subject.startswith("Reportée")
    confirmed = cohort.enrolments.confirmed()[0]
    for mailed, holds in ((sent_to(confirmed.person)[0], 3), (told, 3), (asked, 0)):
        calendars = [text for name, text, _type in mailed.attachments if name.endswith(".ics")]
        assert len(calendars) == holds, "Who keeps their days has their calendar follow."
        assert all(f"SEQUENCE:{cohort.calendar_sequence}" in str(text) for text in calendars)


def test_it_is_not_postponed_to_days_when_its_venue_is_taken(boss):
    cohort = to_be_decided(people=1)
    dates = later(cohort)
    a_cohort(venue=cohort.venue, starts=dates.days[0])
    with pytest.raises(VenueIsTaken):
        postpone(actor=boss, cohort=cohort, dates=dates, reason="Trop peu de monde")
    assert Cohort.objects.get(pk=cohort.pk).days == cohort.days


def test_by_the_link_of_the_mail_one_keeps_a_place_or_leaves_it_to_the_next(boss, client):
    cohort = to_be_decided(people=4)
    waiting = ask(cohort)
    postpone(actor=boss, cohort=cohort, dates=later(cohort), reason="Trop peu de monde")
    do_the_jobs()
    staying, leaving = Enrolment.objects.confirmed().filter(cohort=cohort)[:2]
    keep, leave = (link_in(sent_to(one.person)[-1]) for one in (staying, leaving))
    mail.outbox.clear()

    shown = client.get(keep)
    assert "Trop peu de monde" in shown.content.decode()
    assert not DateQuestion.objects.exclude(answer="").exists(), "Opening a link does nothing."
    assert "est gardée" in client.post(keep, {"reponse": "oui"}).content.decode()
    assert "laissez votre place" in client.post(leave, {"reponse": "non"}).content.decode()
    assert client.get(keep).status_code == 404, "A link serves once."
    do_the_jobs()

    assert standing(staying) == ("confirmed", None)
    assert sent_to(staying.person)[0].attachments, "The convocation again, with the new days."
    assert standing(leaving) == ("cancelled", None)
    assert standing(waiting) == ("offered", None)


def test_silence_keeps_and_too_late_is_too_late(boss, client):
    cohort = to_be_decided()
    mine = Enrolment.objects.get(cohort=cohort)
    postponement = postpone(actor=boss, cohort=cohort, dates=later(cohort), reason="Peu de monde")
    client.force_login(mine.person)
    page = reverse("learner:enrolment", args=[mine.pk])
    assert "venez-vous toujours" in client.get(page).content.decode()
    postponement.answer_by = timezone.localdate() - timedelta(days=1)
    postponement.save()
    assert "venez-vous toujours" not in client.get(page).content.decode()
    with pytest.raises(QuestionIsOver):
        answer_dates(actor=mine.person, question=postponement.questions.get(), keeps=False)
    assert (
        client.post(reverse("learner:dates", args=[mine.pk]), {"reponse": "non"}).status_code == 409
    )
    assert standing(mine) == ("confirmed", None)


def test_who_is_offered_a_place_accepts_it_by_saying_they_come_at_the_new_dates(boss, client):
    cohort = to_be_decided(people=4)
    waiting = ask(cohort)
    gone = Enrolment.objects.confirmed().filter(cohort=cohort)[0]
    client.force_login(gone.person)
    client.post(reverse("learner:cancel", args=[gone.pk]))
    offer = Offer.objects.get(enrolment=waiting)
    Offer.objects.filter(pk=offer.pk).update(expires_at=timezone.now() + timedelta(hours=2))
    postpone(actor=boss, cohort=cohort, dates=later(cohort), reason="Peu de monde")
    offer.refresh_from_db()
    assert offer.expires_at > timezone.now() + timedelta(hours=24), "As if offered now."
    client.force_login(waiting.person)
    client.post(reverse("learner:dates", args=[waiting.pk]), {"reponse": "oui"})
    assert standing(waiting) == ("confirmed", None)


def test_postponed_twice_only_the_latest_dates_are_asked_about(boss):
    cohort = to_be_decided()
    first = postpone(actor=boss, cohort=cohort, dates=later(cohort), reason="Peu de monde")
    cohort = Cohort.objects.get(pk=cohort.pk)
    second = postpone(actor=boss, cohort=cohort, dates=later(cohort), reason="Encore")
    do_the_jobs()
    (person,) = [one.person for one in Enrolment.objects.filter(cohort=cohort)]
    assert len(sent_to(person)) == 1
    with pytest.raises(QuestionIsOver):
        answer_dates(actor=person, question=first.questions.get(), keeps=False)
    assert answer_dates(actor=person, question=second.questions.get(), keeps=True).is_confirmed


@pytest.mark.parametrize("state", [CohortState.CONFIRMED, CohortState.POSTPONED])
def test_whatever_it_was_it_takes_requests_for_its_new_days(boss, state):
    cohort = to_be_decided(state=state)
    postpone(actor=boss, cohort=cohort, dates=later(cohort), reason="La salle manque")
    do_the_jobs("cohort_state_changed")
    assert Cohort.objects.get(pk=cohort.pk).state == CohortState.OPEN
    assert ask(cohort).state == "confirmed"


def test_dates_that_cannot_be_are_refused(boss):
    cohort = to_be_decided()
    today = timezone.localdate()
    wrong = (
        [], list(cohort.days), [*later(cohort).days[:2], cohort.days[0]],
        [today - timedelta(days=9 - n) for n in range(3)],
    )  # fmt: skip
    for days in wrong:
        with pytest.raises(NewDaysAreWrong):
            postpone(
                actor=boss, cohort=cohort, dates=later(cohort, days=days), reason="Peu de monde"
            )
    first = later(cohort).days[0]
    for changed in (
        {"answer_by": today}, {"decision_on": first},
        {"answer_by": first - timedelta(days=1), "decision_on": first - timedelta(days=2)},
    ):  # fmt: skip
        with pytest.raises(DeadlinesOutOfOrder):
            postpone(
                actor=boss, cohort=cohort, dates=later(cohort, **changed), reason="Peu de monde"
            )
    with pytest.raises(ReasonRequired):
        postpone(actor=boss, cohort=cohort, dates=later(cohort), reason="")
    with pytest.raises(CannotManageCohorts):
        postpone(actor=a_person(), cohort=cohort, dates=later(cohort), reason="Peu de monde")
    running = a_running_cohort()
    with pytest.raises(CannotPostpone):
        postpone(actor=boss, cohort=running, dates=later(running), reason="Peu de monde")
    assert Cohort.objects.get(pk=cohort.pk).days == cohort.days


def test_days_that_change_hour_in_winter_keep_the_hour_people_read(boss):
    cohort = to_be_decided(starts=date(timezone.localdate().year + 1, 9, 28))
    dates = later(cohort, weeks=6)
    postpone(actor=boss, cohort=cohort, dates=dates, reason="Peu de monde")
    zone = cohort.venue.zone
    hours = {
        half.starts_at.astimezone(zone).hour
        for half in Cohort.objects.get(pk=cohort.pk).half_days.all()
    }
    assert hours == {9, 14}


def test_cancelled_a_cohort_keeps_no_place_for_anyone(boss):
    trainer = a_person(Role.TRAINER)
    cohort = to_be_decided(people=2, trainers=[trainer])
    kept = cohort.reservations.create(
        organisation=cohort.organiser, places=2, code="ABCDEFGH",
        name_by=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    assert facts_of(cohort, timezone.localdate()).kept == 2
    change_state(actor=boss, cohort=cohort, to=CohortState.CANCELLED, reason="Peu de monde")
    do_the_jobs()
    kept.refresh_from_db()
    assert kept.released_at is not None
    assert not cohort.enrolments.active().exists()
    assert sent_to(trainer)[0].subject.startswith("Annulée")
    assert len(mail.outbox) == 3, "Two people, one trainer."


def test_the_page_shows_the_facts_and_takes_each_decision(boss, client):
    client.force_login(boss)
    cohort = to_be_decided()
    page = reverse("steering:decision", args=[cohort.code])
    board = client.get(reverse("steering:cohorts"), {"voir": "a-decider"}).content.decode()
    assert cohort.title in board
    assert "1 personne confirmée pour un minimum de 3" in " ".join(
        client.get(page).content.decode().split()
    )
    assert client.post(page, {"acte": "autre"}).status_code == 404
    assert client.post(page, {"acte": "confirmer"}).status_code == 409
    assert client.post(page, {"acte": "reporter"}).status_code == 422
    dates = later(cohort)
    said = {f"day_{n}": day for n, day in enumerate(dates.days, start=1)}
    said |= {
        "acte": "reporter", "reason": "Peu de monde",
        "answer_by": dates.answer_by, "decision_on": dates.decision_on,
    }  # fmt: skip
    assert client.post(page, said).status_code == 302
    after = " ".join(client.get(page).content.decode().split())
    assert "1 n’a pas répondu" in after
    assert client.post(page, {"acte": "annuler", "raison": "Plus de salle"}).status_code == 302
    assert Cohort.objects.get(pk=cohort.pk).state == CohortState.CANCELLED
    assert "Rien à décider" in client.get(page).content.decode()
