"""A day is annotated: shown on the curves from then on, taken off and put back without loss."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.users.enums import Role
from common.audit.models import AuditEntry
from learning.annotations.models import Annotation
from learning.annotations.services import (
    CannotAnnotate,
    NothingSaid,
    annotate,
    put_back,
    take_off,
)
from tests.learning.builders import a_person

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


def test_an_annotation_says_what_happened_and_who_says_it():
    marie = a_person(Role.ADMINISTRATOR)
    made = annotate(actor=marie, on=DAY, words="  Ouverture de la saison 2 ")
    assert (made.words, made.written_by) == ("Ouverture de la saison 2", marie)
    assert AuditEntry.objects.get(action="annotated").details["on"] == "2026-09-01"


def test_it_is_refused_to_others_and_when_it_says_nothing():
    marie, agent = a_person(Role.ADMINISTRATOR), a_person()
    made = annotate(actor=marie, on=DAY, words="Grève")
    with pytest.raises(NothingSaid):
        annotate(actor=marie, on=DAY, words="  ")
    with pytest.raises(CannotAnnotate):
        annotate(actor=agent, on=DAY, words="Grève")
    for act in (take_off, put_back):
        with pytest.raises(CannotAnnotate):
            act(actor=agent, annotation=made)


def test_taken_off_it_stays_on_the_curves_of_past_days_and_may_be_put_back():
    marie = a_person(Role.ADMINISTRATOR)
    made = annotate(actor=marie, on=DAY, words="Grève")
    then = timezone.now()
    take_off(actor=marie, annotation=made)
    take_off(actor=marie, annotation=made)
    assert not Annotation.objects.standing().exists()
    assert Annotation.objects.as_known_at(then).get() == made
    assert not Annotation.objects.as_known_at(then - timedelta(hours=1)).exists()
    put_back(actor=marie, annotation=made)
    assert Annotation.objects.standing().get() == made
    assert AuditEntry.objects.filter(action="annotation_taken_off").count() == 1
