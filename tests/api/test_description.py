"""The API's own description: complete, without warnings, readable in a browser."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from config import api_urls


def test_the_description_is_made_without_a_warning(tmp_path):
    file = tmp_path / "schema.yml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    assert "openapi: 3" in file.read_text(encoding="utf-8")


@pytest.mark.django_db
def test_every_address_of_the_api_is_described(client):
    described = client.get(reverse("api_schema"), {"format": "json"}).json()["paths"]
    served = sum(len(part.url_patterns) for part in api_urls.urlpatterns[:3])
    assert len(described) == served
    assert all(path.startswith("/api/v1/") for path in described)


@pytest.mark.django_db
def test_the_page_that_shows_it_obeys_our_security_policy(client):
    page = client.get(reverse("api_docs"))
    html = page.content.decode()
    assert page.status_code == 200
    scripts = re.findall(r"<script([^>]*)>", html)
    assert scripts
    assert all("src=" in attributes for attributes in scripts), "Inline scripts are blocked."
    assert not re.search(r"(src|href)=\"https?://", html), "Nothing comes from elsewhere."
