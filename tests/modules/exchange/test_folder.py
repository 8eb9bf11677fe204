"""An edition as pages to read from a disk."""

import io
import re
import zipfile
from html.parser import HTMLParser

import pytest

from modules.exchange.folder.writing import write_folder
from modules.programmes.models import Activity, Revision
from tests.modules.exchange.builders import a_full_revision, a_picture, entries

pytestmark = pytest.mark.django_db
SITE = "https://programme.example"


def folder_of(revision: Revision, *, with_notes: bool = False) -> bytes:
    target = io.BytesIO()
    write_folder(revision, target, lambda _done, _total: None, with_notes=with_notes)
    return target.getvalue()


class _Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"}]


def pages(data: bytes) -> dict[str, str]:
    return {n: d.decode() for n, d in entries(data).items() if n.endswith(".html")}


def test_every_link_of_every_page_leads_to_a_file_of_the_folder_or_out_of_it(settings):
    settings.PUBLIC_BASE_URL = SITE
    revision = a_full_revision()
    Activity.objects.filter(title="Ailleurs").update(body='<p><a href="/modules/x/">Voir</a></p>')

    data = folder_of(revision)

    files = set(entries(data))
    followed = 0
    for name, html in pages(data).items():
        found = _Links(html)
        assert "script" not in found.tags
        for link in found.links:
            if link.startswith("#"):
                assert f'id="{link[1:]}"' in html, (name, link)
            elif not link.startswith("https://"):
                assert link in files, (name, link)
                followed += 1
    assert followed > 60
    assert f'href="{SITE}/modules/x/"' in "".join(pages(data).values())


def test_the_pages_follow_one_another_from_the_first_to_the_credits():
    found = pages(folder_of(a_full_revision()))
    name, seen = "index.html", ["index.html"]
    while after := re.search(r'rel="next"[^>]*href="([^"]+)"', found[name]):
        name = after[1]
        assert name not in seen
        seen.append(name)

    assert set(seen) == set(found)
    assert seen[-1] == "credits.html"


def test_the_folder_holds_pictures_films_captions_and_packages():
    found = entries(folder_of(a_full_revision()))

    names = [re.sub(r"[0-9a-f]{10}-", "", name) for name in found if name.startswith("fichiers/")]
    assert sorted(names) == ["fichiers/mur.png", "fichiers/terrain.mp4", "fichiers/terrain.vtt"]
    assert a_picture() in found.values()
    assert zipfile.is_zipfile(io.BytesIO(found["h5p/1.h5p"]))


def test_what_only_trainers_read_is_there_when_it_is_asked_for():
    revision = a_full_revision()

    public = "".join(pages(folder_of(revision)).values())
    team = "".join(pages(folder_of(revision, with_notes=True)).values())

    for words in ("Réponses du quiz.", "Garder la porte ouverte.", "Lou ouvre", "Corrigé"):
        assert words not in public
        assert words in team


def test_the_same_edition_gives_the_same_bytes():
    revision = a_full_revision()

    assert folder_of(revision) == folder_of(revision)
