"""Pictures: real ones, without where they were taken; captions that a browser can read."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image, PngImagePlugin

from modules.commons import pictures
from modules.commons.captions import CaptionsAreUnreadable
from modules.commons.pictures import PictureIsTooLarge, PictureIsUnreadable
from modules.commons.services import add_asset

pytestmark = pytest.mark.django_db
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def a_picture(kind="JPEG", size=(40, 20), **saved):
    kept = io.BytesIO()
    Image.new("RGB", size, "#cc3a1b").save(kept, kind, **saved)
    return kept.getvalue()


def taken_somewhere(orientation=1):
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "Appareil de Camille"
    exif[GPS] = {1: "N", 2: (48.0, 6.0, 0.0)}
    return exif


def send(name, data):
    return add_asset(actor=None, file=ContentFile(data), filename=name)


def reopened(asset):
    with asset.file.open() as kept:
        return Image.open(io.BytesIO(kept.read()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_does_not_say_where_it_was_taken(kind):
    asset = send(f"rue.{kind.lower()}", a_picture(kind, exif=taken_somewhere()))
    kept = reopened(asset)
    assert not kept.getexif()
    with asset.file.open() as file:
        assert b"Camille" not in file.read()
    assert (asset.width, asset.height) == (40, 20)


def test_a_photograph_taken_sideways_is_kept_upright():
    asset = send("rue.jpg", a_picture(exif=taken_somewhere(orientation=6)))
    assert (asset.width, asset.height) == reopened(asset).size == (20, 40)


def test_what_a_png_says_in_words_is_forgotten():
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Camille")
    asset = send("schema.png", a_picture("PNG", pnginfo=told))
    assert "Author" not in reopened(asset).info


def test_a_picture_that_tells_nothing_is_kept_to_the_byte():
    data = a_picture("PNG")
    with send("schema.png", data).file.open() as kept:
        assert kept.read() == data


@pytest.mark.parametrize("name", ["faux.png", "faux.jpg"])
def test_what_is_not_a_picture_is_refused(name):
    with pytest.raises(PictureIsUnreadable, match=name):
        send(name, b"<html>pas une image")


def test_a_picture_that_is_not_of_the_kind_its_name_says_is_refused():
    with pytest.raises(PictureIsUnreadable):
        send("schema.png", a_picture("JPEG"))


def test_a_picture_of_too_many_pixels_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    with pytest.raises(PictureIsTooLarge, match="40 × 20"):
        send("rue.jpg", a_picture())


GOOD = """WEBVTT - Film
Kind: captions

NOTE relu par l’équipe

STYLE
::cue { color: white }

ouverture
00:01.000 --> 00:04.000 align:start
On observe d’abord.

01:00:05.250 --> 01:00:06.000
– Puis on écoute.
"""


def test_sound_captions_are_kept():
    assert send("film.vtt", ("\ufeff" + GOOD.replace("\n", "\r\n")).encode()).mime == "text/vtt"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("1\n00:01,000 --> 00:02,000\nBonjour", 1, "WEBVTT"),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nBonjour", 3, "ne se lisent pas"),
        ("WEBVTT\n\nun\ndeux", 3, "il manque les temps"),
        ("WEBVTT\n\n00:04.000 --> 00:02.000\nBonjour", 3, "finit avant"),
        ("WEBVTT\n\n00:04.000 --> 00:05.000\na\n\n00:01.000 --> 00:02.000\nb", 6, "précédent"),
        ("WEBVTT\n\nNOTE rien", 3, "aucun sous-titre"),
    ],
)
def test_captions_that_no_browser_would_show_are_refused_with_the_line(text, line, why):
    with pytest.raises(CaptionsAreUnreadable, match=rf"film\.vtt » .*, ligne {line} \(.*{why}"):
        send("film.vtt", text.encode())


def test_captions_in_other_letters_are_refused_with_the_line():
    with pytest.raises(CaptionsAreUnreadable, match=r"ligne 3 \(ces lettres"):
        send("film.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000 é".encode("latin-1"))
