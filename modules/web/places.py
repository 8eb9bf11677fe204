"""Where the workshop's pages lead: to the board, to an activity, to a field of the sheet."""

from dataclasses import dataclass

from django.urls import reverse

from modules.authoring.readiness import Place, Point, readiness
from modules.programmes.models import Revision


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """A point of the readiness check, each place as (words, why, address)."""

    point: Point
    places: list[tuple[str, str, str]]


def address_of(revision: Revision, place: Place) -> str:
    """Return the page where what a point lacks is mended."""
    if place.kind == "sheet":
        return reverse("workshop:sheet", args=[revision.pk]) + f"#id_{place.key}"
    if place.kind == "activity":
        return reverse("activities:edit", args=[place.key])
    board = reverse("board:revision", args=[revision.pk])
    return f"{board}?sequence={place.key}" if place.kind == "sequence" else board


class ShownPoints(list[ShownPoint]):
    """The points, and how many are met."""

    @property
    def met(self) -> int:
        """Return how many points are met."""
        return sum(one.point.is_met for one in self)

    @property
    def is_ready(self) -> bool:
        """Return whether nothing forbids publishing."""
        return all(one.point.is_met or not one.point.is_blocking for one in self)


def shown_points(revision: Revision) -> ShownPoints:
    """Return what `modules/workshop/readiness.html` shows as `points`."""
    return ShownPoints(
        ShownPoint(
            point,
            [(place.words, place.why, address_of(revision, place)) for place in point.places],
        )
        for point in readiness(revision)
    )
