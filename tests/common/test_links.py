"""Links in mails: one purpose, one time, some hours; the database keeps none of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.links.models import ActionLink
from common.links.services import LinkIsDead, forget_links, make_link, open_link

pytestmark = pytest.mark.django_db


def a_link(purpose="answer", about="42", hours=1):
    until = timezone.now() + timedelta(hours=hours)
    return make_link(purpose=purpose, object_id=about, expires_at=until)


def test_a_link_tells_what_it_is_about_as_often_as_it_is_opened():
    secret = a_link()
    assert [open_link(purpose="answer", secret=secret) for _n in range(3)] == ["42"] * 3


def test_a_link_serves_its_own_purpose_only():
    with pytest.raises(LinkIsDead):
        open_link(purpose="another", secret=a_link())


@pytest.mark.parametrize("hours", [0, -1])
def test_a_link_whose_time_is_over_is_dead(hours):
    with pytest.raises(LinkIsDead):
        open_link(purpose="answer", secret=a_link(hours=hours))


def test_what_is_settled_kills_every_link_about_it_and_no_other():
    first, second, other = a_link(), a_link(), a_link(about="43")
    forget_links(purpose="answer", object_id=42)
    for secret in (first, second):
        with pytest.raises(LinkIsDead):
            open_link(purpose="answer", secret=secret)
    assert open_link(purpose="answer", secret=other) == "43"


def test_the_database_does_not_know_the_link():
    secret = a_link()
    kept = ActionLink.objects.get()
    assert secret not in " ".join(str(value) for value in vars(kept).values())
    assert len(kept.digest) == 64
    assert len(secret) >= 43, "256 bits are not guessed."
