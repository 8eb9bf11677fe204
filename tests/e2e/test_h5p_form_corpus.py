"""Real packages open in the form; one text is changed, and nothing else."""

import json
import time
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from accounts.users.enums import Role
from modules.contents.models import ContentVersion
from modules.contents.queries import used_names
from tests.e2e.h5p_stage import CORPUS, imported, needs_corpus, signed_in
from tests.learning.builders import a_person

pytestmark = [pytest.mark.browser, pytest.mark.corpus]

MARK = "Réécrit ici"
SAVED = 41
# Open what is folded, one step at a time, until there is a written text; or take an empty one.
FIND = """async () => {
  const wait = (ms) => new Promise((then) => setTimeout(then, ms));
  const TEXTS = "input[type=text], textarea, [contenteditable=true]";
  const root = document.querySelector("[data-fields]");
  const seen = (part) => part.checkVisibility();
  const choose = (text) => {
    text.dataset.chosen = "yes";
    return text.matches("[contenteditable]") ? "rich" : "plain";
  };
  let texts = [];
  for (let step = 0; step < 12; step += 1) {
    const isLoading = () => root.querySelector(".h5p-sub > [role=status]");
    for (let tries = 0; tries < 60 && isLoading(); tries += 1) await wait(50);
    texts = [...root.querySelectorAll(TEXTS)].filter(seen);
    const written = texts.find((text) => text.value || text.textContent);
    if (written) return choose(written);
    const folded = [...root.querySelectorAll("summary, .h5p-item-name[aria-expanded=false]")]
      .find((part) => seen(part) && !part.parentElement.open);
    if (!folded) break;
    folded.click();
    await wait(30);
  }
  return texts.length ? choose(texts[0]) : "";
}"""


def change_one_text(page: Page) -> bool:
    """Write over the first text of the form, or over its title; return whether it is a text."""
    kind = page.evaluate(FIND)
    if not kind:
        page.get_by_label("Titre", exact=True).first.fill(MARK)
        return False
    chosen = page.locator("[data-chosen]")
    if kind == "plain":
        chosen.fill(MARK)
    else:
        chosen.click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(MARK)
    return True


def differences(before: Any, after: Any, place: str = "") -> list[str]:
    """Return the places where two JSON values are not the same to the byte."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            found for key in [*before, *(key for key in after if key not in before)]
            for found in differences(before.get(key), after.get(key), f"{place}/{key}")
        ]  # fmt: skip
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [found for i, (old, new) in pairs for found in differences(old, new, f"{place}/{i}")]
    return [] if json.dumps(before) == json.dumps(after) else [place]


@needs_corpus
def test_real_packages_are_edited_in_the_form_and_only_the_text_changes(
    chromium, live_server, settings, tmp_path
):
    assert CORPUS is not None
    settings.MEDIA_ROOT = tmp_path
    started = time.monotonic()
    context = signed_in(chromium, live_server.url, a_person(Role.TRAINER))
    context.route("**/atelier/contenus/apercu/", lambda route: route.abort())
    page = context.new_page()
    wrong: dict[str, object] = {}
    places: dict[str, object] = {}
    for package in sorted(CORPUS.glob("*.h5p")):
        before = imported(package.name, package.read_bytes())
        page.goto(reverse("studio:edit", args=[before.content_id]))
        page.locator("[data-columns]:not([hidden])").wait_for()
        is_text = change_one_text(page)
        page.get_by_role("button", name="Enregistrer").click()
        page.locator("[data-state]", has_text="Enregistré").or_(
            page.locator("[data-summary] .alert")
        ).first.wait_for()
        after = ContentVersion.objects.get(content=before.content_id, state="current")
        changed = differences(before.params, after.params)
        places[package.stem] = changed or "title"
        if after.number != before.number + 1:
            wrong[package.stem] = page.locator("[data-summary]").inner_text()
        elif len(changed) != is_text or MARK not in json.dumps(
            [after.params, after.metadata], ensure_ascii=False
        ):
            wrong[package.stem] = changed
        elif after.files != before.files or set(used_names(after)) != set(used_names(before)):
            wrong[package.stem] = "files or libraries"
    context.close()
    print(json.dumps(places, indent=1, ensure_ascii=False))
    print(f"{len(places) - len(wrong)}/{len(places)} in {time.monotonic() - started:.0f} s")
    assert wrong == {}
    assert len(places) == SAVED
