"""Invented dates for the previews of messages, written in the language of the moment."""

from datetime import date, time

from django.utils.functional import lazy

from frontend.formats import days_span, hour, hours_range, long_day, ordinal

_DAYS = [date(2027, 3, 16), date(2027, 3, 17), date(2027, 3, 18)]
_MORNING, _AFTERNOON = (time(9), time(12, 30)), (time(14), time(17, 30))


def _days() -> str:
    return "\n".join(
        f"- {long_day(day)}, {hours_range(*hours)}"
        for day in _DAYS
        for hours in (_MORNING, _AFTERNOON)
    )


sample_days = lazy(_days, str)()
sample_first_day = lazy(lambda: long_day(_DAYS[0]), str)()
sample_span = lazy(lambda: days_span(_DAYS[0], _DAYS[-1]), str)()
sample_deadline = lazy(lambda: f"{long_day(date(2027, 2, 25))}, {hour(time(10))}", str)()
sample_rank = lazy(lambda: ordinal(3), str)()
sample_hour = lazy(lambda: hour(time(9)), str)()
