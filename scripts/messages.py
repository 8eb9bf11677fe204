"""The English catalogue: `python -m scripts.messages update|check|compile`.

`update` collects the French sentences of the code and templates; `check` fails when one is
missing or has no English; `compile` writes what Django reads.
"""

import io
import re
import sys
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template as django_template

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ["accounts", "certificates", "common", "config", "frontend", "learning", "modules"]
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def sources() -> list[Path]:
    """Return the files that may hold sentences."""
    found = [
        path
        for package in PACKAGES
        for pattern in ("*.py", "*.html", "*.txt")
        for path in (ROOT / package).rglob(pattern)
        if "node_modules" not in path.parts and "static" not in path.parts
    ]
    return sorted(found)


def collected() -> Catalog:
    """Return every sentence of the code and templates."""
    catalog = Catalog(locale="en", project="reenchantez", fuzzy=False)
    for path in sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Between brackets, the indentation of the markup means nothing to the tokenizer.
            text = f"({django_template.templatize(text, origin=str(path))})"
        found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS)
        for _line, message, _comments, context in found:
            catalog.add(
                message, locations=[(str(path.relative_to(ROOT)), 0)], context=context,
                flags=["python-format"] if "%(" in str(message) else [],
            )  # fmt: skip
    return catalog


def known() -> Catalog:
    """Return the catalogue as committed."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def update() -> None:
    """Write the catalogue with every sentence of today, translations kept."""
    catalog = known()
    catalog.update(collected(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, omit_header=False, no_location=True)


def placeholders(text: str | None) -> set[str]:
    """Return the %(names)s of a sentence."""
    return set(re.findall(r"%\((\w+)\)", text or ""))


def faults() -> list[str]:
    """Return what is wrong with the catalogue, a sentence each."""
    found = []
    catalog = known()
    for message in collected():
        if message.id:
            found += _faults_of(message, catalog)
    return found


def _faults_of(message: Message, catalog: Catalog) -> list[str]:
    theirs = catalog.get(message.id, message.context)
    french = list(message.id) if isinstance(message.id, tuple | list) else [message.id]
    if theirs is None:
        return [f"missing: {french[0]!r}"]
    words = list(theirs.string) if isinstance(theirs.string, tuple | list) else [theirs.string]
    if not all(words):
        return [f"without English: {french[0]!r}"]
    allowed = placeholders(" ".join(french))
    return [
        f"placeholders differ: {french[0]!r}"
        for english in words
        if not placeholders(english) <= allowed
    ]


def check() -> None:
    """Fail when a sentence has no English."""
    found = faults()
    if found:
        print("\n".join(found))
        sys.exit(f"✗ {len(found)} sentences: run `make messages`, then translate them.")


def compile_catalogues() -> None:
    """Write the .mo files Django reads."""
    for source in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


if __name__ == "__main__":
    settings.configure(USE_I18N=True)
    django.setup()
    {"update": update, "check": check, "compile": compile_catalogues}[sys.argv[1]]()
