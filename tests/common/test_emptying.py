"""Between two tests that commit, nothing stays of the first."""

import pytest
from django.contrib.contenttypes.models import ContentType

from accounts.users.models import User
from learning.enrolment.models import Enrolment
from tests.conftest import empty_the_database
from tests.learning.builders import a_cohort, an_enrolment


@pytest.mark.django_db(transaction=True)
def test_emptying_leaves_no_row_but_what_migrations_wrote():
    an_enrolment(a_cohort())
    kinds = ContentType.objects.count()
    empty_the_database()
    assert not User.objects.exists()
    assert not Enrolment.objects.exists()
    assert ContentType.objects.count() == kinds > 0
