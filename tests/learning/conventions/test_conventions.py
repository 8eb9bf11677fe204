"""A school's training agreement: numbered, frozen, printed, followed to its signature."""

from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.users.enums import Role
from learning.cohorts.enums import CohortState
from learning.cohorts.models import Cohort
from learning.conventions.models import Convention
from learning.conventions.pdf import printed
from learning.conventions.services import (
    CannotFollowConvention,
    CannotMakeConvention,
    NobodyToTrain,
    NoConventionHere,
    NotTheLatestVersion,
    SignatureIsWrong,
    make_convention,
    mark_sent,
    record_signature,
)
from tests.learning.builders import (
    a_cohort,
    a_person,
    an_enrolment,
    an_organisation,
    the_provider,
)
from tests.pdf_tools import text_of

pytestmark = pytest.mark.django_db


class Desk:
    """A school with a manager and two people in a cohort, another school's beside them."""

    def __init__(self):
        the_provider()
        self.school, self.other = an_organisation(siret="73282932000074"), an_organisation()
        self.manager = a_person(Role.SCHOOL_MANAGER, self.school)
        self.boss = a_person(Role.ADMINISTRATOR)
        self.cohort = a_cohort(trainers=[a_person(Role.TRAINER)])
        self.mine = [self.enrol(self.school, name) for name in ("Corre", "Vannier")]
        self.enrol(self.other, "Ailleurs")
        an_enrolment(self.cohort, a_person(last_name="Seule"), employer=self.school)

    def enrol(self, school, name):
        return an_enrolment(
            self.cohort, a_person(last_name=name), enrolling_organisation=school,
            function="Chargée de mission",
        )  # fmt: skip

    def make(self, actor=None, **changed):
        said = {"actor": actor or self.manager, "cohort": self.cohort, "organisation": self.school}
        return make_convention(**{**said, **changed})


@pytest.fixture
def desk():
    return Desk()


def test_a_convention_has_the_fields_of_the_law_and_the_people_its_school_enrolled(desk):
    made = desk.make()
    assert made.number == f"CONV-{timezone.localdate().year}-0001"
    paper = printed(made)
    said = text_of(paper)
    for words in (
        "L6353-1 et D6353-1", desk.school.name, "732 829 320 00074", "11 75 00000 75",
        "Alix Servane", desk.cohort.public_title, "Mener une enquête de terrain", "Ateliers.",
        "21 h par personne, 42 h", desk.cohort.venue.full_address, "contresigne",
        "certificat de réalisation", "0,00 €", "gratuite", "Pour l’organisme",
        "Pour la structure", "Corre", "Vannier", "Chargée de mission", "version 1",
    ):  # fmt: skip
        assert words in said, words
    assert "Ailleurs" not in said
    assert "Seule" not in said, "Who asked for themselves owes their employer no word of it."
    assert paper == printed(Convention.objects.get(pk=made.pk)), "Frozen: the same bytes."


def test_the_paper_is_tagged_and_named(desk, tmp_path):
    path = tmp_path / "convention.pdf"
    path.write_bytes(printed(desk.make()))
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fr"
        with pdf.open_metadata() as told:
            assert "Convention de formation CONV-" in str(told["dc:title"])


def test_it_takes_another_version_when_the_facts_change_and_none_when_they_do_not(desk):
    first = desk.make()
    assert desk.make() == first
    mark_sent(actor=desk.boss, convention=first)
    desk.enrol(desk.school, "Tard")
    Cohort.objects.filter(pk=desk.cohort.pk).update(price_per_person="450.00")
    second = desk.make(actor=desk.boss)
    assert (second.number, second.version, second.state) == (first.number, 2, "draft")
    said = text_of(printed(second))
    assert "1 350,00 €" in said.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Tard" not in text_of(printed(Convention.objects.get(pk=first.pk)))
    other = desk.make(actor=desk.boss, organisation=desk.other)
    assert other.number.endswith("-0002")


def test_who_may_make_one_and_for_what(desk):
    with pytest.raises(CannotMakeConvention):
        desk.make(organisation=desk.other)
    empty = an_organisation()
    with pytest.raises(NobodyToTrain):
        desk.make(actor=desk.boss, organisation=empty)
    Cohort.objects.filter(pk=desk.cohort.pk).update(state=CohortState.CANCELLED)
    with pytest.raises(NoConventionHere):
        desk.make()


def test_the_administration_follows_it_to_its_signature(desk):
    made = desk.make()
    with pytest.raises(CannotFollowConvention):
        mark_sent(actor=desk.manager, convention=made)
    assert mark_sent(actor=desk.boss, convention=made).state == "sent"
    tomorrow = timezone.localdate() + timedelta(days=1)
    for received_on, signed_by in ((tomorrow, "Lou Nouvel"), (None, "Lou"), (tomorrow, " ")):
        with pytest.raises(SignatureIsWrong):
            record_signature(
                actor=desk.boss, convention=made, received_on=received_on, signed_by=signed_by
            )
    signed = record_signature(
        actor=desk.boss, convention=made, received_on=timezone.localdate(), signed_by="Lou Nouvel"
    )
    assert (signed.state, signed.signed_by) == ("signed", "Lou Nouvel")
    desk.enrol(desk.school, "Tard")
    desk.make()
    with pytest.raises(NotTheLatestVersion):
        mark_sent(actor=desk.boss, convention=made)


def test_a_school_makes_and_downloads_its_own_only(desk, client):
    theirs = desk.make(actor=desk.boss, organisation=desk.other)
    client.force_login(desk.manager)
    page = reverse("school:conventions")
    assert "1 à établir" in " ".join(client.get(page).content.decode().split())
    url = reverse("school:make_convention", args=[desk.cohort.code])
    client.post(url, {"structure": desk.other.pk})
    assert Convention.objects.filter(organisation=desk.other).count() == 1
    said = client.post(url, {"structure": desk.school.pk}, follow=True).content.decode()
    made = Convention.objects.get(organisation=desk.school)
    assert made.number in said
    assert theirs.number not in said
    assert (
        "Rien n’a changé"
        in client.post(url, {"structure": desk.school.pk}, follow=True).content.decode()
    )
    answer = client.get(reverse("school:convention_pdf", args=[made.pk]))
    assert answer.content.startswith(b"%PDF")
    assert client.get(reverse("school:convention_pdf", args=[theirs.pk])).status_code == 404


def test_the_administration_lists_makes_and_signs(desk, client):
    client.force_login(desk.boss)
    of_cohort = reverse("steering:cohort_conventions", args=[desk.cohort.code])
    assert desk.other.name in client.get(of_cohort).content.decode()
    assert client.post(of_cohort, {"structure": "aucune"}).status_code == 404
    made = client.post(of_cohort, {"structure": desk.school.pk}, follow=True)
    number = Convention.objects.get().number
    assert number in made.content.decode()
    page = reverse("steering:convention", args=[Convention.objects.get().pk])
    assert client.post(page, {"acte": "envoyee"}).status_code == 302
    assert client.post(page, {"acte": "signee", "recue": "2026-99-99"}).status_code == 409
    signature = {"recue": str(timezone.localdate()), "signataire": "Lou Nouvel"}
    assert "Lou Nouvel" in client.post(page, signature, follow=True).content.decode()
    listing = reverse("steering:conventions")
    assert number in client.get(listing, {"etat": "signed"}).content.decode()
    assert number not in client.get(listing, {"etat": "draft"}).content.decode()
    assert number in client.get(listing, {"format": "csv"}).content.decode()
