"""What a badge says, and what it keeps to itself."""

import hashlib
import json

import pytest
from django.core.management import call_command
from django.utils import translation

from certificates.awards.models import Award
from certificates.awards.services import AWARD_ISSUED
from certificates.badges.credential import achievement_of
from certificates.badges.making import badge_of
from certificates.badges.models import Badge
from certificates.badges.sharing import linkedin_address
from tests.certificates.facts import CODE, award_facts
from tests.jobs import do_the_jobs

pytestmark = pytest.mark.django_db


def hashes(credential):
    """Return what identifies its holder: {kind: (hash, salt)}."""
    found = credential["credentialSubject"]["identifier"]
    return {each["identityType"]: (each["identityHash"], each["salt"]) for each in found}


def test_a_badge_says_what_was_done_when_and_how_long(an_award):
    # Whoever asks for it first, and in whatever language: a badge is in French, like its paper.
    with translation.override("en"):
        credential = badge_of(an_award()).credential
    subject = credential["credentialSubject"]
    (evidence,) = credential["evidence"]

    assert credential["id"] == f"https://reenchantez.example/badges/{CODE}/badge.json"
    assert credential["issuer"]["id"] == "https://reenchantez.example/badges/emetteur/"
    assert credential["validFrom"] == credential["awardedDate"] == "2026-03-19T10:00:00Z"
    # The days of Paris, whatever the server's.
    assert subject["activityStartDate"] == "2027-03-15T23:00:00Z"
    assert subject["activityEndDate"] == "2027-03-18T22:59:59Z"
    assert evidence["id"] == f"https://reenchantez.example/verifier/{CODE}"
    assert evidence["name"] == f"Certificat de réalisation nº RAP-2027-{CODE[:6]}"
    narrative = evidence["narrative"].replace("\u00a0", " ").replace("\u202f", " ")
    assert "17 h 30 sur 21 h, du mardi 16 au jeudi 18 mars 2027" in narrative


def test_a_badge_holds_neither_the_name_nor_the_address_nor_the_employer(an_award):
    badge = badge_of(an_award())
    written = json.dumps(badge.credential, ensure_ascii=False).lower()

    for private in ("maud", "cassagne", "montbrune", "directrice"):
        assert private not in written


def test_who_knows_the_name_or_the_address_can_check_them(an_award):
    found = hashes(badge_of(an_award()).credential)
    told = {"name": "Maud Cassagne", "emailAddress": "maud@montbrune.example"}

    for kind, value in told.items():
        hashed, salt = found[kind]
        assert hashed == "sha256$" + hashlib.sha256(f"{value}{salt}".encode()).hexdigest()
        assert len(salt) == 32


def test_someone_without_an_address_is_known_by_their_name(an_award):
    assert set(hashes(badge_of(an_award(email=None)).credential)) == {"name"}


def test_two_badges_of_a_person_do_not_tell_that_they_are_hers(an_award):
    award = an_award()
    first = badge_of(award)
    facts = award_facts(code="0" * 26, serial="RAP-2027-000099")
    again = Award.objects.create(
        key="test:again", recipient=award.recipient, code="0" * 26, serial="RAP-2027-000099",
        kind=award.kind, facts=facts, issued_at=award.issued_at,
    )  # fmt: skip
    second = badge_of(again)

    ids = {each.credential["credentialSubject"]["id"] for each in (first, second)}
    assert len(ids) == 2
    assert hashes(first.credential)["name"] != hashes(second.credential)["name"]
    assert first.achievement == second.achievement


def test_an_achievement_s_address_is_made_of_what_it_says():
    same = {achievement_of(award_facts(serial=serial))["id"] for serial in ("A", "B")}
    others = [
        award_facts(title="Un autre module"),
        award_facts(criteria="Être là tout le temps."),
        award_facts(ribbon=[]),
        award_facts(kind="participation_attestation"),
        award_facts(demo=True),
    ]

    assert len(same) == 1
    assert len({*same, *(achievement_of(facts)["id"] for facts in others)}) == 6
    told = achievement_of(award_facts(criteria="Être là tout le temps."))
    assert told["criteria"] == {"narrative": "Être là tout le temps."}


def test_a_badge_is_frozen_whatever_becomes_of_the_person(an_award):
    award = an_award()
    before = badge_of(award)
    award.recipient.email = "autre@essai.example"
    award.recipient.save()

    after = badge_of(Award.objects.get())
    assert (after.pk, after.credential, after.jwt) == (before.pk, before.credential, before.jwt)


def test_an_award_issued_before_there_were_badges_gets_its_own_once(an_award):
    an_award()
    call_command("make_badges")
    do_the_jobs(AWARD_ISSUED)
    made = Badge.objects.get()
    call_command("make_badges")
    do_the_jobs(AWARD_ISSUED)

    assert Badge.objects.get() == made


def test_linkedin_gets_what_it_asks_for(an_award):
    address = linkedin_address(an_award())

    assert address.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&")
    for field in (
        "name=R%C3%A9enchantez+l%E2%80%99action+publique%2C+%C3%A9dition+%234",
        "organizationName=La+27e+R%C3%A9gion",
        "issueYear=2027",
        "issueMonth=3",
        f"certUrl=https%3A%2F%2Freenchantez.example%2Fverifier%2F{CODE}",
        f"certId=RAP-2027-{CODE[:6]}",
    ):
        assert field in address.split("?")[1].split("&")
