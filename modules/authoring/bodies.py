"""What the HTML of an activity holds: its words, its pictures, its links. Reads, never writes."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.translation import gettext as _

# What ends a line of text.
BLOCKS = frozenset(
    (
        "p",
        "li",
        "h2",
        "h3",
        "h4",
        "tr",
        "table",
        "ul",
        "ol",
        "blockquote",
        "div",
        "figure",
        "br",
        "hr",
    )
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a text; `alternative` is "" when nothing says what it shows."""

    name: str
    alternative: str
    is_decoration: bool


@dataclass(slots=True)
class Body:
    """The parts of a text. Its words tell its pictures too, where they stand."""

    text: str = ""
    pictures: list[Picture] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.body = Body()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in BLOCKS:
            self.words.append("\n")
        if said.get("id"):
            self.body.anchors.add(said["id"])
        if tag == "a" and said.get("href"):
            self.body.links.append(said["href"])
        if tag == "img":
            name = said.get("src", "").rsplit("/", 1)[-1] or said.get("data-asset", "")
            alternative = said.get("alt", "").strip()
            self.body.pictures.append(Picture(name, alternative, "data-decoration" in said))
            self.words.append(f" [{_('image')} : {alternative or name}] ")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def body_of(html: str) -> Body:
    """Return the parts of a text. A plain text is its own words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = ("".join(reader.words)).splitlines()
    reader.body.text = "\n".join(line for each in lines if (line := " ".join(each.split())))
    return reader.body
