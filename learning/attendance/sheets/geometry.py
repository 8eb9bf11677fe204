"""Where everything stands on a page of the sheet, in millimetres: printed so, and read back so.

A4 landscape, the same places on every page, whatever it holds. `sheet.css` draws what is said
here; the tests read back a printed page to compare them.
"""

from dataclasses import dataclass

WIDTH, HEIGHT = 297.0, 210.0
# Pixels to a millimetre of a page put straight: about 127 dots per inch.
SCALE = 5
ROWS = 15
# Four black squares by the corners, to straighten a picture: their centres and their side.
MARKS = ((9.0, 9.0), (288.0, 9.0), (9.0, 201.0), (288.0, 201.0))
MARK_SIDE = 5.0

LEFT, RIGHT = 16.0, 281.0
ROWS_TOP, ROW_HEIGHT = 49.0, 8.2
RANK_WIDTH, NAME_WIDTH = 8.0, 73.0
TRAINER_HEIGHT = 12.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the page, from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    def inside(self, margin: float) -> "Box":
        """Return the box without its edges."""
        return Box(
            self.left + margin, self.top + margin,
            self.width - 2 * margin, self.height - 2 * margin,
        )  # fmt: skip

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Return the corners: top left, top right, bottom right, bottom left."""
        right, bottom = self.left + self.width, self.top + self.height
        return (self.left, self.top), (right, self.top), (right, bottom), (self.left, bottom)


QR = Box(LEFT, 186.2, 17.0, 17.0)
ROWS_BOTTOM = ROWS_TOP + ROWS * ROW_HEIGHT


def cell_box(row: int, column: int, columns: int) -> Box:
    """Return where someone signs: `row` and `column` from 0, of as many `columns`."""
    first = LEFT + RANK_WIDTH + NAME_WIDTH
    width = (RIGHT - first) / columns
    return Box(first + column * width, ROWS_TOP + row * ROW_HEIGHT, width, ROW_HEIGHT)


def trainer_box(column: int, columns: int) -> Box:
    """Return where the trainer signs under a half-day."""
    cell = cell_box(0, column, columns)
    return Box(cell.left, ROWS_BOTTOM, cell.width, TRAINER_HEIGHT)
