"""Two texts side by side, when two people wrote in one activity."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from modules.commons.markup import sanitise
from modules.programmes.models import Activity
from modules.web.activities.forms import ActivityForm


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as one wants it, and as it is now."""

    name: str
    label: str
    mine: str
    theirs: str


def differences(form: ActivityForm, now: Activity) -> list[Difference]:
    """Return the fields of a valid form that differ from the activity as it is now."""
    found = []
    for name, mine in form.cleaned_data.items():
        theirs = getattr(now, name)
        typed = sanitise(mine) if name == "body" else mine
        if typed != theirs and (typed or theirs):
            label = str(form.fields[name].label or name)
            found.append(
                Difference(name, label, _said(form, name, typed), _said(form, name, theirs))
            )
    return found


def _said(form: ActivityForm, name: str, value: Any) -> str:
    """Return a value in words."""
    if name == "body":
        return _words(value)
    choices = dict(getattr(form.fields[name], "choices", None) or [])
    if name not in {"asset", "captions", "content_version"} and value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return "✓" if value else "–"
    return str(value if value not in {None, ""} else "–")


class _Words(HTMLParser):
    """Takes the words of a text, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"p", "li", "h2", "h3", "h4", "tr", "figure", "br"}:
            self.lines.append("")
        if tag == "img":
            self.lines[-1] += f"[{dict(attrs).get('alt') or '…'}] "

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def _words(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "\n".join(line.strip() for line in reader.lines if line.strip())
