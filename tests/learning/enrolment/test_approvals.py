"""A structure that wants to agree is asked; the turn is kept meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.organisations.enums import ApprovalRule
from accounts.organisations.services import (
    CannotSetApproval,
    ReferrerNeedsAnAddress,
    set_approval_rule,
)
from accounts.users.enums import Role
from common.audit.models import AuditEntry
from learning.enrolment.approvals import (
    AlreadyDecided,
    ApproverIsOneself,
    ApproverNeeded,
    AskedJustNow,
    RefusalNeedsAReason,
    answer_request,
    ask_again,
    must_name_an_approver,
)
from learning.enrolment.enums import Verdict
from learning.enrolment.models import Approval
from learning.enrolment.services import cancel_enrolment
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person, an_organisation
from tests.learning.enrolment.lines import (
    an_agent_of,
    ask,
    open_offer,
    standing,
    with_approval,
    with_rules,
)

pytestmark = pytest.mark.django_db
CHIEF = "cheffe@montbrune.example"


def a_request(cohort=None, chief=CHIEF):
    person = an_agent_of(with_approval())
    return ask(cohort or with_rules(2), person, chief)


def long_ago(approval):
    approval.asked_at = timezone.now() - timedelta(hours=1)
    approval.save()
    return approval


def test_the_request_waits_for_the_answer_and_takes_no_place():
    cohort = with_rules(1)
    request = a_request(cohort)
    assert standing(request) == ("awaiting", None)
    assert standing(ask(cohort))[0] == "confirmed"


def test_agreed_with_a_place_left_the_place_is_theirs_at_once():
    request = a_request()
    answer_request(approval=request.approval, verdict=Verdict.APPROVED)
    assert standing(request)[0] == "confirmed"
    entry = AuditEntry.objects.about(request).first()
    assert (entry.action, entry.details["by"]) == ("request_answered", CHIEF)


def test_agreed_too_late_the_turn_is_that_of_the_day_they_asked():
    cohort = with_rules(1)
    held = ask(cohort)
    request, later = a_request(cohort), ask(cohort)
    answer_request(approval=request.approval, verdict=Verdict.APPROVED)
    assert (standing(request), standing(later)) == (("waiting", 1), ("waiting", 2))
    cancel_enrolment(actor=held.person, enrolment=held)
    assert open_offer(request)


def test_refused_they_leave_the_line_and_read_why(mailoutbox):
    request = a_request()
    with pytest.raises(RefusalNeedsAReason):
        answer_request(approval=request.approval, verdict=Verdict.REFUSED, reason="  ")
    answer_request(approval=request.approval, verdict=Verdict.REFUSED, reason="Trop de travail")
    assert standing(request)[0] == "cancelled"
    do_the_jobs()
    assert "Trop de travail" in mailoutbox[-1].body


def test_an_answer_is_given_once():
    request = a_request()
    answer_request(approval=request.approval, verdict=Verdict.APPROVED)
    with pytest.raises(AlreadyDecided):
        answer_request(approval=request.approval, verdict=Verdict.REFUSED, reason="Non")
    gone = a_request()
    cancel_enrolment(actor=gone.person, enrolment=gone)
    with pytest.raises(AlreadyDecided):
        answer_request(approval=gone.approval, verdict=Verdict.APPROVED)


def test_someone_else_agrees_at_an_address_that_is_one():
    cohort, person = with_rules(), an_agent_of(with_approval())
    for wrong in ("", "pas une adresse"):
        with pytest.raises(ApproverNeeded):
            ask(cohort, person, wrong)
    with pytest.raises(ApproverIsOneself):
        ask(cohort, person, person.email.upper())
    assert not cohort.enrolments.exists()


def test_a_referrer_is_asked_whatever_address_the_agent_gives():
    person = an_agent_of(with_approval("referente@montbrune.example"))
    assert not must_name_an_approver(person)
    request = ask(with_rules(), person, "un.ami@montbrune.example")
    assert request.approval.approver_email == "referente@montbrune.example"


def test_only_agents_of_a_structure_that_wants_it_name_someone():
    assert must_name_an_approver(an_agent_of(with_approval()))
    assert not must_name_an_approver(an_agent_of(an_organisation()))
    assert not must_name_an_approver(a_person())


def test_asking_again_writes_to_the_new_address_and_kills_the_first_link(mailoutbox, client):
    request = a_request()
    do_the_jobs()
    first = next(mail for mail in mailoutbox if mail.to == [CHIEF])
    old_link = next(word for word in first.body.split() if "/accord/" in word)
    long_ago(request.approval)
    ask_again(
        actor=request.person, approval=request.approval, approver_email="Autre@montbrune.example"
    )
    do_the_jobs()
    assert mailoutbox[-1].to == ["autre@montbrune.example"]
    assert client.get("/accord/" + old_link.split("/accord/")[1]).status_code == 404
    assert AuditEntry.objects.about(request).first().action == "approval_asked_again"


def test_asking_again_fills_nobody_s_mailbox_and_ends_with_the_answer():
    request = a_request()
    with pytest.raises(AskedJustNow):
        ask_again(actor=request.person, approval=request.approval)
    answer_request(approval=request.approval, verdict=Verdict.APPROVED)
    with pytest.raises(AlreadyDecided):
        ask_again(actor=request.person, approval=long_ago(Approval.objects.get()))


def test_a_mail_asked_for_again_before_it_left_is_sent_once(mailoutbox):
    request = a_request()
    ask_again(actor=request.person, approval=long_ago(request.approval))
    do_the_jobs()
    assert [mail.to for mail in mailoutbox].count([CHIEF]) == 1


def test_the_administration_says_who_agrees_in_a_structure():
    town, administrator = an_organisation(), a_person(Role.ADMINISTRATOR)
    with pytest.raises(CannotSetApproval):
        set_approval_rule(actor=a_person(), organisation=town, rule=ApprovalRule.NONE)
    with pytest.raises(ReferrerNeedsAnAddress):
        set_approval_rule(actor=administrator, organisation=town, rule=ApprovalRule.REFERRER)
    set_approval_rule(
        actor=administrator, organisation=town, rule=ApprovalRule.REFERRER,
        approver_email=" Referente@montbrune.example ",
    )  # fmt: skip
    town.refresh_from_db()
    assert town.approver_email == "referente@montbrune.example"
    assert AuditEntry.objects.about(town).get().details["after"] == "referrer"
