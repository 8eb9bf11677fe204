"""A list pasted from a mail, a message or a spreadsheet is read as the people it names."""

import pytest

from accounts.users.enums import Role
from learning.enrolment.models import Enrolment, EnrolmentGroup
from learning.enrolment.reservations import reserve_places
from learning.rosters.enums import Lines
from learning.rosters.pasting import read_pasted
from learning.rosters.reading import RosterIsEmpty
from learning.rosters.services import Handling, apply_roster, counts_of, send_roster
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, an_enrolment, an_organisation
from tests.learning.enrolment.lines import with_rules
from tests.learning.enrolment.test_reservations import soon

ADDRESS = "maud@montbrune.example"


@pytest.mark.parametrize(
    ("line", "last", "first", "function"),
    [
        ("Maud Cassagne <maud@montbrune.example>", "Cassagne", "Maud", ""),
        ("Maud Cassagne <maud@montbrune.example>; Juriste", "Cassagne", "Maud", "Juriste"),
        ("Maud Cassagne <maud@montbrune.example>, Juriste", "Cassagne", "Maud", "Juriste"),
        ('"Cassagne, Maud" <maud@montbrune.example>', "Cassagne", "Maud", ""),
        ("CASSAGNE DU LAC Maud <maud@montbrune.example>", "CASSAGNE DU LAC", "Maud", ""),
        ("Maud de la Tour <maud@montbrune.example>", "de la Tour", "Maud", ""),
        ("maud@montbrune.example; Maud; Cassagne", "Cassagne", "Maud", ""),
        ("maud@montbrune.example; Maud; Cassagne; Juriste", "Cassagne", "Maud", "Juriste"),
        ("maud@montbrune.example; CASSAGNE; Maud", "CASSAGNE", "Maud", ""),
        ("Cassagne\tMaud\tmaud@montbrune.example\tJuriste", "Cassagne", "Maud", "Juriste"),
        ("Maud\tCASSAGNE\tmaud@montbrune.example", "CASSAGNE", "Maud", ""),
        ("Maud Cassagne; maud@montbrune.example; Juriste", "Cassagne", "Maud", "Juriste"),
        ("Maud Cassagne maud@montbrune.example", "Cassagne", "Maud", ""),
        ("maud@montbrune.example", "", "", ""),
    ],
)
def test_a_line_says_who(line, last, first, function):
    (row,) = read_pasted(line.encode()).rows
    assert row.cells == (last, first, ADDRESS, function)


def test_a_line_without_address_keeps_its_names_for_the_message():
    (row,) = read_pasted(b"Maud Cassagne").rows
    assert row.cells == ("Cassagne", "Maud", "", "")


def test_lines_keep_the_numbers_they_were_pasted_with():
    rows = read_pasted(b"\r\nMaud C <a@b.example>\n\n Lou D <c@d.example>\n").rows
    assert [row.number for row in rows] == [2, 4]


def test_the_recipients_of_a_mail_are_as_many_people():
    pasted = "Maud Cassagne <a@b.example>; Lou Abadie <c@d.example>, Ida Delorme <e@f.example>"
    rows = read_pasted(pasted.encode()).rows
    assert [row.cells[1] for row in rows] == ["Maud", "Lou", "Ida"]
    assert [row.number for row in rows] == [1, 2, 3]


def test_a_paste_with_titles_is_a_table():
    pasted = "Prénom\tNom\tCourriel\tVersant\nMaud\tCassagne\ta@b.example\tFPT\n"
    table = read_pasted(pasted.encode())
    assert table.headers == ("Prénom", "Nom", "Courriel", "Versant")
    assert table.rows[0].number == 2


def test_nothing_pasted_is_refused():
    with pytest.raises(RosterIsEmpty):
        read_pasted(b" \n ;\n")


PASTED = """Lou Abadie <lou@montbrune.example>; Chargée d’accueil
Sacha Bellanger <sacha@montbrune>
Maud Cassagne <maud@montbrune.example>
Ida Delorme <ida@montbrune.example>
=1+1 Max <max@montbrune.example>
"""


@pytest.mark.django_db
def test_pasted_people_take_kept_places_then_come_as_a_group(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    school, cohort = an_organisation(), with_rules(2)
    manager = a_person(Role.SCHOOL_MANAGER, school)
    kept = reserve_places(
        actor=manager, cohort=cohort, organisation=school, places=1, name_by=soon()
    )
    an_enrolment(cohort)
    roster = send_roster(
        actor=manager, cohort=cohort, organisation=school, filename="Liste collée",
        data=PASTED.encode(), handling=Handling(is_pasted=True, group_name="Le bureau"),
    )  # fmt: skip
    assert counts_of(roster) == {"create": 3, "error": 2}
    wrong = {line["n"]: line["said"][0]["code"] for line in roster.report if line["said"]}
    assert wrong == {2: "bad_email", 5: "formula"}
    apply_roster(actor=manager, roster=roster, lines=Lines.GOOD)
    do_the_jobs("apply_roster")
    made = Enrolment.objects.filter(enrolling_organisation=school).order_by("queue_number")
    group = EnrolmentGroup.objects.get()
    assert [(one.person.first_name, one.state, one.reservation, one.group) for one in made] == [
        ("Lou", "confirmed", kept, None),
        ("Maud", "waiting", None, group),
        ("Ida", "waiting", None, group),
    ]
    assert made[0].function == "Chargée d’accueil"
