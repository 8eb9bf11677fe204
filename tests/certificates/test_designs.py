"""Designs: which applies where, drafts, publication, and what was printed that stays."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.users.enums import Role
from certificates.awards.enums import AwardKind
from certificates.awards.pdf import render_award
from certificates.designs import pictures as papers_pictures
from certificates.designs.checks import (
    AccentIsNoColour,
    AccentIsTooPale,
    LogoNeedsWords,
    SignatoryNeedsName,
    TooManyPictures,
    WordsAreTooLong,
    check_look,
)
from certificates.designs.colours import ACCENT, LEAST_CONTRAST, contrast, darkened
from certificates.designs.look import Logo, Look, Signatory
from certificates.designs.models import PaperDesign
from certificates.designs.opening import (
    OpeningIsBroken,
    OpeningNamesTheUnknown,
    OpeningNeedsTheName,
    check_opening,
)
from certificates.designs.pictures import (
    HEAVIEST,
    PaperPictureIsNone,
    PaperPictureIsTooHeavy,
    PaperPictureIsTooSmall,
    address_of,
    kept,
    logo_of,
    signature_of,
)
from certificates.designs.queries import look_for
from certificates.designs.services import (
    CannotDesign,
    DesignExists,
    DraftHasChanged,
    DraftIsOpen,
    NothingToPublish,
    apply_design,
    discard_draft,
    publish_draft,
    restore_version,
    save_draft,
    start_design,
)
from tests.certificates.facts import VERIFY_URL, award_facts
from tests.certificates.looks import a_file, a_logo, a_tale, a_whole_look
from tests.learning.builders import a_person, a_revision, an_organisation

KIND = AwardKind.COMPLETION_CERTIFICATE


@pytest.fixture
def actor(db, settings, tmp_path):  # noqa: ARG001 - `db` gives access to the database
    settings.MEDIA_ROOT = tmp_path
    kept.cache_clear()
    return a_person(Role.ADMINISTRATOR)


def a_design(actor, mention, **where):
    """Return a design published with a mention that tells which one it is."""
    design = start_design(actor=actor, kind=KIND, look=Look(mention=mention), **where)
    publish_draft(actor=actor, design=design, seen=seen_of(design))
    return design


def seen_of(design):
    return design.last_version().seen


def mention_for(module, organisation=None):
    return look_for(kind=KIND, module=module, organisation=organisation)["mention"]


def test_the_most_precise_design_dresses_the_paper(actor):
    module, other = (a_revision().edition.module for _ in range(2))
    school, neighbour = an_organisation(), an_organisation()
    a_design(actor, "partout")
    a_design(actor, "école", organisation=school)
    a_design(actor, "module", module=module)
    a_design(actor, "les deux", module=module, organisation=school)

    assert mention_for(module, school) == "les deux"
    assert mention_for(module, neighbour) == "module"
    assert mention_for(module) == "module"
    assert mention_for(other, school) == "école"
    assert mention_for(other, neighbour) == "partout"
    assert look_for(kind="another", module=module, organisation=None)["mention"] == ""


def test_where_no_design_applies_the_usual_look_is_frozen_all_the_same(actor):  # noqa: ARG001
    look = look_for(kind=KIND, module=a_revision().edition.module, organisation=None)

    assert look == {
        "design": None, "version": 0, "accent": ACCENT, "logos": [], "signatories": [],
        "opening": "", "mention": "",
    }  # fmt: skip


def test_a_draft_changes_no_paper_until_it_is_published(actor):
    module = a_revision().edition.module
    design = a_design(actor, "première")
    draft = save_draft(
        actor=actor, design=design, look=Look(mention="seconde"), pictures={}, seen=seen_of(design)
    )

    assert mention_for(module) == "première"
    publish_draft(actor=actor, design=design, seen=draft.seen)
    assert mention_for(module) == "seconde"


def test_a_design_set_aside_leaves_room_for_the_next_one(actor):
    module = a_revision().edition.module
    a_design(actor, "partout")
    design = a_design(actor, "module", module=module)

    apply_design(actor=actor, design=design, is_applied=False)
    assert mention_for(module) == "partout"
    apply_design(actor=actor, design=design, is_applied=True)
    assert mention_for(module) == "module"


def test_what_was_issued_is_drawn_the_same_after_a_new_version(actor):
    module = a_revision().edition.module
    look, pictures = a_whole_look()
    design = start_design(actor=actor, kind=KIND)
    save_draft(actor=actor, design=design, look=look, pictures=pictures, seen=seen_of(design))
    publish_draft(actor=actor, design=design, seen=seen_of(design))
    facts = award_facts() | {"look": look_for(kind=KIND, module=module, organisation=None)}
    first = render_award(facts, verify_url=VERIFY_URL)

    save_draft(
        actor=actor, design=design, look=Look(mention="Neuf"), pictures={}, seen=seen_of(design)
    )  # fmt: skip
    publish_draft(actor=actor, design=design, seen=seen_of(design))
    kept.cache_clear()

    assert look_for(kind=KIND, module=module, organisation=None)["version"] == 2
    assert facts["look"]["version"] == 1
    assert render_award(facts, verify_url=VERIFY_URL) == first


def test_an_old_version_comes_back_as_a_new_one(actor):
    module = a_revision().edition.module
    design = a_design(actor, "première")
    save_draft(
        actor=actor, design=design, look=Look(mention="seconde"), pictures={}, seen=seen_of(design)
    )
    with pytest.raises(DraftIsOpen):
        restore_version(actor=actor, design=design, number=1)
    publish_draft(actor=actor, design=design, seen=seen_of(design))

    restored = restore_version(actor=actor, design=design, number=1)
    publish_draft(actor=actor, design=design, seen=seen_of(design))

    assert (restored.number, restored.restored_from) == (3, 1)
    assert mention_for(module) == "première"
    assert list(design.versions.order_by("number").values_list("look__mention", flat=True)) == [
        "première", "seconde", "première",
    ]  # fmt: skip


def test_a_draft_is_given_up_and_its_number_with_it(actor):
    design = a_design(actor, "première")
    save_draft(
        actor=actor, design=design, look=Look(mention="non"), pictures={}, seen=seen_of(design)
    )
    discard_draft(actor=actor, design=design)

    assert design.versions.get().number == 1
    with pytest.raises(NothingToPublish):
        discard_draft(actor=actor, design=design)
    with pytest.raises(NothingToPublish):
        publish_draft(actor=actor, design=design, seen=seen_of(design))


def test_nobody_overwrites_a_draft_they_did_not_see(actor):
    design = start_design(actor=actor, kind=KIND)
    shown = seen_of(design)
    save_draft(actor=actor, design=design, look=Look(mention="une"), pictures={}, seen=shown)

    with pytest.raises(DraftHasChanged):
        save_draft(actor=actor, design=design, look=Look(mention="autre"), pictures={}, seen=shown)
    with pytest.raises(DraftHasChanged):
        publish_draft(actor=actor, design=design, seen=shown)
    assert design.versions.get().look["mention"] == "une"


def test_nobody_writes_over_a_version_published_since_they_looked(actor):
    design = a_design(actor, "première")
    shown = seen_of(design)
    save_draft(actor=actor, design=design, look=Look(mention="seconde"), pictures={}, seen=shown)
    publish_draft(actor=actor, design=design, seen=seen_of(design))

    with pytest.raises(DraftHasChanged):
        save_draft(actor=actor, design=design, look=Look(mention="autre"), pictures={}, seen=shown)


@pytest.mark.parametrize("where", ["nowhere", "module", "organisation", "both"])
def test_a_place_has_one_design(actor, where):
    module, organisation = a_revision().edition.module, an_organisation()
    place = {
        "nowhere": {}, "module": {"module": module}, "organisation": {"organisation": organisation},
        "both": {"module": module, "organisation": organisation},
    }[where]  # fmt: skip
    start_design(actor=actor, kind=KIND, **place)

    with pytest.raises(DesignExists):
        start_design(actor=actor, kind=KIND, **place)
    start_design(actor=actor, kind=AwardKind.PARTICIPATION_ATTESTATION, **place)


def test_only_the_administration_sees_and_writes_designs(actor):
    trainer = a_person(Role.TRAINER)
    design = start_design(actor=actor, kind=KIND)

    assert list(PaperDesign.objects.visible_to(actor)) == [design]
    assert list(PaperDesign.objects.visible_to(trainer)) == []
    with pytest.raises(CannotDesign):
        start_design(actor=trainer, kind="other")
    with pytest.raises(CannotDesign):
        publish_draft(actor=trainer, design=design, seen="1-1")


LONG = "x" * 301


@pytest.mark.parametrize(
    ("look", "refusal"),
    [
        (Look(accent="rouge"), AccentIsNoColour),
        (Look(accent="#f5b700"), AccentIsTooPale),
        (Look(logos=(Logo("0" * 64, ""),)), LogoNeedsWords),
        (Look(signatories=(Signatory("", "directrice"),)), SignatoryNeedsName),
        (Look(logos=(Logo("0" * 64, "x"),) * 4), TooManyPictures),
        (Look(signatories=(Signatory("x"),) * 3), TooManyPictures),
        (Look(mention=LONG), WordsAreTooLong),
        (Look(signatories=(Signatory("x", LONG),)), WordsAreTooLong),
    ],
)
def test_a_look_that_some_could_not_read_is_refused(look, refusal):
    with pytest.raises(refusal):
        check_look(look)


def test_each_refusal_of_a_look_is_reached_by_its_name():
    with pytest.raises(AccentIsNoColour):
        check_look(Look(accent="#CC3A1B; }"))
    with pytest.raises(AccentIsTooPale, check=lambda told: "#f5b700" not in str(told)):
        check_look(Look(accent="#f5b700"))
    with pytest.raises(LogoNeedsWords):
        check_look(Look(logos=(Logo("0" * 64, "a"), Logo("0" * 64, ""))))
    with pytest.raises(SignatoryNeedsName):
        check_look(Look(signatories=(Signatory("a"), Signatory(""))))
    with pytest.raises(TooManyPictures):
        check_look(Look(logos=(Logo("0" * 64, "x"),) * 4))
    with pytest.raises(WordsAreTooLong):
        check_look(Look(opening="{{ nom }}" + LONG))


@pytest.mark.parametrize("colour", ["#f5b700", "#ffffff", "#6fd0ff", "#cc3a1b"])
def test_the_shade_we_propose_can_be_read(colour):
    assert contrast(darkened(colour)) >= LEAST_CONTRAST


def test_contrast_is_what_wcag_measures():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_opening_sentence_names_the_person_and_only_what_papers_know():
    check_opening("")
    check_opening("{{ organisme }} remercie {{nom}}.")
    with pytest.raises(OpeningNeedsTheName):
        check_opening("{{ organisme }} remercie.")
    with pytest.raises(OpeningNamesTheUnknown):
        check_opening("{{ nom }} et {{ salaire }}")
    with pytest.raises(OpeningIsBroken):
        check_opening("{{ nom }} {% include 'base.html' %}")


def test_a_picture_is_drawn_again_without_what_it_told(actor):  # noqa: ARG001
    picture = logo_of(a_file(pnginfo=a_tale()), name="logo.png")

    assert b"Lou Nouvel" not in picture.data
    assert Image.open(BytesIO(picture.data)).size == (300, 120)


def test_the_white_ground_of_a_logo_becomes_the_paper_s():
    corner = Image.open(BytesIO(a_logo(kind="JPEG").data)).convert("RGB").getpixel((299, 0))

    assert all(abs(a - b) <= 2 for a, b in zip(corner, (0xFD, 0xFA, 0xF3), strict=True))


def test_a_signature_leaves_its_sheet():
    picture = signature_of(a_file((600, 400), kind="JPEG", ground="#f4f2ee"), name="s.jpg")
    ink = Image.open(BytesIO(picture.data))

    assert ink.mode == "RGBA"
    assert ink.getpixel((ink.width - 1, 0))[3] == 0
    assert max(ink.getchannel("A").get_flattened_data()) == 255


def test_pictures_that_cannot_be_printed_are_refused():
    with pytest.raises(PaperPictureIsNone):
        logo_of(SimpleUploadedFile("logo.svg", b"<svg onload='x'/>"), name="logo.svg")
    with pytest.raises(PaperPictureIsNone):
        logo_of(SimpleUploadedFile("logo.png", a_file().read()[:200]), name="logo.png")
    with pytest.raises(PaperPictureIsNone):
        signature_of(SimpleUploadedFile("a.png", b""), name="a.png")
    with pytest.raises(PaperPictureIsTooHeavy):
        logo_of(SimpleUploadedFile("logo.png", b"0" * (HEAVIEST + 1)), name="logo.png")
    with pytest.raises(PaperPictureIsTooHeavy):
        logo_of(a_file((6000, 5000)), name="logo.png")
    with pytest.raises(PaperPictureIsTooSmall):
        logo_of(a_file((60, 20)), name="logo.png")


def test_a_kept_picture_that_changed_is_not_printed(actor):  # noqa: ARG001
    picture = a_logo()
    papers_pictures.keep({picture.sha256: picture.data})
    assert kept(picture.sha256) == picture.data

    kept.cache_clear()
    default_storage.delete(address_of(picture.sha256))
    default_storage.save(address_of(picture.sha256), BytesIO(a_logo(ground="red").data))
    with pytest.raises(ValueError, match="not that picture"):
        kept(picture.sha256)
    with pytest.raises(ValueError, match="passwd"):
        address_of("../../etc/passwd")
