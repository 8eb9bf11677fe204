"""The frame of every page: navigation, spaces, messages, errors, forms."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory, override_settings

from frontend.context import navigation, shell
from tests.frontend.showcase import PAGES, ShowcaseForm, render_showcase

TRAINER = SimpleNamespace(
    key="trainer",
    label="Espace formation",
    url="/formation/",
    nav=[
        ("Aujourd’hui", "/formation/", "/formation/"),
        ("Cohortes", "/formation/c/", "/formation/c/"),
    ],
)


def visitor(path="/"):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def trainer(path="/formation/"):
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(pk=7, is_authenticated=True, display_name="Maëlle Corre")
    request.space = TRAINER
    request.spaces = [TRAINER, SimpleNamespace(key="agent", label="Mon parcours", url="/parcours/")]
    return request


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", [visitor, trainer])
def test_every_component_renders(page, who):
    html = render_showcase(page, who())
    assert html.count("<h1") == 1 or page == "public"
    assert "{%" not in html


@pytest.mark.parametrize("page", PAGES)
def test_pages_hold_no_inline_script_and_only_numbers_in_inline_styles(page):
    html = render_showcase(page, visitor())
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"\son[a-z]+=", html)
    for style in re.findall(r'style="([^"]*)"', html):
        assert all(part.strip().startswith("--") for part in style.split(";") if part.strip())


def test_a_visitor_sees_the_catalogue_the_check_page_and_the_way_in():
    html = render_to_string("404.html", request=visitor("/rien/"))
    assert 'href="/verifier/"' in html
    assert "Se connecter" in html
    assert "Se déconnecter" not in html


def test_the_current_page_is_told_and_the_longest_prefix_wins():
    current = {item.label: item.current for item in navigation(TRAINER.nav, "/formation/c/12/")}
    assert current == {"Aujourd’hui": "", "Cohortes": "true"}
    current = {item.label: item.current for item in navigation(TRAINER.nav, "/formation/")}
    assert current == {"Aujourd’hui": "page", "Cohortes": ""}


def test_the_home_page_is_current_on_the_home_page_only():
    nav = (("Catalogue", "/", "/"), ("Vérifier", "/verifier/", "/verifier/"))
    assert [item.current for item in navigation(nav, "/")] == ["page", ""]
    assert [item.current for item in navigation(nav, "/modules/3/")] == ["", ""]


def test_someone_with_two_spaces_may_switch_and_sees_where_they_are():
    html = render_showcase("staff", trainer())
    assert "Espace formation" in html
    assert re.search(r'href="/formation/" aria-current="true"', html)
    assert 'href="/parcours/"' in html
    assert "Maëlle Corre" in html


def test_someone_with_one_space_sees_no_switch():
    request = trainer()
    request.spaces = [TRAINER]
    assert "Mes espaces" not in render_showcase("staff", request)


def test_the_demo_bar_shows_in_the_demo_only():
    request = visitor()
    request.demo_accounts = [("agent", "/demo/agent/")]
    with override_settings(DEMO=True):
        assert "Démonstration" in render_showcase("public", request)
    with override_settings(DEMO=False):
        assert shell(request)["shell"].demo_accounts == ()


@pytest.mark.parametrize("code", ["400", "403", "404", "403_csrf"])
def test_error_pages_say_what_to_do_next(code):
    html = render_to_string(f"{code}.html", request=visitor("/x/"))
    assert "<h1>" in html
    assert "Aller au catalogue" in html


def test_the_failure_page_needs_nothing_at_all():
    html = get_template("500.html").render()
    assert "Une panne de notre côté" in html
    assert 'href="/"' in html


def test_a_wrong_field_is_told_next_to_it_and_tied_to_it():
    html = ShowcaseForm({"email": "maud@", "versant": "fpe"}).as_div()
    assert re.search(r'id="id_email"[^>]*aria-describedby="id_email_error"', html) or re.search(
        r'aria-describedby="id_email_error"[^>]*id="id_email"', html
    )
    assert 'id="id_email_error"' in html
    assert 'value="maud@"' in html
    assert "Rien n’est enregistré" in html


def test_a_form_without_mistakes_shows_no_alarm_and_its_hints():
    html = ShowcaseForm().as_div()
    assert 'role="alert"' not in html
    assert "Comme sur la carte professionnelle" in html
    assert html.count("(facultatif)") == 1


def test_the_language_form_offers_the_other_language():
    html = render_to_string("404.html", request=visitor("/rien/"))
    assert 'name="language" value="en" lang="en"' in html
