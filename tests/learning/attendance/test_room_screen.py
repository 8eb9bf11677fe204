"""The room's screen, the phones that film it, and what each is told."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.attendance.models import AttendanceMark
from learning.attendance.services import countersign_half_day
from learning.enrolment.enums import EnrolmentState
from learning.web.learner.to_sign import of_today
from tests.learning.builders import a_person, a_running_cohort, an_enrolment, half_days_of
from tests.learning.scenes import a_room

pytestmark = pytest.mark.django_db
NINE = datetime(2027, 3, 17, 9, tzinfo=UTC)
SCAN = "/e/{}/"
TYPE = "/emarger/"


@pytest.fixture
def clock(monkeypatch):
    """Stop the clock: `clock(minutes)` after nine o'clock."""

    def stop(minutes=0.0):
        at = NINE + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda: at)

    return stop


def a_room_at_nine(clock, **rules):
    """Return a room whose first half-day lasts from nine to noon."""
    room = a_room(**rules)
    clock()
    for rank, half_day in enumerate(room.half_days):
        half_day.starts_at = NINE + timedelta(days=rank)
        half_day.ends_at = half_day.starts_at + timedelta(hours=3)
        half_day.save()
    return room


@pytest.fixture
def room(clock):
    return a_room_at_nine(clock)


def a_copy_of(half_day):
    """Return another cohort that meets in the same hours."""
    cohort = a_running_cohort()
    cohort.half_days.filter(pk=half_days_of(cohort)[0].pk).update(
        starts_at=half_day.starts_at, ends_at=half_day.ends_at
    )
    return cohort


def phone_of(person):
    """Return the browser of someone who is signed in."""
    browser = Client()
    browser.force_login(person)
    return browser


def shown(room, half_day=None):
    """Return what the screen has taken in advance, by a trainer's own browser."""
    address = reverse("trainer:screen_codes", args=[room.cohort.code, (half_day or room.now).pk])
    return phone_of(room.trainer).get(address).json()["codes"]


def sheet(room, enrolment=None):
    return reverse("learner:sign", args=[(enrolment or room.enrolment).pk, room.now.pk])


def words(response):
    return " ".join(response.content.decode().split())


def test_forty_phones_film_the_screen_and_each_is_told_what_is_so(clock):
    room, elsewhere = a_room_at_nine(clock, asks_room_code=True), a_room_at_nine(clock)
    here = [an_enrolment(room.cohort) for _seat in range(38)]
    clock(5)
    codes = shown(room)
    stale, current = codes[0]["token"], codes[2]["token"]
    clock(5.6)  # two changes later
    for enrolment in here[:35]:
        phone = phone_of(enrolment.person)
        assert phone.get(SCAN.format(current)).url == sheet(room, enrolment)
        assert phone.post(sheet(room, enrolment)).status_code == 302
    for enrolment in here[35:]:
        answer = phone_of(enrolment.person).get(SCAN.format(stale))
        assert answer.status_code == 410
        assert "Ce code vient de changer : scannez de nouveau" in words(answer)
    answer = phone_of(a_person()).get(SCAN.format(current))
    assert answer.status_code == 403
    assert "Vous n’avez pas de place dans ce groupe" in words(answer)
    other = phone_of(elsewhere.person).get(SCAN.format(current))
    assert "Ce code est celui d’une autre salle" in words(other)
    assert sheet(elsewhere) in words(other), "It leads to the sheet of one's own room."
    signed = AttendanceMark.objects.filter(method="self_signed")
    assert {mark.enrolment_id for mark in signed} == {enrolment.pk for enrolment in here[:35]}
    # Filming again is harmless: it shows that one has signed.
    again = phone_of(here[0].person).get(SCAN.format(current), follow=True)
    assert "C’est signé, merci" in words(again)
    count = phone_of(room.trainer).get(
        reverse("trainer:screen_count", args=[room.cohort.code, room.now.pk])
    )
    assert (count.json()["signed"], count.json()["expected"]) == (35, 39)


def test_a_code_that_no_screen_showed_signs_nothing(room):
    answer = phone_of(room.person).get(SCAN.format("UNKNOWN"))
    assert answer.status_code == 404
    assert "Ce code n’est celui d’aucune salle" in words(answer)


def test_a_phone_not_signed_in_keeps_what_it_filmed_through_the_sign_in(room, clock):
    phone = Client()
    asked = phone.get(SCAN.format(shown(room)[0]["token"]))
    assert asked.url == f"{reverse('account_login')}?next={TYPE}"
    assert "Le code est lu" in words(phone.get(asked.url))
    phone.force_login(room.person)
    clock(2)
    assert phone.get(TYPE).url == sheet(room)


def test_on_a_phone_passed_around_each_person_films_for_themselves(clock):
    room = a_room_at_nine(clock, asks_room_code=True)
    phone = phone_of(room.person)
    phone.get(SCAN.format(shown(room)[0]["token"]))
    phone.post(reverse("account_logout"))
    second = an_enrolment(room.cohort)
    phone.force_login(second.person)
    assert "Scannez d’abord le code affiché" in words(phone.post(sheet(room, second)))
    assert not AttendanceMark.objects.exists()


def test_a_code_read_early_serves_as_soon_as_the_sheet_opens(clock):
    room = a_room_at_nine(clock, asks_room_code=True, sign_opens_before=20)
    clock(-60)
    phone = phone_of(room.person)
    early = phone.get(SCAN.format(shown(room)[0]["token"]), follow=True)
    assert "dès 9" in words(early), "Twenty to ten, in Paris."
    assert "Le code de la salle est lu." in words(early)
    assert 'http-equiv="refresh" content="2401"' in words(early), "It opens without scripts too."
    clock(-20)
    assert "Je signe la matinée" in words(phone.get(sheet(room)))
    clock(-15)
    assert phone.post(sheet(room)).status_code == 302
    assert AttendanceMark.objects.get().method == "self_signed"


@pytest.mark.parametrize(("minutes", "status"), [(5, 302), (5.1, 409)])
def test_a_code_that_was_read_serves_five_minutes(clock, minutes, status):
    room = a_room_at_nine(clock, asks_room_code=True)
    phone = phone_of(room.person)
    phone.get(SCAN.format(shown(room)[0]["token"]))
    clock(minutes)
    answer = phone.post(sheet(room))
    assert answer.status_code == status
    if status == 409:
        assert "Scannez d’abord le code affiché" in words(answer)
        assert 'id="room-code"' in words(answer), "It can be typed on the spot."


def test_the_code_is_typed_however_one_types(room):
    phone = phone_of(room.person)
    short = shown(room)[0]["short"].lower()
    typed = f" {short[:2]} · {short[2:4]}.{short[4:]} "
    assert phone.post(TYPE, {"code": typed}).url == sheet(room)
    assert not AttendanceMark.objects.exists(), "Typing opens the sheet; signing is another act."


def test_a_wrong_code_is_kept_to_be_put_right_and_cannot_be_guessed(room):
    phone = phone_of(room.person)
    assert "Tapez le code affiché" in words(phone.post(TYPE, {"code": " · "}))
    for _try in range(10):
        answer = phone.post(TYPE, {"code": "AAA222"})
        assert answer.status_code == 422
        assert 'value="AAA222"' in words(answer)
    good = {"code": shown(room)[0]["short"]}
    assert phone.post(TYPE, good).status_code == 429
    assert phone_of(an_enrolment(room.cohort).person).post(TYPE, good).status_code == 302


def test_the_screen_shows_one_short_code_a_minute_and_each_can_be_typed_a_minute_more(room, clock):
    codes = shown(room)
    assert len({code["short"] for code in codes[:4]}) == 1
    assert codes[3]["short"] != codes[4]["short"]
    clock(2)
    assert phone_of(room.person).post(TYPE, {"code": codes[0]["short"]}).status_code == 302


def test_the_page_of_the_code_lists_the_day_s_half_days_and_what_is_theirs(room):
    phone = phone_of(room.person)
    assert "Émarger" in words(phone.get(TYPE))
    assert sheet(room) in words(phone.get(TYPE))
    assert sheet(room) in words(phone.get(reverse("learner:home")))
    phone.post(sheet(room))
    assert "signé à" in words(phone.get(TYPE))
    assert "jusqu’à" not in words(phone.get(reverse("learner:home")))
    assert "Vous n’avez pas de demi-journée à émarger aujourd’hui" in words(
        phone_of(a_person()).get(TYPE)
    )


def test_a_day_in_three_rooms_asks_the_database_as_much_as_a_day_in_one(
    room, django_assert_num_queries
):
    of_today(room.person, NINE)  # what the person may do is read once
    for _room in range(3):
        with django_assert_num_queries(4):
            found = of_today(room.person, NINE)
        an_enrolment(a_copy_of(room.now), room.person)
    assert len(found) == 3


@pytest.mark.parametrize("state", [EnrolmentState.WAITING, EnrolmentState.CANCELLED])
def test_who_has_no_place_here_is_told_so(room, state):
    without = an_enrolment(room.cohort, state=state, queue_number=1, confirmed_at=None)
    phone = phone_of(without.person)
    answer = phone.post(TYPE, {"code": shown(room)[0]["short"]})
    assert answer.status_code == 403
    assert "Rien n’a été signé." in words(answer)
    assert phone.get(TYPE).status_code == 200, "The next visit does not come back here."


class TestTheScreen:
    def page(self, room, half_day=None):
        address = reverse("trainer:screen", args=[room.cohort.code, (half_day or room.now).pk])
        return words(phone_of(room.trainer).get(address))

    def test_has_the_codes_of_the_whole_half_day_and_draws_the_first_one(self, room, clock):
        clock(0.1)
        codes, page = shown(room), self.page(room)
        assert codes[0]["from"] == int(NINE.timestamp())
        assert {after["from"] - one["from"] for one, after in pairwise(codes)} == {15}
        # Until half past noon, when the sheet closes.
        assert codes[-1]["from"] == int((NINE + timedelta(hours=3.5)).timestamp())
        short = codes[0]["short"]
        assert f"{short[:2]}·{short[2:4]}·{short[4:]}" in page
        assert 'http-equiv="refresh" content="9"' in page, "Without scripts it follows too."

    def test_shows_no_code_long_before_nor_once_the_sheet_is_closed_or_sealed(self, room, clock):
        assert "Le code s’affichera ici deux heures avant" in self.page(room, room.half_days[1])
        assert shown(room, room.half_days[1]) == []
        clock(3 * 60 + 31)
        assert "La signature est close depuis" in self.page(room)
        clock(60)
        countersign_half_day(trainer=room.trainer, half_day=room.now)
        assert "La feuille est contresignée" in self.page(room)
        assert shown(room) == []

    def test_of_another_half_day_shows_other_codes(self, room, clock):
        first = shown(room)[0]
        room.half_days[1].starts_at = NINE + timedelta(hours=4)
        room.half_days[1].save()
        clock(2.5 * 60)
        assert first["token"] not in {code["token"] for code in shown(room, room.half_days[1])}
