"""The page of an activity: saved as one types, both texts shown when two people write."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.users.enums import Role
from modules.authoring.activities import edit_activity
from modules.commons.models import Asset
from modules.commons.services import add_asset
from modules.contents.models import Content
from modules.programmes.enums import ActivityKind
from modules.programmes.models import Activity
from modules.programmes.services import start_next_revision
from tests.learning.builders import a_content_version, a_person, a_revision

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def author(client):
    person = a_person(Role.TRAINER, first_name="Idriss", last_name="Vannier")
    client.force_login(person)
    return person


@pytest.fixture
def activity(author):  # noqa: ARG001 - signed in first
    draft = start_next_revision(actor=None, revision=a_revision(days=1))
    return Activity.objects.filter(sequence__day__revision=draft).earliest("pk")


def page_of(activity):
    return f"/atelier/activites/{activity.pk}/"


def typed(activity, **changes):
    return {
        "version": activity.version, "title": activity.title, "kind": activity.kind,
        "moment": "before", "minutes": "10", "audience": "everyone", "is_required": "on",
        "body": activity.body, "licence": "CC BY-SA 4.0", "authors": "", "source": "",
        "done_when": "answered", **changes,
    }  # fmt: skip


def becomes(activity, kind, **fields):
    return edit_activity(actor=None, activity=activity, version=None, kind=kind, **fields)


def test_a_script_saves_and_learns_the_new_version(client, activity):
    answer = client.post(page_of(activity), typed(activity, title="Aller voir"), headers=SCRIPT)
    activity.refresh_from_db()
    assert activity.title == "Aller voir"
    assert answer.json()["version"] == activity.version == 2
    assert answer.json()["saved"].startswith("Enregistré à")


def test_a_mistake_is_said_by_field_and_nothing_is_written(client, activity):
    answer = client.post(page_of(activity), typed(activity, title="", minutes="x"), headers=SCRIPT)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"title", "minutes"}
    activity.refresh_from_db()
    assert activity.version == 1


def test_a_script_that_saves_over_somebody_s_text_gets_both(client, activity):
    other = a_person(Role.TRAINER, first_name="Maud", last_name="Lebrun")
    edit_activity(actor=other, activity=activity, version=1, body="<p>Le leur</p>", minutes=20)
    mine = typed(activity, body="<p>Le mien</p>", title="Mon titre")
    answer = client.post(page_of(activity), mine, headers=SCRIPT)
    said = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Maud Lebrun", "Le leur", "Le mien", "Mon titre"):
        assert words in said
    activity.refresh_from_db()
    assert activity.body == "<p>Le leur</p>"


def test_one_takes_some_of_the_other_s_text_and_keeps_one_s_own(client, activity):
    other = a_person(Role.TRAINER)
    edit_activity(actor=other, activity=activity, version=1, body="<p>Le leur</p>", minutes=20)
    chosen = typed(activity, body="<p>Le mien</p>", minutes="10", ecraser="2", prendre="minutes")
    assert client.post(page_of(activity), chosen).status_code == 302
    activity.refresh_from_db()
    assert (activity.body, activity.minutes) == ("<p>Le mien</p>", 20)


def test_a_choice_made_on_an_old_version_is_asked_again(client, activity):
    other = a_person(Role.TRAINER)
    for minutes in (20, 30):
        edit_activity(actor=other, activity=activity, version=None, minutes=minutes)
    answer = client.post(page_of(activity), typed(activity, ecraser="2"))
    assert answer.status_code == 409
    assert "30" in answer.content.decode()


def test_a_kind_is_changed_by_its_own_button(client, activity):
    client.post(page_of(activity), typed(activity, nature="link"))
    activity.refresh_from_db()
    assert activity.kind == ActivityKind.PAGE
    client.post(page_of(activity), typed(activity, nature="link", changer="1"))
    activity.refresh_from_db()
    assert activity.kind == ActivityKind.LINK
    page = client.get(page_of(activity)).content.decode()
    assert "Donnez l’adresse du lien." in page


def test_every_kind_has_its_page(client, activity):
    for kind in ActivityKind:
        becomes(activity, kind)
        activity.refresh_from_db()
        assert client.get(page_of(activity)).status_code == 200
        assert client.post(page_of(activity), typed(activity)).status_code == 302


def test_a_document_comes_with_the_form_where_no_script_runs(client, activity):
    activity = becomes(activity, ActivityKind.DOCUMENT)
    file = SimpleUploadedFile("fiche.pdf", b"%PDF-1.7")
    client.post(page_of(activity), typed(activity, new_asset=file))
    activity.refresh_from_db()
    assert activity.asset.name == "fiche.pdf"
    kept = typed(activity, asset=str(activity.asset_id))
    client.post(page_of(activity), kept)
    activity.refresh_from_db()
    assert activity.asset is not None


def test_a_refused_file_is_told_with_its_reason(client, activity):
    file = SimpleUploadedFile("film.vtt", b"pas des sous-titres")
    answer = client.post(f"{page_of(activity)}fichiers/", {"file": file})
    assert answer.status_code == 409
    assert "ligne 1" in answer.json()["detail"]
    assert client.post(f"{page_of(activity)}fichiers/").status_code == 422
    assert not Asset.objects.exists()


def test_contents_are_searched_and_the_one_chosen_comes_first(client, activity):
    chosen, other, third = a_content_version(), a_content_version(), a_content_version()
    Content.objects.filter(pk=other.content_id).update(title="Observer sans juger")
    type(other).objects.filter(pk=other.pk).update(title="Observer sans juger")
    activity = becomes(activity, ActivityKind.H5P)
    client.post(
        page_of(activity), typed(activity, content_version=str(chosen.pk), done_when="opened")
    )
    found = client.get(f"{page_of(activity)}contenus/", {"q": "observer"}).content.decode()
    assert found.index(str(chosen.pk)) < found.index(str(other.pk))
    assert str(third.pk) not in found


def test_an_act_is_undone_and_done_again_from_the_page(client, activity):
    was = activity.title
    client.post(page_of(activity), typed(activity, title="Aller voir"))
    client.post(f"{page_of(activity)}annuler/")
    activity.refresh_from_db()
    assert activity.title == was
    client.post(f"{page_of(activity)}retablir/")
    activity.refresh_from_db()
    assert activity.title == "Aller voir"


def test_a_published_activity_is_shown_and_not_written(client, author):  # noqa: ARG001 - signed in
    published = Activity.objects.filter(sequence__day__revision=a_revision(days=1)).earliest("pk")
    page = client.get(page_of(published)).content.decode()
    assert "elle ne change plus" in page
    assert "<textarea" not in page
    answer = client.post(page_of(published), typed(published), headers=SCRIPT)
    assert answer.status_code == 409
    file = SimpleUploadedFile("fiche.txt", b"Une fiche")
    assert client.post(f"{page_of(published)}fichiers/", {"file": file}).status_code == 409


def test_a_file_takes_the_credits_given_for_it(client, activity):
    client.post(
        f"{page_of(activity)}fichiers/",
        {
            "file": SimpleUploadedFile("f.txt", b"a"),
            "authors": "La 27e Région",
            "licence": "CC BY 4.0",
        },
    )
    assert (Asset.objects.get().authors, Asset.objects.get().licence) == (
        "La 27e Région", "CC BY 4.0",
    )  # fmt: skip


def test_the_page_asks_as_much_for_a_long_text_as_for_a_short_one(
    client, activity, django_assert_max_num_queries
):
    picture = add_asset(actor=None, file=ContentFile(b"Une fiche"), filename="fiche.txt")
    activity.body = f'<img data-asset="{picture.pk}" alt="a">' * 40
    activity.save()
    with django_assert_max_num_queries(14):
        assert client.get(page_of(activity)).status_code == 200
