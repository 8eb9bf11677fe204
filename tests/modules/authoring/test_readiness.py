"""What a draft lacks before publishing, each thing with the place where it is mended."""

from datetime import time

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from modules.authoring.readiness import readiness
from modules.commons.enums import Licence
from modules.commons.services import add_asset
from modules.programmes.enums import ActivityKind, Lane, Phase
from modules.programmes.models import Activity, Day, Module, Sequence
from tests.learning.builders import a_content_version
from tests.modules.authoring.drafts import a_draft, sequences_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return a_draft()


@pytest.fixture
def activity(draft):
    return Activity.objects.filter(sequence__day__revision=draft).order_by("pk").first()


def point(draft, code):
    return next(one for one in readiness(draft) if one.code == code)


def unmet(draft):
    return {one.code for one in readiness(draft) if not one.is_met}


def change(block, **fields):
    type(block).objects.filter(pk=block.pk).update(**fields)


def test_a_complete_draft_lacks_nothing(draft):
    assert unmet(draft) == set()


@pytest.mark.parametrize(
    ("code", "fields", "named"),
    [
        ("objectives", {"objectives": []}, "Objectifs"),
        ("disability", {"disability_contact": " "}, "Référent·e handicap"),
        ("disability", {"disability_text": ""}, "Accessibilité"),
        ("sheet", {"price": ""}, "Tarif"),
    ],
)
def test_what_the_sheet_lacks_is_named_and_leads_to_its_field(draft, code, fields, named):
    Module.objects.update(**fields)
    found = point(draft, code)
    assert named in found.sentence
    assert found.is_blocking
    assert [(place.kind, place.key) for place in found.places] == [("sheet", next(iter(fields)))]


def test_the_sheet_that_counts_is_the_draft_s(draft):
    Module.objects.update(objectives=[])
    draft.sheet = {"objectives": ["Écouter"]}
    draft.save()
    assert point(draft, "objectives").is_met


def test_an_empty_day_and_a_day_too_many_are_named(draft):
    Day.objects.create(revision=draft, position=2, title="Le vide")
    assert "Le vide" in point(draft, "days").sentence
    assert "2 journées" in point(draft, "days").sentence


def test_sequences_that_overlap_lead_to_the_later_one_unless_groups_are_apart(draft):
    first, second = sequences_of(draft)[:2]
    change(first, minutes=90)
    found = point(draft, "overlaps")
    assert [place.key for place in found.places] == [second.pk]
    change(first, lane=Lane.A)
    change(second, lane=Lane.B)
    assert point(draft, "overlaps").is_met


@pytest.mark.parametrize(
    ("starts", "minutes"), [(time(8, 30), 30), (time(12), 60), (time(13), 30), (time(17), 60)]
)
def test_what_leaves_its_half_day_is_said_and_does_not_forbid_publishing(draft, starts, minutes):
    Sequence.objects.filter(day__revision=draft).exclude(pk=sequences_of(draft)[0].pk).delete()
    change(sequences_of(draft)[0], starts=starts, minutes=minutes)
    found = point(draft, "half_days")
    assert not found.is_met
    assert not found.is_blocking


def test_the_phases_that_are_absent_are_named_in_a_module_of_three_days(draft):
    assert "phases" not in {one.code for one in readiness(draft)}
    whole = a_draft(days=3)
    assert "idées, partage" in point(whole, "phases").sentence
    for sequence, phase in zip(sequences_of(whole), Phase, strict=False):
        change(sequence, phase=phase)
    assert point(whole, "phases").is_met


@pytest.mark.parametrize(
    ("body", "is_met"),
    [
        ('<p><img src="/x.png"></p>', False),
        ('<img src="/x.png" alt="  ">', False),
        ('<img src="/x.png" alt="Le guichet, vu de la file">', True),
        ('<img src="/x.png" alt="" data-decoration>', True),
        ("Un texte sans image, 3 < 4", True),
    ],
)
def test_a_picture_says_what_it_shows_or_that_it_shows_nothing(draft, activity, body, is_met):
    change(activity, body=body)
    found = point(draft, "pictures")
    assert found.is_met == is_met
    assert found.is_blocking
    assert all(place.lineage == activity.lineage for place in found.places)


def test_a_film_has_captions(draft, activity):
    film = add_asset(actor=None, file=ContentFile(b"film"), filename="film.mp4")
    change(activity, kind=ActivityKind.VIDEO, asset=film)
    assert not point(draft, "captions").is_met
    captions = add_asset(
        actor=None,
        file=ContentFile(b"WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour\n"),
        filename="film.vtt",
    )
    change(activity, captions=captions)
    assert point(draft, "captions").is_met


def test_an_interactive_activity_has_a_content_whose_licence_is_known(draft, activity):
    change(activity, kind=ActivityKind.H5P)
    assert not point(draft, "contents").is_met
    version = a_content_version()
    change(activity, content_version=version)
    assert point(draft, "contents").is_met
    assert not point(draft, "licences").is_met
    change(version, licence="CC BY-SA")
    assert point(draft, "licences").is_met


def test_a_block_that_may_not_enter_the_module_says_why_and_what_to_do(draft, activity):
    change(activity, licence=Licence.BY_NC_ND)
    found = point(draft, "mixing")
    assert found.is_blocking
    assert "(CC BY-NC-ND 4.0) ne peut pas entrer dans un module CC BY-SA 4.0" in found.sentence
    assert "interdit de le modifier" in found.sentence
    assert "mettez un lien" in found.sentence
    change(activity, kind=ActivityKind.LINK)
    assert point(draft, "mixing").is_met, "A link puts nothing into the module."


def test_the_licences_of_files_and_contents_count_too(draft, activity):
    sheet = add_asset(
        actor=None, file=ContentFile(b"Une fiche"), filename="fiche.pdf", licence=Licence.RESERVED
    )
    version = a_content_version()
    change(version, licence="CC BY-NC")
    change(activity, asset=sheet, content_version=version)
    names = " ".join(place.why for place in point(draft, "mixing").places)
    assert "fiche.pdf" in names
    assert version.title in names


@pytest.mark.parametrize(
    ("link", "is_dead"),
    [
        ("/nulle-part/du-tout/", True),
        ("#absent", True),
        ("#la", False),
        (reverse("accessibility"), False),
        (reverse("accessibility") + "?a=1#b", False),
        ("https://ailleurs.example/nulle-part/", False),
        ("//ailleurs.example/x", False),
        ("mailto:equipe@essai.example", False),
    ],
)
def test_a_link_inside_the_site_leads_somewhere(draft, activity, link, is_dead):
    change(activity, body=f'<h3 id="la">Là</h3><p><a href="{link}">lire</a></p>')
    found = point(draft, "links")
    assert found.is_met != is_dead
    assert all(link in place.words for place in found.places)


def test_a_large_draft_asks_the_database_as_much_as_a_small_one():
    counts = []
    for draft in (a_draft(days=1), a_draft(days=5)):
        with CaptureQueriesContext(connection) as captured:
            readiness(draft)
        counts.append(len(captured))
    assert counts[0] == counts[1]
