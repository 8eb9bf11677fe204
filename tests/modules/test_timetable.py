"""What a day's clock says: gaps, limits, totals, groups side by side."""

from datetime import time

import pytest

from modules.programmes.enums import Lane, Mode, Phase
from modules.programmes.models import Day, Sequence
from modules.programmes.timetable import GapKind, Limit, gaps, overflows, side_by_side, totals

DAY = Day(title="Journée")  # 9:00, lunch 12:30–14:00, 17:30


def at(starts, minutes, **fields):
    hour, minute = divmod(starts, 100)
    return Sequence(
        starts=time(hour, minute), minutes=minutes, **{"phase": Phase.IDEES, "title": "S", **fields}
    )


def told(sequences, day=DAY):
    return [(str(gap.kind), gap.starts, gap.ends) for gap in gaps(day, sequences)]


def test_a_short_gap_is_a_pause_a_longer_one_is_free_and_lunch_is_lunch():
    plan = [at(900, 60), at(1015, 135), at(1400, 60), at(1600, 90)]
    assert told(plan) == [
        (GapKind.PAUSE, 600, 615), (GapKind.LUNCH, 750, 840), (GapKind.FREE, 900, 960),
    ]  # fmt: skip


def test_an_empty_day_is_free_around_its_lunch():
    assert told([]) == [
        (GapKind.FREE, 540, 750), (GapKind.LUNCH, 750, 840), (GapKind.FREE, 840, 1050),
    ]  # fmt: skip


def test_a_morning_that_ends_early_has_its_pause_before_the_lunch():
    assert told([at(900, 190), at(1400, 210)]) == [
        (GapKind.PAUSE, 730, 750), (GapKind.LUNCH, 750, 840),
    ]  # fmt: skip


def test_what_somebody_follows_is_no_gap_nor_is_what_is_outside_the_day():
    plan = [at(800, 60), at(900, 60, lane=Lane.A), at(930, 480, lane=Lane.B), at(1730, 60)]
    assert told(plan) == []


def test_a_day_without_lunch_has_none():
    day = Day(title="Continue", lunch_starts=time(12), lunch_ends=time(12))
    assert told([at(900, 150), at(1230, 300)], day) == [(GapKind.FREE, 690, 750)]


@pytest.mark.parametrize(
    ("sequence", "limits"),
    [
        (at(900, 210), []),
        (at(1400, 210), []),
        (at(845, 60), [(Limit.OPENING, 15)]),
        (at(1200, 60), [(Limit.LUNCH, 30)]),
        (at(1330, 60), [(Limit.LUNCH, 30)]),
        (at(1700, 45), [(Limit.CLOSING, 15)]),
        (at(830, 600), [(Limit.OPENING, 30), (Limit.LUNCH, 90), (Limit.CLOSING, 60)]),
        (at(1800, 30), [(Limit.CLOSING, 30)]),
    ],
)
def test_what_runs_over_a_limit_of_the_half_day_is_counted(sequence, limits):
    assert overflows(DAY, sequence) == limits


def test_totals_count_phases_in_their_order_and_making_apart_from_listening():
    found = totals(
        [
            [at(900, 60, phase=Phase.TEST), at(1000, 30, phase=Phase.IMMERSION)],
            [at(900, 30, phase=Phase.TEST, mode=Mode.LISTENING)],
        ]
    )
    assert list(found.phases.items()) == [(Phase.IMMERSION, 30), (Phase.TEST, 90)]
    assert (found.making, found.listening, found.minutes) == (90, 30, 120)
    assert found.making_share == 75


def test_groups_side_by_side_count_once_for_a_participant():
    both = [at(900, 60, lane=Lane.A), at(900, 60, lane=Lane.B), at(1000, 30)]
    assert totals([both]).minutes == 90
    assert totals([[at(900, 60, lane=Lane.A), at(900, 30, lane=Lane.B)]]).minutes == 45
    # The groups of one day are not those of another.
    assert totals([both, [at(900, 60, lane=Lane.A)]]).minutes == 150


def test_nothing_planned_is_no_time_at_all():
    assert (totals([]).minutes, totals([]).making_share) == (0, 0)


def test_groups_share_the_width_of_the_time_they_share():
    plan = [
        at(900, 60, pk=1), at(1000, 60, pk=2, lane=Lane.A), at(1000, 30, pk=3, lane=Lane.C),
        at(1030, 30, pk=4, lane=Lane.C), at(1100, 60, pk=5, lane=Lane.B),
    ]  # fmt: skip
    assert side_by_side(plan) == {2: (0, 2), 3: (1, 2), 4: (1, 2), 5: (0, 1)}
