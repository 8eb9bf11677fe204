"""What the programme aims at, and where a straight line would be."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from learning.targets.models import Target
from modules.programmes.enums import CountsAs


def a_target(**fields):
    return Target(
        **{
            "name": "2 000 agents", "count": 2000, "counts_as": CountsAs.TRAINED,
            "starts_on": date(2025, 1, 1), "ends_on": date(2029, 1, 1), **fields,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 1, 1), 0),
        (date(2025, 1, 1), 0),
        (date(2027, 1, 1), 999),
        (date(2029, 1, 1), 2000),
        (date(2030, 1, 1), 2000),
    ],
)
def test_a_straight_line_goes_from_nothing_to_the_target(day, expected):
    assert a_target().expected_on(day) == expected


@pytest.mark.django_db
class TestWhichOne:
    def test_the_one_under_way(self):
        past = a_target(starts_on=date(2020, 1, 1), ends_on=date(2024, 12, 31))
        now = a_target()
        for target in (past, now):
            target.save()
        assert Target.objects.main(date(2026, 1, 1)) == now
        assert Target.objects.main(date(2022, 1, 1)) == past

    def test_else_the_latest(self):
        target = a_target()
        target.save()
        assert Target.objects.main(date(2031, 1, 1)) == target

    def test_none_where_none_is_set(self):
        assert Target.objects.main(date(2026, 1, 1)) is None

    def test_its_dates_are_in_order(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            a_target(ends_on=date(2025, 1, 1)).save()
