"""A message as plain text, and as HTML that old mail programs show too: from one text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.notifications.kinds import Text
from accounts.notifications.wording import Block, Line, Link, fill, fill_subject

_ITEM = "- "
_P = "margin:0 0 18px;"
_LINK = "color:#2a3bb8;"
_BUTTON = (
    "display:inline-block;padding:13px 22px;border-radius:8px;background:#2a3bb8;color:#ffffff;"
    "font-weight:700;text-decoration:none;"
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to leave, or to be looked at: `content` is the HTML without its frame."""

    subject: str
    plain: str
    content: SafeString
    html: str


def render(
    text: Text, values: Mapping[str, str], *, language: str, unsubscribe: str = ""
) -> Rendered:
    """Fill a text. `unsubscribe` is where to have no more of these, shown at the end."""
    blocks = fill(text.body, values)
    subject = fill_subject(text.subject, values)
    content = format_html_join("\n", "{}", ((_html(block),) for block in blocks))
    with translation.override(language):
        context = {
            "subject": subject, "content": content, "language": language,
            "unsubscribe": unsubscribe, "site": settings.PUBLIC_BASE_URL,
        }  # fmt: skip
        html = render_to_string("accounts/messages/mail.html", context)
        foot = render_to_string("accounts/messages/foot.txt", context).strip()
        plain = "\n\n".join(filter(None, [*map(_plain, blocks), foot]))
    return Rendered(subject, f"{plain}\n", content, html)


def _plain(block: Block) -> str:
    return "\n".join(_plain_line(line) for line in block)


def _plain_line(line: Line) -> str:
    if len(line) == 1 and isinstance(line[0], Link) and line[0].label:
        colon = " :" if translation.get_language() == "fr" else ":"
        return f"{line[0].label}{colon}\n{line[0].address}"
    return "".join(_plain_part(part) for part in line)


def _plain_part(part: str | Link) -> str:
    if isinstance(part, str):
        return part
    return f"{part.label} ({part.address})" if part.label else part.address


def _html(block: Block) -> SafeString:
    """Return paragraphs, lists and buttons, in the block's order."""
    groups = [(kind, list(lines)) for kind, lines in groupby(block, key=_kind_of)]
    return format_html_join("\n", "{}", ((_html_group(kind, lines),) for kind, lines in groups))


def _kind_of(line: Line) -> str:
    first = line[0] if line else ""
    if isinstance(first, str):
        return "item" if first.startswith(_ITEM) else "text"
    return "button" if len(line) == 1 and first.label else "text"


def _html_group(kind: str, lines: Sequence[Line]) -> SafeString:
    if kind == "item":
        items = format_html_join(
            "", '<li style="margin:0 0 6px;">{}</li>', ((_inline(_item(line)),) for line in lines)
        )
        return format_html('<ul style="{}padding:0 0 0 22px;">{}</ul>', _P, items)
    if kind == "button":
        buttons = ((_P, *_address_and_label(line[0]), _BUTTON) for line in lines)
        return format_html_join("", '<p style="{0}"><a href="{1}" style="{3}">{2}</a></p>', buttons)
    return format_html(
        '<p style="{}">{}</p>',
        _P,
        format_html_join("<br>", "{}", ((_inline(one),) for one in lines)),
    )


def _item(line: Line) -> Line:
    return [str(line[0]).removeprefix(_ITEM), *line[1:]]


def _address_and_label(part: str | Link) -> tuple[str, str]:
    return (part.address, part.label or part.address) if isinstance(part, Link) else ("", part)


def _inline(line: Line) -> SafeString:
    return format_html_join("", "{}", ((_inline_part(part),) for part in line))


def _inline_part(part: str | Link) -> str | SafeString:
    if isinstance(part, str):
        return part
    address, label = _address_and_label(part)
    return format_html('<a href="{}" style="{}">{}</a>', address, _LINK, label)
