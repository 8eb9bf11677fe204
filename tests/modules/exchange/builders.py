"""A module with one of everything, and archives of modules to spoil."""

import io
import zipfile
from collections.abc import Callable
from datetime import time
from typing import Any

import orjson
from django.core.files.base import ContentFile
from PIL import Image

from accounts.users.enums import Role
from accounts.users.models import User
from modules.commons.services import add_asset
from modules.contents.queries import current_versions
from modules.exchange.importing import apply_import, check_import
from modules.exchange.models import ModuleImport
from modules.exchange.package import export_module
from modules.exchange.services import confirm_import, receive_module
from modules.programmes.enums import ActivityKind, Audience, DoneWhen, Lane, Mode
from modules.programmes.models import Activity, Edition, Format, Module, Revision, Sequence
from tests.learning.builders import a_person, a_revision
from tests.modules.contents.senders import a_content

FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(64)
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour\n"


def a_picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "#cc3a1b").save(target, "PNG")
    return target.getvalue()


def a_full_revision() -> Revision:
    """Return a published revision of two days that uses everything a module may hold."""
    revision = a_revision(days=2, required_half_days=3)
    module = revision.edition.module
    module.authors, module.source = "Atelier d’essai", "https://essai.example/module"
    module.save()
    first, second, third, *_rest = Sequence.objects.filter(day__revision=revision).order_by("pk")
    picture = _asset(a_picture(), "mur.png", alternative="Un mur de papiers", authors="Ana Costes")
    film = _asset(FILM, "terrain.mp4", licence="CC BY-NC-ND 4.0")
    captions = _asset(CAPTIONS, "terrain.vtt")
    version = current_versions().get(content=a_content())
    _activity(
        first, "page", "Le mur", minutes=15, authors="Ana Costes",
        body=f'<h2>Voir</h2><p>Le mur &amp; le sol.</p><figure><img data-asset="{picture.pk}" '
        'alt="Un mur de papiers"><figcaption>Le mur du lundi</figcaption></figure>',
    )  # fmt: skip
    _activity(
        first, "video", "Sur le terrain", asset=film, captions=captions, transcript="Bonjour.",
        licence="CC BY-NC-ND 4.0",
    )  # fmt: skip
    _activity(
        second, "h5p", "Un salut", content_version=version, done_when=DoneWhen.SCORED, min_score=60
    )
    _activity(second, "link", "Ailleurs", url="https://essai.example/ailleurs")
    _activity(
        second, "page", "Corrigé", audience=Audience.TRAINERS, body="<p>Réponses du quiz.</p>"
    )
    Sequence.objects.filter(pk=first.pk).update(
        mode=Mode.LISTENING, roles="Lou ouvre", material="Feutres\nGommettes",
        trainer_notes="Garder la porte ouverte.", purpose="Se connaître.",
        unfolding="On entre.\n\n- un\n- deux",
    )  # fmt: skip
    Sequence.objects.filter(pk=third.pk).update(lane=Lane.A)
    Sequence.objects.create(
        day=third.day, title="À côté", starts=time(14), minutes=90, phase="idees", lane=Lane.B
    )
    return revision


def _asset(data: bytes, name: str, **told: Any) -> Any:
    return add_asset(actor=None, file=ContentFile(data), filename=name, **told)


def _activity(sequence: Sequence, kind: str, title: str, **fields: Any) -> Activity:
    values = {"moment": "during", "minutes": 5, "body": "", **fields}
    position = sequence.activities.count() + 1
    return Activity.objects.create(
        sequence=sequence, kind=ActivityKind(kind), title=title, position=position, **values
    )


def exported(revision: Revision) -> bytes:
    target = io.BytesIO()
    export_module(revision, target)
    return target.getvalue()


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def document(data: bytes) -> dict[str, Any]:
    told: dict[str, Any] = orjson.loads(entries(data)["module.json"])
    return told


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def changed(data: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the archive with its document changed in place by `change`."""
    files = entries(data)
    told = orjson.loads(files["module.json"])
    change(told)
    return packed({**files, "module.json": orjson.dumps(told)})


def received(data: bytes, by: User | None = None) -> ModuleImport:
    person = by or a_person(Role.TRAINER)
    return receive_module(actor=person, file=ContentFile(data), filename="module.zip")


def checked(data: bytes, by: User | None = None) -> ModuleImport:
    return check_import(incoming=received(data, by))


def imported(data: bytes, **choice: Any) -> Revision:
    person = a_person(Role.ADMINISTRATOR)
    incoming = checked(data, person)
    assert incoming.problems == []
    confirmed = confirm_import(actor=person, incoming=incoming, **choice)
    revision = apply_import(actor=person, incoming=confirmed).revision
    assert revision is not None
    return revision


def forget_everything() -> None:
    """Empty the site of all that is taught; the libraries stay installed, as by their makers."""
    Revision.objects.all().delete()
    Edition.objects.all().delete()
    Module.objects.all().delete()
    Format.objects.all().delete()
