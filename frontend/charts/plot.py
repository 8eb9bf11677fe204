"""Values as days go: the grid, the lines, what is between them, the days that are named."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil, log10

from frontend import formats
from frontend.charts.canvas import Canvas
from frontend.charts.spec import Look, Range, TimeChart

TOP, BOTTOM, HEIGHT = 34.0, 262.0, 292.0
STEPS = 4
FLAG = 11
NEAR_THE_START = 0.25
# Over so few days, a graduation names its day.
DAYS_NAMED = 200
# From the back to the front.
ORDER = (Look.PLANNED, Look.BEFORE, Look.TARGET, Look.PROJECTED, Look.DONE)


def draw_plot(chart: TimeChart, canvas: Canvas) -> tuple[str, float]:
    """Return the drawing of a chart, and its height."""
    scale = _Scale(chart)
    return "".join(_pieces(chart, canvas, scale)), HEIGHT


class _Scale:
    def __init__(self, chart: TimeChart) -> None:
        self.first = chart.first
        self.days = max((chart.last - chart.first).days, 1)
        values = [value for line in chart.lines for _day, value in line.points]
        values += [high for one in chart.ranges for _day, _low, high in one.points]
        self.step = _round_step(max([*values, 1]) / STEPS)
        self.steps = max(ceil(max([*values, 1]) / self.step), 1)

    def part(self, day: date) -> float:
        return min(max((day - self.first).days / self.days, 0), 1)

    def y(self, value: float) -> float:
        return BOTTOM - value / (self.step * self.steps) * (BOTTOM - TOP)


def _round_step(step: float) -> int:
    """Return a step people count by, at least this one: 1, 2, 5, 10, 20, 25, 50, 100, and so on."""
    ten = 10 ** max(int(log10(step)), 0) if step > 1 else 1
    return next(
        int(ten * times)
        for times in (1, 2, 2.5, 5, 10)
        if ten * times >= step and ten * times % 1 == 0
    )


def _pieces(chart: TimeChart, canvas: Canvas, scale: _Scale) -> Iterator[str]:
    for step in range(scale.steps + 1):
        y = scale.y(step * scale.step)
        yield canvas.level(y, "ax")
        if step:
            yield canvas.text(0, y - 4, formats.grouped(step * scale.step), "s")
    yield from _days(chart, canvas)
    lines = sorted(chart.lines, key=lambda line: ORDER.index(line.look))
    paths = [_range(one, canvas, scale) for one in chart.ranges]
    paths += [
        canvas.path([(scale.part(day), scale.y(value)) for day, value in line.points], line.look)
        for line in lines
        if line.points
    ]
    yield canvas.stretched(paths, HEIGHT)
    for flag in chart.flags:
        part = scale.part(flag.on)
        yield canvas.upright(part, TOP - 8, BOTTOM, "flag")
        x = canvas.x(part)
        yield f'<circle cx="{x}" cy="{TOP - 18:g}" r="{FLAG}" class="flag-dot"/>'
        yield canvas.text(part, TOP - 14, flag.letter, "b", anchor="middle")
    for dot in chart.dots:
        part, y = scale.part(dot.on), scale.y(dot.value)
        yield f'<circle cx="{canvas.x(part)}" cy="{y:.1f}" r="7" class="dot"/>'
        anchor, dx = ("start", 4) if part < NEAR_THE_START else ("end", -12)
        yield canvas.text(part, max(y - 12, TOP - 4), dot.words, "b halo", dx=dx, anchor=anchor)
    if canvas.is_fluid:
        for door in chart.doors:
            start, end = scale.part(door.first), scale.part(door.last + timedelta(days=1))
            drawn = canvas.rect(start, TOP, end - start, BOTTOM - TOP, "door")
            yield canvas.link(door.url, drawn, name=door.words, quiet=True)


def _days(chart: TimeChart, canvas: Canvas) -> Iterator[str]:
    days = (chart.last - chart.first).days
    for step in range(STEPS + 1):
        day = chart.first + timedelta(days=days * step // STEPS)
        if days < DAYS_NAMED:
            words = f"{day.day} {formats.month_name(day, short=True)}"
        else:
            words = f"{formats.month_name(day, short=True)} {day.year}"
        anchor = {0: "start", STEPS: "end"}.get(step, "middle")
        yield canvas.text(
            step / STEPS, BOTTOM + 21, words, "s minor" if step % 2 else "s", anchor=anchor
        )


def _range(one: Range, canvas: Canvas, scale: _Scale) -> str:
    upper = [(scale.part(day), scale.y(high)) for day, _low, high in one.points]
    lower = [(scale.part(day), scale.y(low)) for day, low, _high in reversed(one.points)]
    return canvas.path([*upper, *lower], "range", closed=True)
