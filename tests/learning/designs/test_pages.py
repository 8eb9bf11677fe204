"""The pages of designs: open one, write it beside its paper, publish it, come back."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.users.enums import Role
from certificates.awards.enums import AwardKind
from certificates.designs.look import Look
from certificates.designs.models import DesignVersion, PaperDesign
from certificates.designs.queries import look_for
from certificates.designs.services import publish_draft, start_design
from learning.completion.papers import facts_for
from learning.completion.services import declare_completion
from tests.certificates.looks import a_file
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_revision,
    an_enrolment,
    an_organisation,
    the_provider,
)

pytestmark = pytest.mark.django_db
KIND = AwardKind.COMPLETION_CERTIFICATE


@pytest.fixture
def admin(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = a_person(Role.ADMINISTRATOR, the_provider(), first_name="Ysée", last_name="Marchand")
    client.force_login(person)
    return person


@pytest.fixture
def design(admin):
    return start_design(actor=admin, kind=KIND)


def send(client, design, **typed):
    """Send the form as it stands, with what is typed."""
    told = {"accent": "#cc3a1b", "vu": design.last_version().seen, "acte": "enregistrer", **typed}
    return client.post(reverse("steering:design", args=[design.pk]), told)


def said(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_design_is_opened_for_a_paper_a_module_and_a_school(client, admin):  # noqa: ARG001
    module, school = a_revision().edition.module, an_organisation()
    place = {"kind": KIND, "module": module.pk, "organisation": school.pk}
    response = client.post(reverse("steering:designs"), place)

    design = PaperDesign.objects.get()
    assert (design.kind, design.module, design.organisation) == (KIND, module, school)
    assert response["Location"] == reverse("steering:design", args=[design.pk])
    again = client.post(reverse("steering:designs"), place)
    assert again.status_code == 409
    assert "a déjà un modèle pour ce module et cette structure" in said(again)
    assert school.name in said(client.get(reverse("steering:designs")))


def test_what_is_typed_is_kept_as_a_draft_then_published(client, design):
    send(client, design, mention="Avec Montbrune", signatory_0_name="Jean Auzoux")
    draft = DesignVersion.objects.get()
    assert draft.is_draft
    assert draft.told().mention == "Avec Montbrune"

    response = send(client, design, acte="publier", accent="#1A4FA0", mention="Avec Montbrune")
    assert response.status_code == 302
    published = DesignVersion.objects.get()
    assert published.published_by is not None
    assert (published.told().accent, published.told().signatories) == ("#1a4fa0", ())
    page = said(client.get(reverse("steering:design", args=[design.pk])))
    assert "publiée le" in page
    assert "par Ysée Marchand" in page


def test_a_picture_keeps_its_place_until_another_comes_or_it_is_taken_off(client, design):
    send(client, design, logo_1=a_file(), logo_1_alt="Ville de Montbrune")
    (logo,) = design.last_version().told().logos
    assert logo.alt == "Ville de Montbrune"

    send(client, design, logo_0_alt="Montbrune")
    (renamed,) = design.last_version().told().logos
    assert (renamed.sha256, renamed.alt) == (logo.sha256, "Montbrune")
    send(client, design, logo_0=a_file(ground="red"), logo_0_alt="Montbrune")
    assert design.last_version().told().logos[0].sha256 != logo.sha256
    send(client, design, logo_0_alt="Montbrune", logo_0_off="on")
    assert design.last_version().told().logos == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {"accent": "#f5b700"},
            "Cette couleur se lit mal sur le papier : son contraste est de 1,7",
        ),
        ({"logo_0": True}, "Dites ce que montre le logo nº 1"),
        ({"signatory_0_quality": "directrice"}, "Dites le nom de la personne qui signe en nº 1"),
        ({"opening": "Bravo à tous"}, "doit dire à qui le document est délivré"),
        ({"opening": "Bravo {{ nom }} {{ salaire }}"}, "ne connaît pas {{ salaire }}"),
        ({"logo_0": False, "logo_0_alt": "x"}, "n’est pas une image PNG ou JPEG lisible"),
        ({"vu": "0-0"}, "Quelqu’un a changé ce brouillon"),
    ],
)
def test_refusals_say_what_is_wrong_and_keep_nothing(client, design, typed, words):
    if "logo_0" in typed:
        script = SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>")
        typed = {**typed, "logo_0": a_file() if typed["logo_0"] else script}
    response = send(client, design, **typed)

    assert response.status_code == 409
    assert words in said(response)
    assert DesignVersion.objects.get().told() == Look()


def test_a_version_comes_back_and_a_draft_is_given_up(client, admin, design):
    publish_draft(actor=admin, design=design, seen="1-1")
    send(client, design, acte="publier", mention="Seconde")
    address = reverse("steering:design", args=[design.pk])
    client.post(address, {"acte": "retablir", "version": "1"})
    assert design.last_version().restored_from == 1
    refused = client.post(address, {"acte": "retablir", "version": "1"})
    assert "Un brouillon est en cours" in said(refused)
    assert client.post(address, {"acte": "retablir", "version": "9"}).status_code == 404
    client.post(address, {"acte": "abandonner"})
    assert design.last_version().told().mention == "Seconde"
    client.post(address, {"acte": "mettre-de-cote"})
    assert "Mis de côté" in said(client.get(address))
    client.post(address, {"acte": "appliquer"})
    assert "Mis de côté" not in said(client.get(address))
    assert client.post(address, {"acte": "autre"}).status_code == 404


def test_what_is_typed_is_drawn_and_nothing_of_it_is_kept(client, design):
    address = reverse("steering:design_preview", args=[design.pk])
    typed = {"accent": "#1a4fa0", "logo_0": a_file(), "logo_0_alt": "Montbrune", "essai": "long"}
    tried = client.post(address, typed, headers={"accept": "image/png, application/json"})
    kept = client.get(address)

    pictures = [Image.open(BytesIO(answer.content)) for answer in (tried, kept)]
    assert [picture.size for picture in pictures] == [(1400, 990)] * 2
    assert tried.content != kept.content
    assert tried["Cache-Control"] == "private, no-store"
    assert DesignVersion.objects.get().told() == Look()


def test_a_preview_that_cannot_be_says_why_to_the_page_and_to_its_script(client, design):
    address = reverse("steering:design_preview", args=[design.pk])
    to_script = client.post(address, {"accent": "#ffffff"}, headers={"accept": "application/json"})
    to_page = client.post(address, {"accent": "#ffffff"})

    assert (to_script.status_code, to_page.status_code) == (409, 409)
    assert to_script.json()["refusal"].startswith("Cette couleur se lit mal")
    assert "Cette couleur se lit mal" in said(to_page)
    lacking = client.post(address, {}, headers={"accept": "application/json"})
    assert lacking.json()["refusal"]
    assert client.get(address, {"version": "9"}).status_code == 404
    assert client.get(address, {"version": "x"}).status_code == 404


def test_facts_freeze_the_look_of_the_school_that_enrolled(admin):
    school = an_organisation()
    trainer = a_person(Role.TRAINER)
    design = start_design(actor=admin, kind=KIND, organisation=school, look=Look(mention="École"))
    publish_draft(actor=admin, design=design, seen="1-1")
    revision = a_revision(completion_basis="declared", required_half_days=None)
    cohort = a_cohort(revision=revision, trainers=[trainer], state="running")
    for organisation, mention in ((school, "École"), (None, "")):
        completion = declare_completion(
            actor=trainer, enrolment=an_enrolment(cohort, enrolling_organisation=organisation),
            evidence="Rapport", effective_on=cohort.ends_on, minutes=60,
        )  # fmt: skip
        look = facts_for(completion)["look"]
        assert look["mention"] == mention
        assert look == look_for(
            kind=KIND, module=revision.edition.module, organisation=organisation
        )
