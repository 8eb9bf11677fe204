"""The yearly return: what the platform knows, what is entered and kept, what is said missing."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.organisations.enums import OrganisationKind
from accounts.users.enums import Role, Versant
from learning.annual.enums import Objective
from learning.annual.filled import Return
from learning.annual.models import Entry
from learning.annual.services import (
    CannotFillReturn,
    SpecialityIsWrong,
    ValueIsWrong,
    declare_module,
    enter_values,
)
from learning.annual.workbook import workbook_of
from learning.attendance.models import Countersignature
from learning.conventions.models import Convention
from modules.programmes.enums import CountsAs
from tests.learning.builders import (
    a_cohort,
    a_person,
    an_enrolment,
    an_organisation,
    half_days_of,
    the_provider,
)
from tests.learning.figures.verdicts import write_verdict
from tests.pdf_tools import text_of

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def cohort():
    """A cohort that ended in 2025: three agents, an association's employee, one who never came."""
    the_provider()
    trainers = [a_person(Role.TRAINER), a_person(Role.TRAINER)]
    held = a_cohort(starts=date(2025, 3, 4), trainers=trainers)
    town = an_organisation(kind=OrganisationKind.MUNICIPALITY)
    private = an_organisation(kind=OrganisationKind.ASSOCIATION)
    for employer, versant, minutes in (
        (town, "fpt", 1050), (town, "fpt", 1050), (None, "fpe", 650), (private, "other", 90),
        (town, "fpt", 0),
    ):  # fmt: skip
        write_verdict(
            an_enrolment(held), date(2025, 3, 6), employer=employer,
            versant=Versant(versant), minutes_attended=minutes,
        )  # fmt: skip
    write_verdict(an_enrolment(a_cohort()), date(2025, 5, 6), counts_as=CountsAs.SENSITISED)
    write_verdict(an_enrolment(a_cohort()), date(2024, 5, 6))
    for half in half_days_of(held)[:4]:
        Countersignature.objects.create(
            half_day=half, trainer=trainers[0], present_count=4, absent_count=1
        )
    return held


def value(key, year=YEAR):
    return next(
        cell.value
        for one in Return(year).frames
        for line in one.lines
        for cell in line.cells
        if cell.box.key == key
    )


def test_trainees_and_hours_are_those_who_came_to_a_training_that_ended_in_the_year(cohort):
    assert (value("f1.e.people"), value("f1.e.hours")) == (3, 46)
    assert (value("f1.a.people"), value("f1.a.hours")) == (1, 1)
    assert (value("f3.other.people"), value("f3.other.hours")) == (4, 47)
    totals = {one.frame.key: one.sums for one in Return(YEAR).frames if one.frame.adds}
    assert totals["f1"] == totals["f3"], "The form is refused otherwise."
    held = half_days_of(cohort)[:4]
    lasted = sum(((half.ends_at - half.starts_at).total_seconds() for half in held), 0.0)
    assert value("e.own.people") == 2
    assert value("e.own.hours") == 2 * lasted // 3600


def test_income_is_that_of_signed_conventions_by_who_signed(cohort):
    assert value("c.3") is None
    for n, kind in enumerate((OrganisationKind.SCHOOL, OrganisationKind.ASSOCIATION)):
        Convention.objects.create(
            number=f"CONV-{n}", organisation=an_organisation(kind=kind, versant=Versant.OTHER),
            cohort=cohort, facts={"total_cents": 120_000 * (n + 1)}, state="signed",
            received_on=date(2025, 4, 1),
        )  # fmt: skip
    assert (value("c.3"), value("c.1"), value("c.2")) == (1200, 2400, None)


@pytest.mark.usefixtures("cohort")
def test_what_is_entered_holds_and_is_kept_with_who_and_when(client):
    administrator = a_person(Role.ADMINISTRATOR)
    client.force_login(administrator)
    page = f"{reverse('steering:annual')}?annee={YEAR}"
    client.post(page, {"c.2": "12 500 €", "f1.e.people": "5", "b.due": "2026-05-31", "x": "1"})
    assert (value("c.2"), value("f1.e.people")) == (12_500, 5)
    assert Return(YEAR).due_on == date(2026, 5, 31)
    shown = client.get(page).content.decode()
    assert "31\xa0mai 2026" in shown
    assert str(administrator) in shown
    client.post(page, {"c.2": "12 500 €", "f1.e.people": ""})
    assert value("f1.e.people") == 3, "An emptied box says again what is known."
    kept = Entry.objects.filter(box="f1.e.people").order_by("pk")
    assert [(one.value, one.entered_by) for one in kept] == [
        ("5", administrator), ("", administrator)
    ]  # fmt: skip
    assert Entry.objects.filter(box="c.2").count() == 1
    refused = client.post(page, {"c.2": "beaucoup", "a.phone": "01 02 03 04 05"})
    assert refused.status_code == 409
    assert "01 02 03 04 05" in refused.content.decode(), "What was typed is not to be typed again."
    assert client.get(f"{reverse('steering:annual')}?annee=²").status_code == 200


@pytest.mark.parametrize(
    ("box", "typed"), [("c.2", "-3"), ("b.part", "120"), ("b.due", "demain"), ("g.hours", "1,5")]
)
def test_a_box_holds_only_what_the_form_takes(box, typed):
    with pytest.raises(ValueIsWrong):
        enter_values(actor=a_person(Role.ADMINISTRATOR), year=YEAR, values={box: typed})
    with pytest.raises(CannotFillReturn):
        enter_values(actor=a_person(Role.TRAINER), year=YEAR, values={box: "1"})


def test_a_module_is_declared_once_for_every_year(cohort):
    administrator = a_person(Role.ADMINISTRATOR)
    module = cohort.revision.edition.module
    assert Return(YEAR).undeclared
    declare_module(actor=administrator, module=module, objective=Objective.RS, speciality="310")
    (line,) = Return(YEAR).specialities
    assert (line.code, line.amount.people, line.hours) == ("310", 4, 47)
    assert (value("f3.rs.people"), value("f3.other.people")) == (4, 0)
    with pytest.raises(SpecialityIsWrong):
        declare_module(actor=administrator, module=module, objective=Objective.RS, speciality="31")


@pytest.mark.usefixtures("cohort")
def test_the_paper_and_the_spreadsheet_say_the_same(client):
    client.force_login(a_person(Role.ADMINISTRATOR))
    paper = text_of(client.get(f"{reverse('steering:annual')}?annee={YEAR}&format=pdf").content)
    paper = paper.replace("\xa0", " ")
    assert "Total 4 47 h" in paper
    assert "à saisir" in paper
    sheet = load_workbook(BytesIO(workbook_of(Return(YEAR)))).active
    totals = [row for row in sheet.iter_rows() if row[1].value == "Total"]
    sums = [tuple(added(sheet, cell.value) for cell in row[2:4]) for row in totals]
    assert sums.count((4, 47)) == 3, "F-1, F-3 and F-4 add up to the same."


def added(sheet, formula):
    """Return what a total adds up to; None where there is none."""
    if formula is None:
        return None
    span = re.fullmatch(r"=SUM\((\w+:\w+)\)", formula)
    assert span, formula
    return sum(cell.value for (cell,) in sheet[span[1]] if isinstance(cell.value, int))


def test_each_figure_opens_the_list_it_is_made_of(client, cohort):
    client.force_login(a_person(Role.ADMINISTRATOR))
    whom = cohort.trainers.all()[0]
    for of, said in (("agents", "45"), ("prives", "1"), ("formateurs", whom)):
        page = client.get(reverse("steering:annual_source", args=[YEAR, of])).content.decode()
        assert str(said) in page, of
    assert client.get(reverse("steering:annual_source", args=[YEAR, "x"])).status_code == 404
