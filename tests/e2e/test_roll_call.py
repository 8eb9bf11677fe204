"""The roll is called all day without network, on several devices, and everything arrives once."""

import json
import re

import pytest
from playwright.sync_api import expect

from accounts.users.enums import Role
from learning.attendance.models import AttendanceMark, DeviceMark
from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from tests.e2e.world import PASSWORD, a_world, hold, move_to, someone
from tests.learning.builders import a_person, an_enrolment, half_days_of

pytestmark = pytest.mark.browser
# Eighty marks, each in its own transaction, on a machine that runs other tests.
SENDING_MS = 30_000
KEPT = """async () => navigator.serviceWorker.controller !== null
  && (await caches.match(location.pathname)) !== undefined"""


class Device:
    """A device of the room: a browser that may lose its network."""

    def __init__(self, visit, cohort: Cohort, email: str) -> None:
        """Sign in, open the roll-call, and wait until it can do without network."""
        self.visit, self.page = visit, visit.page
        self.sent: list[str] = []
        self.page.on("request", self._asked)
        visit.sign_in(email, PASSWORD)
        self.path = f"/salle/{cohort.code}/appel/"
        self.open()
        self.page.wait_for_function(KEPT)
        visit.look()

    def _asked(self, request) -> None:
        if request.method == "POST" and request.url.endswith("/envoi/"):
            self.sent.append(request.post_data)

    def open(self) -> None:
        self.page.goto(self.path)
        self.page.locator("[data-row]").first.wait_for()

    def network(self, *, is_up: bool) -> None:
        self.page.context.set_offline(not is_up)

    def row(self, last_name: str):
        return self.page.locator("[data-row]", has=self.page.get_by_text(last_name, exact=True))

    def mark(self, last_name: str, status: str) -> None:
        row = self.row(last_name)
        row.get_by_role("radio", name=status).check()
        expect(row.locator("[data-waits]")).to_be_visible()

    def mark_the_others(self) -> None:
        self.page.locator("[data-all]").click()
        self.page.get_by_role("button", name="Noter présentes", exact=True).click()
        expect(self.page.locator("[data-foot-left]")).to_have_text("Tout le monde est pointé.")

    def says(self, words: str | re.Pattern[str]) -> None:
        states = self.page.locator("[data-states]")
        expect(states).to_contain_text(words, timeout=SENDING_MS)


@pytest.fixture
def room(request):
    """A cohort whose day has begun, of five people or as many as asked for, and two trainers."""
    world = a_world(places=(1, 40))
    for n in range(getattr(request, "param", 5)):
        an_enrolment(world.cohort, a_person(first_name="Camille", last_name=f"Agent{n:02}"))
    hold(world.cohort, world.administrator)
    move_to(world.cohort, 0)
    return world


@pytest.mark.parametrize(
    "room", [5, pytest.param(38, marks=pytest.mark.long)], indirect=True, ids=str
)
def test_two_devices_without_network_mark_a_day_and_everything_arrives_once(room, open_visit):
    cohort, people = room.cohort, room.cohort.enrolments.count()
    colleague = someone(Role.TRAINER, room.school, "Idriss", "Vannier")
    cohort.trainers.add(colleague)
    tablet = Device(open_visit(1280), cohort, room.trainer.email)
    phone = Device(open_visit(360), cohort, colleague.email)
    for device in (tablet, phone):
        device.network(is_up=False)
        device.open()

    tablet.mark("Agent00", "Absent·e")
    tablet.mark_the_others()
    tablet.says(f"{people} en attente d’envoi")
    phone.mark("Agent00", "Présent·e")
    phone.mark("Agent01", "Présent·e")
    phone.page.get_by_role("radio", name="Après-midi").check()
    phone.mark_the_others()
    phone.page.get_by_role("button", name="Ajouter une personne").click()
    added = phone.page.get_by_role("dialog")
    added.get_by_label("Nom", exact=True).fill("Mahé")
    added.get_by_label("Prénom").fill("Violette")
    added.get_by_role("button", name="Ajouter", exact=True).click()
    expect(phone.row("Mahé").locator("[data-waits]")).to_be_visible()
    phone.visit.look()
    # The page closed and opened again, still without network: nothing is lost.
    phone.open()
    phone.says(f"{people + 4} en attente d’envoi")
    assert not DeviceMark.objects.exists()

    for device in (tablet, phone):
        device.network(is_up=True)
        device.says(re.compile("En ligne : tout est enregistré, dernier envoi"))
    marks = list(AttendanceMark.objects.values_list("enrolment", "half_day"))
    assert len(marks) == len(set(marks)) == 2 * people + 1
    assert Enrolment.objects.filter(person__last_name="Mahé", cohort=cohort).count() == 1
    contradiction = DeviceMark.objects.to_settle().get()
    assert contradiction.enrolment.person.last_name == "Agent00"
    assert AttendanceMark.objects.get(
        enrolment=contradiction.enrolment, half_day=half_days_of(cohort)[0]
    ).status == "absent"  # fmt: skip

    counts = AttendanceMark.objects.count(), DeviceMark.objects.count(), Enrolment.objects.count()
    replay(phone, times=3)
    assert counts == (
        AttendanceMark.objects.count(), DeviceMark.objects.count(), Enrolment.objects.count()
    )  # fmt: skip

    phone.says("1 contradiction à régler.")
    phone.visit.follow("Régler")
    phone.visit.press("Prendre « Présent·e »")
    assert "Rien à régler" in phone.visit.text()


def replay(device: Device, times: int) -> None:
    """Send again all that a device sent, as a network that hiccups does."""
    url = device.page.url.split("?")[0] + "envoi/"
    token = device.page.request.get(url.replace("envoi", "donnees")).headers["x-csrftoken"]
    headers = {"X-CSRFToken": token, "Content-Type": "application/json", "Referer": url}
    assert device.sent
    for body in device.sent * times:
        answer = device.page.request.post(url, data=json.loads(body), headers=headers)
        assert answer.ok


@pytest.mark.long
def test_marks_survive_the_session_and_the_next_person_and_the_keyboard_is_enough(room, open_visit):
    colleague = someone(Role.TRAINER, room.school, "Idriss", "Vannier")
    room.cohort.trainers.add(colleague)
    device = Device(open_visit(), room.cohort, room.trainer.email)
    page, keys = device.page, device.page.keyboard
    device.network(is_up=False)
    page.get_by_label("Chercher une personne").focus()
    keys.type("agent03")
    keys.press("Tab")  # the filters
    keys.press("Tab")  # the row's signature
    keys.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Signature de Camille Agent03")
    dialog.get_by_text("Je ne peux pas dessiner").click()
    dialog.get_by_label("Mon prénom et mon nom").fill("Camille Agent03")
    keys.press("Enter")
    expect(device.row("Agent03").locator("[data-drawn]")).to_be_visible()

    # The session ends meanwhile: the page says so, and keeps what was marked.
    page.context.clear_cookies(name="sessionid")
    device.network(is_up=True)
    device.says("Session expirée : reconnectez-vous, rien n’est perdu.")
    device.visit.look()

    # Someone else signs in here: told of it, they may send it, under both names.
    device.visit.sign_in(colleague.email, PASSWORD)
    device.open()
    device.says("1 marque de Maëlle Corre attend sur cet appareil.")
    assert not DeviceMark.objects.exists()
    page.get_by_role("button", name="Les envoyer pour elle").click()
    expect(page.locator("[data-queue-none]")).to_be_visible()
    sent = DeviceMark.objects.get()
    assert (sent.marked_by, sent.sent_by) == (room.trainer, colleague)
    assert AttendanceMark.objects.get().method == "device_signed"

    # Signed out, the list is no longer on the device.
    device.visit.press_menu("Se déconnecter")
    page.wait_for_function(
        """() => new Promise((told) => {
          const asked = indexedDB.open("salle");
          asked.onsuccess = () => {
            const base = asked.result;
            const found = base.transaction("day").objectStore("day").count();
            found.onsuccess = () => { base.close(); told(found.result === 0); };
          };
        })"""
    )
