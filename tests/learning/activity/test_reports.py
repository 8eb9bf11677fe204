"""An activity report says the same on its page, on paper, in its files, and as the board does."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.organisations.enums import Region
from learning.activity.contents import contents_of, for_school
from learning.activity.models import Report
from learning.activity.services import CannotReport, UnknownOrganisation, draw_up
from learning.activity.workbook import workbook_of
from learning.completion.models import Completion
from learning.conventions.models import Convention
from learning.figures.filters import EVERYTHING, Filters
from tests.learning.activity.scene import a_programme, calculated
from tests.learning.figures.verdicts import TODAY, write_verdict
from tests.pdf_tools import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return a_programme()


def shown(page, name):
    """Return the number of a figure of a page."""
    found = re.search(rf'data-figure="{name}"[^>]*>\s*([\d\s\u202f]+)', page)
    assert found, f"{name} is not on the page."
    return int(re.sub(r"\D", "", found[1]))


def drawn_up(client, reader, space="steering", **asked):
    client.force_login(reader)
    made = client.post(
        reverse("steering:reports" if space == "steering" else "school:report"), asked
    )
    assert made.status_code == 302, made.content.decode()
    return made["Location"]


def test_the_paper_the_page_and_the_board_say_the_same(client, programme):
    address = drawn_up(client, programme.administrator)
    page = client.get(address).content.decode()
    board = client.get(reverse("steering:board")).content.decode()
    paper = text_of(client.get(f"{address}?format=pdf").content)
    figures = contents_of(programme.target, at=Report.objects.get().at, filters=EVERYTHING).figures
    assert (figures.people, figures.sensitised, figures.hours) == (7, 1, 140)
    assert shown(board, "trained") == shown(page, "people") == 7
    assert shown(board, "sensitised") == 1
    assert "7 / 2 000" in paper.replace("\u202f", " ")
    for label, value in contents_of(programme.target, at=figures.at, filters=EVERYTHING).facts:
        assert f"{label} {value}".replace("\xa0", " ") in re.sub(r"\s", " ", paper), label
        assert re.search(rf"{label}</dt>\s*<dd>{value}</dd>", page), label
    for said in ("Bretagne 5 71,4 %", "Occitanie 1 14,3 %", "Mayotte 1 14,3 %", "Total 7 100 %"):
        assert said in re.sub(r"\s", " ", paper), said
    assert re.search(r"Bretagne</text>.*?>5, 71,4", page, re.DOTALL)
    assert re.search(r"Bretagne</a></th><td class=\"n\">5</td>", page)


def test_formulas_worked_out_by_another_library_give_the_printed_totals(programme, tmp_path):
    contents = contents_of(programme.target, at=timezone.now(), filters=EVERYTHING)
    content = workbook_of(contents, programme.administrator)
    assert str(load_workbook(BytesIO(content))["Par mois"]["B2"].value).startswith("=SUM(")
    cells = calculated(content, tmp_path)
    printed = (7, 140, contents.figures.completion_rate, contents.figures.attendance_rate, 7)
    assert [cells["SYNTHÈSE", f"B{row}"] for row in range(2, 7)] == [
        pytest.approx(value) for value in printed
    ]
    assert {cells["SYNTHÈSE", f"D{row}"] for row in range(2, 6)} == {"concorde"}
    for sheet in ("PAR MOIS", "VERSANT", "CATÉGORIE", "ÉCOLE", "MODULE", "FORMAT", "EMPLOYEUR"):
        assert cells[sheet, "B2"] == 7, sheet
    assert cells["COHORTES", "G2"] == 7
    # A name that looks like a formula stays a name.
    assert "=1+1 École" in {cells.get(("ÉCOLE", f"A{row}")) for row in range(3, 6)}


def test_read_again_a_report_says_what_it_said(client, programme):
    address = drawn_up(client, programme.administrator)
    before = client.get(f"{address}?format=csv").content
    one = Completion.objects.current().filter(region=Region.MAYOTTE).get()
    write_verdict(one.enrolment, TODAY, verdict="not_acquired", school=programme.school)
    assert client.get(f"{address}?format=csv").content == before
    assert "Mayotte" not in client.get(drawn_up(client, programme.administrator)).content.decode()


def test_a_part_of_the_period_is_compared_with_the_days_before(programme):
    since = TODAY.replace(month=1, day=1)
    filters = Filters(since=since)
    contents = contents_of(programme.target, at=timezone.now(), filters=filters)
    counted = contents.people
    assert contents.before is not None
    assert dict(contents.facts)["Période précédente"] == str(contents.before.people)
    assert sum(point.people for point in contents.months) == counted
    assert all(one.whole == sum(part.people for part in one.parts) for one in contents.breakdowns)


def test_a_school_reads_its_people_only_by_name_too(client, programme):
    address = drawn_up(client, programme.manager, space="school", ecole=str(programme.other.pk))
    page = client.get(address).content.decode()
    assert shown(page, "people") == 5, "Whatever it asks for, it is held to its school."
    book = load_workbook(BytesIO(client.get(f"{address}?format=xlsx").content))
    assert book["Personnes"].max_row == 1 + 5
    assert "École" not in book.sheetnames


def test_a_school_reads_neither_the_programme_s_report_nor_another_s(client, programme):
    drawn_up(client, programme.administrator)
    drawn_up(client, programme.administrator, ecole=str(programme.other.pk))
    client.force_login(programme.manager)
    for report in Report.objects.all():
        assert client.get(reverse("school:report_made", args=[report.pk])).status_code == 404
    with pytest.raises(CannotReport):
        draw_up(actor=programme.manager, target=programme.target, filters=EVERYTHING)
    theirs = Filters(school=programme.other.pk)
    with pytest.raises(CannotReport):
        draw_up(actor=programme.manager, target=programme.target, filters=theirs)
    held = for_school(theirs, programme.target, programme.school.pk)
    assert held == replace(EVERYTHING, school=programme.school.pk)


def test_who_funds_is_told_of_cohorts_whose_convention_came_back_signed(programme):
    filters = Filters(funder=programme.school.pk)

    def people():
        return contents_of(programme.target, at=timezone.now(), filters=filters).people

    made = Convention.objects.create(
        number="CONV-1", organisation=programme.school, cohort=programme.cohort, facts={}
    )
    assert people() == 0
    made.state, made.received_on = "signed", TODAY
    made.save()
    assert people() == 5
    with pytest.raises(CannotReport):
        draw_up(actor=programme.manager, target=programme.target, filters=filters)


def test_a_structure_that_is_not_known_is_refused_and_the_page_still_opens(client, programme):
    unknown = {"financeur": "00000000-0000-0000-0000-000000000001"}
    client.force_login(programme.administrator)
    refused = client.post(reverse("steering:reports"), unknown)
    assert refused.status_code == 409
    with pytest.raises(UnknownOrganisation):
        draw_up(
            actor=programme.administrator, target=programme.target,
            filters=Filters.from_query(unknown),
        )  # fmt: skip
    assert client.get(reverse("steering:reports"), unknown).status_code == 200


def test_files_open_from_the_page_of_the_report(client, programme):
    address = drawn_up(client, programme.administrator, debut="2020-01-01", region="53")
    lines = client.get(f"{address}?format=csv").content.decode().splitlines()
    assert lines[1].startswith("total;;Total;5;6;5;")
    assert any(line.startswith("cohorte;") for line in lines)
    assert "'=1+1 École" in "".join(lines), "Not a formula to a spreadsheet."
    page = client.get(address).content.decode()
    assert "région de l’employeur : Bretagne" in page
