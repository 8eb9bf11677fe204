"""A verdict is corrected: every paper of the person follows, not the certificate alone."""

import pytest

from accounts.users.enums import Role
from certificates.awards.enums import RevocationReason
from certificates.awards.models import Award
from certificates.awards.services import replace_award, revoke_award
from learning.attendance.services import correct_mark
from learning.completion.enums import Paper
from learning.completion.services import issue_paper
from learning.issuing.queries import due
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person
from tests.learning.scenes import ABSENT, PRESENT, a_room

pytestmark = pytest.mark.django_db
FACTS = ("half_day_sealed", "mark_corrected")


@pytest.fixture
def room():
    found = a_room(is_over=True)
    found.seal(there=range(1, 7))
    do_the_jobs(*FACTS)
    return found


def correct(room, number, presence):
    correct_mark(
        actor=room.trainer, enrolment=room.enrolment, half_day=room.half_days[number - 1],
        presence=presence, reason="Feuille mal lue",
    )  # fmt: skip
    do_the_jobs(*FACTS)


def papers(room):
    found = Award.objects.valid().filter(recipient=room.person).order_by("key")
    return [(award.key.partition(":")[0], award.facts["minutes_attended"]) for award in found]


def attest(room):
    return issue_paper(actor=None, enrolment=room.enrolment, paper=Paper.ATTESTATION)


def test_an_attestation_is_replaced_with_the_certificate(room):
    attest(room)
    correct(room, 6, ABSENT)
    assert papers(room) == [("attestation", 1050), ("completion", 1050)]
    old = Award.objects.get(key=f"attestation:{room.enrolment.pk}:1")
    assert old.replaced_by.key == f"attestation:{room.enrolment.pk}:2"


def test_no_attestation_is_given_to_who_had_none(room):
    correct(room, 6, ABSENT)
    assert papers(room) == [("completion", 1050)]


def test_a_verdict_lost_then_found_takes_both_back_and_gives_both_again(room):
    attest(room)
    correct(room, 6, ABSENT)
    correct(room, 5, ABSENT)
    assert papers(room) == []
    correct(room, 5, PRESENT)
    assert papers(room) == [("attestation", 1050), ("completion", 1050)]


def test_a_name_corrected_on_a_paper_stays_corrected_on_the_next(room):
    replace_award(
        actor=a_person(Role.ADMINISTRATOR), award=Award.objects.get(),
        corrections={"last_name": "Cassagne"}, reason="Nom mal écrit",
    )  # fmt: skip
    correct(room, 6, ABSENT)
    (award,) = Award.objects.valid()
    assert (award.facts["beneficiary"]["last_name"], award.key[-2:]) == ("Cassagne", ":2")


@pytest.mark.parametrize("reason", [RevocationReason.FRAUD, RevocationReason.REQUEST])
def test_what_was_taken_back_for_good_no_later_verdict_gives_again(room, reason):
    revoke_award(actor=a_person(Role.ADMINISTRATOR), award=Award.objects.get(), reason=reason)
    correct(room, 6, ABSENT)
    assert papers(room) == []
    assert issue_paper(actor=None, enrolment=room.enrolment, paper=Paper.CERTIFICATE) is None
    assert not due(Paper.CERTIFICATE).exists()


def test_what_was_taken_back_for_an_error_is_given_again_once_it_is_corrected(room):
    revoke_award(
        actor=a_person(Role.ADMINISTRATOR), award=Award.objects.get(),
        reason=RevocationReason.ERROR_IN_ISSUE,
    )  # fmt: skip
    correct(room, 6, ABSENT)
    assert papers(room) == [("completion", 1050)]
