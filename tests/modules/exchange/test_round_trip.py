"""Out, in, and out again."""

import json

import pytest
from django.core.files.base import ContentFile
from jsonschema import Draft202012Validator

from modules.commons.models import Asset
from modules.commons.services import add_asset
from modules.contents.models import Blob, Content, Library, TrustedLibrary
from modules.exchange.schema import schema_text
from modules.programmes.models import Activity, Day, Format, Module, Sequence
from tests.learning.builders import a_revision
from tests.modules.exchange.builders import (
    a_full_revision,
    a_picture,
    document,
    entries,
    exported,
    forget_everything,
    imported,
)

pytestmark = pytest.mark.django_db


def test_a_module_taken_to_an_empty_site_and_out_again_gives_the_same_bytes():
    first = exported(a_full_revision())
    forget_everything()
    Content.objects.all().delete()
    Asset.objects.all().delete()

    again = exported(imported(first, creates_format=True))

    assert document(again) == document(first)
    assert again == first


def test_the_same_holds_where_nothing_was_ever_kept_but_the_trust_in_its_libraries(
    settings, tmp_path
):
    first = exported(a_full_revision())
    forget_everything()
    for kept in (Content, Asset, Library, Blob):
        kept.objects.all().delete()
    settings.MEDIA_ROOT = tmp_path / "another"

    again = exported(imported(first, creates_format=True))

    assert TrustedLibrary.objects.exists()
    assert again == first


def test_an_export_says_what_its_published_schema_describes():
    data = exported(a_full_revision())
    schema = json.loads(schema_text())

    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document(data))
    assert entries(data)["schema.json"].decode() == schema_text()


def test_the_published_schema_knows_every_choice_and_length_of_what_it_describes():
    defs = json.loads(schema_text())["$defs"]
    for name, model in (
        ("module", Module), ("training_format", Format), ("day", Day), ("sequence", Sequence),
        ("activity", Activity), ("file", Asset),
    ):  # fmt: skip
        told = defs[name]["properties"]
        for field in model._meta.concrete_fields:
            schema = told.get(field.name)
            if schema is None:
                continue
            if field.choices and "enum" in schema:
                assert schema["enum"] == [value for value, _label in field.choices], field
            elif field.choices and "$ref" in schema:
                assert defs["licence"]["enum"] == [value for value, _label in field.choices]
            elif field.max_length and "maxLength" in schema:
                assert schema["maxLength"] <= field.max_length, field


def test_a_file_told_in_two_ways_travels_once_and_comes_back_as_two():
    revision = a_revision(days=1, required_half_days=1)
    first, second, *_rest = Activity.objects.filter(sequence__day__revision=revision)
    for activity, words in ((first, "Un mur"), (second, "Le même mur, le soir")):
        activity.asset = add_asset(
            actor=None, file=ContentFile(a_picture()), filename="mur.png", alternative=words
        )
        activity.save()
    data = exported(revision)
    files = [name for name in entries(data) if name.startswith("files/")]
    forget_everything()
    Asset.objects.all().delete()

    again = imported(data, creates_format=True)

    assert len(files) == 1
    assert sorted(Asset.objects.values_list("alternative", flat=True)) == [
        "Le même mur, le soir", "Un mur",
    ]  # fmt: skip
    assert exported(again) == data


def test_the_licence_of_the_whole_is_told_then_of_the_parts_that_have_another():
    licence = entries(exported(a_full_revision()))["LICENCE"].decode()

    assert "Licence de l’ensemble : CC BY-SA 4.0" in licence
    assert "https://creativecommons.org/licenses/by-sa/4.0/" in licence
    assert "- Activité « Sur le terrain » : CC BY-NC-ND 4.0" in licence
    assert "Le mur" not in licence


def test_every_part_is_attributed_with_its_authors_source_and_licence():
    attribution = entries(exported(a_full_revision()))["ATTRIBUTION"].decode()

    assert "  Source : https://essai.example/module\n" in attribution
    assert (
        "Fichier « mur.png »\n  Auteurs et autrices : Ana Costes\n  Licence : CC BY-SA 4.0"
    ) in attribution
    assert "Contenu interactif « Un salut »\n  Licence : CC BY-SA 4.0" in attribution


def test_a_copy_says_which_module_it_began_as():
    origin = a_revision(days=1, required_half_days=1).edition.module
    origin.title, origin.authors = "L’original", "Ana Costes"
    origin.save()
    revision = a_revision(days=1, required_half_days=1)
    Module.objects.filter(pk=revision.edition.module_id).update(forked_from=origin)

    data = exported(revision)
    told = document(data)["module"]["source"]
    forget_everything()

    assert told == "d’après « L’original » (CC BY-SA 4.0), Ana Costes"
    assert exported(imported(data, creates_format=True)) == data
