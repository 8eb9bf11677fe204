"""What the dry run says of each line, before anything is written."""

import pytest
from allauth.account.models import EmailAddress

from accounts.users.enums import Role
from accounts.users.models import AgentProfile, User
from common.jobs.models import Job
from learning.enrolment.models import Enrolment
from learning.rosters.enums import Answer, Lines
from learning.rosters.models import RosterColumns
from learning.rosters.problems import Problem
from learning.rosters.services import (
    ColumnsMissing,
    ColumnUsedTwice,
    LinesToCorrect,
    answer_lines,
    apply_roster,
    choose_columns,
    send_roster,
)
from tests.learning.builders import a_cohort, a_person, an_enrolment, an_organisation
from tests.learning.rosters.files import a_csv, broken, people

TITLES = ("Nom", "Prénom", "Courriel", "Employeur", "SIRET", "Catégorie")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def school(db):  # noqa: ARG001 - `db` gives access to the database
    return an_organisation(name="École d’essai")


@pytest.fixture
def manager(school):
    return a_person(Role.SCHOOL_MANAGER, school)


@pytest.fixture
def send(school, manager):
    def send_it(rows, titles=TITLES, cohort=None):
        return send_roster(
            actor=manager, cohort=cohort or a_cohort(), organisation=school, filename="liste.csv",
            data=a_csv(rows, titles).encode(),
        )  # fmt: skip

    return send_it


def said(roster):
    return {line["n"]: (line["kind"], *(one["code"] for one in line["said"]))
            for line in roster.report}  # fmt: skip


def test_a_line_is_told_with_its_column_what_is_wrong_and_what_to_do(send):
    an_organisation(name="Ville de Montbrune", siret="73282932000074")
    roster = send([
        ["Roux", "Lou", "lou@essai.example", "ville de montbrune", "", "A"],
        ["Blanc", "", "lea@essai.example", "Vile de Montbrune", "", "Z"],
        ["Noir", "Max", "lou@essai.example", "", "73282932000075", ""],
        ["Vert", "Ida", "ida@essai.example", "", "73282932000074", ""],
        ["=cmd()", "Ida", "pas-une-adresse", "", "", ""],
    ])  # fmt: skip
    assert said(roster) == {
        2: ("create",),
        3: ("error", "missing", "unknown_word", "unknown_employer_near"),
        4: ("error", "bad_siret", "repeated_email"),
        5: ("create",),
        6: ("error", "formula", "bad_email"),
    }
    third = [Problem.from_json(one) for one in roster.report[1]["said"]]
    assert [one.column for one in third] == ["Prénom", "Catégorie", "Employeur"]
    assert third[1].remedy == "Écrivez : A, B, C, sans objet."
    assert third[2].remedy == "Vouliez-vous dire « Ville de Montbrune » ?"
    assert Problem.from_json(roster.report[2]["said"][1]).sentence.endswith("à la ligne 2.")
    assert not User.objects.filter(email="lou@essai.example").exists()


def test_two_structures_of_one_name_are_told_apart_by_their_siret(send):
    for siret in ("73282932000074", "35600000000048"):
        an_organisation(name="Mairie", siret=siret)
    roster = send([
        ["Roux", "Lou", "lou@essai.example", "Mairie", "", ""],
        ["Blanc", "Léa", "lea@essai.example", "Mairie", "73282932000074", ""],
        ["Noir", "Max", "max@essai.example", "732 829 320 00074", "", ""],
        ["Vert", "Ida", "ida@essai.example", "Quelque part ailleurs", "", ""],
    ])  # fmt: skip
    assert said(roster) == {
        2: ("error", "ambiguous_employer"), 3: ("create",), 4: ("create",),
        5: ("error", "unknown_employer"),
    }  # fmt: skip


def test_any_verified_address_of_a_person_leads_to_them(send):
    cohort, person = a_cohort(), a_person(first_name="Lou", last_name="Roux")
    EmailAddress.objects.create(user=person, email="lou@autre.example", verified=True)
    rows = [
        ["Roux", "Lou", person.email, "", "", ""],
        ["Roux", "Lou", "lou@autre.example", "", "", ""],
    ]
    assert said(send(rows, cohort=cohort)) == {2: ("create",), 3: ("error", "repeated_person")}
    an_enrolment(cohort, person)
    again = send(rows[:1], cohort=cohort)
    assert said(again) == {2: ("unchanged", "already_there")}


def test_a_namesake_at_the_same_employer_is_asked_about_and_never_merged_silently(send, school):
    known = a_person(first_name="Lou", last_name="Roux", email="lou.roux@essai.example")
    AgentProfile.objects.create(person=known, employer=school)
    roster = send([["ROUX", "Lou", "lr@essai.example", "", "", ""]])
    assert said(roster) == {2: ("ask", "known_elsewhere")}
    # Enough for a school to recognise its agent, and no more.
    assert "(l…@essai.example)" in Problem.from_json(roster.report[0]["said"][0]).sentence
    for answer, kind in (
        (Answer.SAME, "create"),
        (Answer.OTHER, "create"),
        (Answer.SKIP, "skipped"),
    ):
        roster = answer_lines(actor=a_person(), roster=roster, answers={"2": answer})
        assert said(roster)[2][0] == kind


def test_a_school_learns_nothing_of_the_people_of_others(send):
    stranger = a_person(first_name="Lou", last_name="Roux")
    elsewhere = an_organisation(name="Ville de Montbrune")
    AgentProfile.objects.create(person=stranger, employer=elsewhere)
    roster = send([["Roux", "Lou", "lr@essai.example", "Ville de Montbrune", "", ""]])
    assert said(roster) == {2: ("create",)}


def test_namesakes_within_a_file_and_an_address_under_another_name_are_asked_about(send):
    a_person(first_name="Ida", last_name="Vert", email="accueil@essai.example")
    roster = send([
        ["Roux", "Lou", "lou1@essai.example", "", "", ""],
        ["Roux", "Lou", "lou2@essai.example", "", "", ""],
        ["Noir", "Max", "accueil@essai.example", "", "", ""],
    ])  # fmt: skip
    assert said(roster) == {2: ("create",), 3: ("ask", "twin_in_file"), 4: ("ask", "other_name")}
    # What a question does not offer is not an answer to it.
    roster = answer_lines(actor=a_person(), roster=roster, answers={"4": Answer.OTHER})
    assert said(roster)[4][0] == "ask"


def test_a_school_s_choice_of_columns_is_remembered_for_its_next_files(send, school, manager):
    titles = ("Patronyme", "Petit nom", "Contact", "Service")
    rows = [["Roux", "Lou", "lou@essai.example", "Accueil"]]
    roster = send(rows, titles)
    assert roster.state == "sent"
    with pytest.raises(ColumnsMissing, match="Courriel"):
        choose_columns(actor=manager, roster=roster, columns={"last_name": 0, "first_name": 1})
    with pytest.raises(ColumnUsedTwice):
        choose_columns(
            actor=manager, roster=roster, columns={"last_name": 0, "first_name": 0, "email": 2}
        )
    chosen = {"last_name": 0, "first_name": 1, "email": 2}
    assert choose_columns(actor=manager, roster=roster, columns=chosen).state == "checked"
    assert RosterColumns.objects.get(organisation=school).fields["service"] == ""
    assert send(rows, titles).columns == chosen


def test_two_hundred_broken_files_are_told_line_by_line_and_write_nothing(school, manager):
    cohort, before = a_cohort(), User.objects.count()
    for seed in range(200):
        data, bad = broken(seed)
        roster = send_roster(
            actor=manager, cohort=cohort, organisation=school, filename="liste.csv", data=data
        )
        found = {
            line["n"]: [one["code"] for one in line["said"]]
            for line in roster.report
            if line["kind"] == "error"
        }
        assert set(found) == set(bad), (seed, found, bad)
        assert all(code in found[number] for number, code in bad.items()), (seed, found, bad)
        told = [Problem.from_json(one) for line in roster.report for one in line["said"]]
        assert all(one.sentence and one.remedy for one in told), (seed, told)
        with pytest.raises(LinesToCorrect):
            apply_roster(actor=manager, roster=roster, lines=Lines.ALL)
    assert User.objects.count() == before
    assert not Enrolment.objects.exists()
    assert not Job.objects.exists()


def test_a_thousand_lines_ask_no_more_queries_than_ten(send, django_assert_max_num_queries):
    cohort = a_cohort()
    for count in (10, 1000):
        with django_assert_max_num_queries(14):
            roster = send([row[:3] for row in people(count)], ("Nom", "Prénom", "Mail"), cohort)
        assert len(roster.report) == count
