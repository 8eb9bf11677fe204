"""Our three H5P content types in an opaque frame, with the keyboard alone."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.e2e.h5p_player import FRONTEND, Player, serve

pytestmark = pytest.mark.browser

QUIZ, GRID, SORT = "observer-avant-de-proposer", "parcours-au-guichet", "methodes-et-phases"
AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def player():
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def browser(chromium):
    """The tests' one browser: two drivers cannot live in one thread."""
    return chromium


@pytest.fixture
def play(browser: Browser, player: Player):
    """Open a content; whatever the test does, nothing must leave the server or break a rule."""
    pages: list[Page] = []
    asked: list[str] = []
    errors: list[str] = []
    frames: list[Frame] = []

    def opened(slug: str, state: object = None, width: int = 900) -> tuple[Page, Frame]:
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(player.address(slug, state))
        frame = page.frames[1]
        frame.wait_for_selector("body[data-ready]")
        pages.append(page)
        frames.append(frame)
        return page, frame

    yield opened
    assert errors == []
    assert [url for url in asked if not url.startswith(player.origin)] == []
    for frame in frames:
        assert frame.evaluate("window.origin") == "null"
        assert frame.evaluate("blocked") == []
    for page in pages:
        page.close()


def wait_until(is_true: Callable[[], bool]) -> None:
    """Wait in Python: the page's policy forbids the evaluation that Playwright's own waits use."""
    end = time.monotonic() + 5
    while not is_true():
        assert time.monotonic() < end, "waited for 5 seconds"
        time.sleep(0.02)


def tab_to(page: Page, frame: Frame, selector: str) -> None:
    """Press Tab until the element is reached, as a person would."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if frame.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector):
            return
    pytest.fail(f"{selector} is out of reach of the keyboard")


def statements(frame: Frame, verb: str) -> list[dict[str, Any]]:
    return [
        statement
        for statement in frame.evaluate("statements")
        if statement["verb"]["id"].endswith(f"/{verb}")
    ]


def state_of(frame: Frame) -> Any:
    return frame.evaluate("H5P.instances[0].getCurrentState()")


def assert_told(frame: Frame, words: str) -> None:
    """Check what a screen reader has just said."""
    status = frame.locator(".rez [role=status]")
    wait_until(lambda: words in status.inner_text())


def assert_accessible(frame: Frame) -> None:
    frame.evaluate(AXE.read_text(encoding="utf-8"))
    # The checker itself adds a style that the page's policy blocks: that one is not the content's.
    found = frame.evaluate(
        """async () => {
            const before = blocked.length;
            const found = await axe.run(document, {resultTypes: ["violations"]});
            await new Promise((done) => setTimeout(done, 50));
            blocked.length = before;
            return found;
        }"""
    )
    serious = [
        (violation["id"], [node["html"] for node in violation["nodes"]])
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]
    assert serious == []


def answer_with_keyboard(page: Page, frame: Frame, *downs: int) -> None:
    """Tick answers of the question on screen, then check."""
    several = frame.locator("input[type=checkbox]").count() > 0
    if several:
        for position in downs:
            tab_to(page, frame, f"input[value='{position}']")
            page.keyboard.press("Space")
            assert frame.evaluate("document.activeElement.checked")
    else:
        tab_to(page, frame, "input[type=radio]")
        page.keyboard.press("Space")
        for _ in range(downs[0]):
            page.keyboard.press("ArrowDown")
    tab_to(page, frame, ".rez-btn-primary")
    page.keyboard.press("Enter")


RIGHT = [(1,), (0, 1, 3), (1,), (2,), (0, 1, 2), (1,), (0,)]


@pytest.mark.long
def test_a_quiz_is_answered_with_the_keyboard_and_tells_each_answer_then_the_whole(play):
    page, frame = play(QUIZ)
    assert_accessible(frame)
    for number, answers in enumerate(RIGHT, start=1):
        assert f"Question {number} sur 7" in frame.locator(".rez-position").inner_text()
        answer_with_keyboard(page, frame, *answers)
        assert frame.evaluate("document.activeElement.innerText").startswith("C’est juste")
        if number in {1, 2}:
            assert_accessible(frame)
        tab_to(page, frame, ".rez-btn-primary")
        page.keyboard.press("Enter")
    assert "Points : 11 sur 11" in frame.evaluate("document.activeElement.textContent").replace(
        "\u00a0", " "
    )
    assert_accessible(frame)

    answered = statements(frame, "answered")
    assert [one["result"]["success"] for one in answered] == [True] * 7
    second = answered[1]
    assert second["object"]["id"].endswith("?subContentId=question-2")
    assert second["object"]["definition"]["interactionType"] == "choice"
    assert second["object"]["definition"]["correctResponsesPattern"] == ["0[,]1[,]3"]
    assert second["result"]["response"] == "0[,]1[,]3"
    assert second["result"]["duration"].startswith("PT")
    assert second["context"]["contextActivities"]["parent"][0]["id"].endswith(QUIZ)
    assert answered[2]["object"]["definition"]["interactionType"] == "true-false"
    [completed] = statements(frame, "completed")
    assert completed["result"]["score"] == {"min": 0, "max": 11, "raw": 11, "scaled": 1}
    assert completed["result"]["success"] is True


@pytest.mark.long
def test_checking_without_an_answer_says_so_and_keeps_the_question(play):
    page, frame = play(QUIZ)
    tab_to(page, frame, ".rez-btn-primary")
    page.keyboard.press("Enter")
    assert_told(frame, "Choisissez d’abord une réponse.")
    assert frame.evaluate("document.activeElement.type") == "radio"
    assert statements(frame, "answered") == []


@pytest.mark.long
def test_a_quiz_left_in_the_middle_comes_back_at_the_same_question(play):
    page, frame = play(QUIZ)
    answer_with_keyboard(page, frame, 0)
    tab_to(page, frame, ".rez-btn-primary")
    page.keyboard.press("Enter")
    tab_to(page, frame, "input[value='1']")
    page.keyboard.press("Space")
    state = state_of(frame)

    page, frame = play(QUIZ, state)
    assert "Question 2 sur 7" in frame.locator(".rez-position").inner_text()
    assert frame.locator("input[value='1']").is_checked()
    assert frame.evaluate("H5P.instances[0].getScore()") == 0
    assert frame.evaluate("H5P.instances[0].getAnswerGiven()") is True
    assert state_of(frame) == state


@pytest.mark.long
def test_a_quiz_starts_again_from_nothing(play):
    page, frame = play(QUIZ)
    for answers in RIGHT:
        answer_with_keyboard(page, frame, *answers)
        tab_to(page, frame, ".rez-btn-primary")
        page.keyboard.press("Enter")
    tab_to(page, frame, ".rez-btn-plain")
    page.keyboard.press("Enter")
    assert "Question 1 sur 7" in frame.locator(".rez-position").inner_text()
    assert frame.evaluate("H5P.instances[0].getScore()") == 0
    assert frame.locator("input:checked").count() == 0


@pytest.mark.long
def test_a_journey_is_filled_in_with_the_keyboard_and_never_marked_beyond_its_end(play):
    page, frame = play(GRID)
    assert_accessible(frame)
    tab_to(page, frame, ".rez-btn-primary")
    page.keyboard.press("Enter")
    assert_told(frame, "Cases encore à remplir\u00a0: 6. Quelques mots suffisent.")
    assert frame.evaluate("document.activeElement.ariaLabel").startswith("Avant de venir, Ce que")
    for number in range(6):
        page.keyboard.type(f"Fait {number}")
        page.keyboard.press("Tab")
    assert len(statements(frame, "interacted")) == 6
    tab_to(page, frame, ".rez-btn-primary")
    page.keyboard.press("Enter")
    assert_told(frame, "Observation enregistrée. Vous pouvez encore la compléter.")
    assert_accessible(frame)

    [completed] = statements(frame, "completed")
    assert completed["object"]["definition"]["interactionType"] == "long-fill-in"
    assert "correctResponsesPattern" not in completed["object"]["definition"]
    lines = completed["result"]["response"].split("\n")
    assert lines[0] == "Avant de venir · Ce que je vois\u00a0: Fait 0"
    assert len(lines) == 6
    assert completed["result"]["score"] == {"min": 0, "max": 1, "raw": 1, "scaled": 1}


@pytest.mark.long
def test_an_added_step_is_named_filled_kept_and_its_removal_undone(play):
    page, frame = play(GRID)
    tab_to(page, frame, ".rez-btn-plain")
    page.keyboard.press("Enter")
    page.keyboard.type("Chez elle")
    assert frame.locator(".rez-step").count() == 6
    tab_to(page, frame, "textarea[aria-label^='Chez elle, Ce que je vois']")
    page.keyboard.type("Elle relit le courrier.")
    state = state_of(frame)

    page, frame = play(GRID, state)
    assert frame.locator(".rez-step:last-child input").input_value() == "Chez elle"
    tab_to(page, frame, ".rez-remove")
    page.keyboard.press("Enter")
    assert frame.locator(".rez-step").count() == 5
    assert frame.evaluate("document.activeElement.innerText") == "Annuler le retrait"
    page.keyboard.press("Enter")
    last = frame.locator(".rez-step:last-child")
    assert last.locator("input").input_value() == "Chez elle"
    assert last.locator("textarea").first.input_value() == "Elle relit le courrier."


def home_of(player: Player, title: str) -> Any:
    categories = player.packages[SORT].json("content/content.json")["categories"]
    return next(
        category["title"]
        for category in categories
        if any(card["title"] == title for card in category["cards"])
    )


def sort_with_keyboard(page: Page, frame: Frame, choose: Callable[[str], str]) -> None:
    """Place every card of the pool: open its menu, reach the place, press Enter."""
    tab_to(page, frame, ".rez-pool .rez-open")
    while frame.locator(".rez-pool .rez-open").count():
        title = frame.evaluate(
            "document.activeElement.closest('.rez-card').querySelector('.rez-cardname').innerText"
        )
        page.keyboard.press("Enter")
        while frame.evaluate("document.activeElement.innerText.trim()") != choose(title):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")


@pytest.mark.long
def test_cards_are_sorted_with_the_keyboard_then_the_misplaced_ones_moved(play, player):
    page, frame = play(SORT)
    assert_accessible(frame)

    def one_mistake(title: str) -> str:
        return "Partage" if title == "Carte des acteurs" else home_of(player, title)

    sort_with_keyboard(page, frame, one_mistake)
    assert_told(frame, "Cartes restantes\u00a0: 0.")
    assert frame.evaluate("document.activeElement.innerText") == "Vérifier mon tri"
    page.keyboard.press("Enter")
    assert "11 sur 12" in frame.evaluate("document.activeElement.textContent")
    assert "Plutôt\u00a0: Analyse" in frame.locator(".rez-card.is-wrong").inner_text()
    assert_accessible(frame)

    [answered] = statements(frame, "answered")
    assert answered["object"]["definition"]["interactionType"] == "matching"
    assert len(answered["object"]["definition"]["source"]) == 12
    assert answered["result"]["score"]["raw"] == 11
    assert answered["result"]["response"].count("[.]") == 12

    tab_to(page, frame, ".rez-btn-primary")
    page.keyboard.press("Enter")
    assert frame.locator(".rez-pool .rez-card").count() == 1
    page.keyboard.press("Enter")
    while frame.evaluate("document.activeElement.innerText.trim()") != "Analyse":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert statements(frame, "answered")[-1]["result"]["score"]["raw"] == 12


@pytest.mark.long
def test_a_sort_left_in_the_middle_comes_back_with_its_cards_where_they_were(play):
    page, frame = play(SORT)
    tab_to(page, frame, ".rez-pool .rez-open")
    page.keyboard.press("Enter")
    assert_accessible(frame)
    page.keyboard.press("Enter")
    state = state_of(frame)
    shown = frame.locator(".rez-cardname").all_inner_texts()

    _, frame = play(SORT, state)
    assert frame.locator(".rez-category .rez-card").count() == 1
    assert frame.locator(".rez-cardname").all_inner_texts() == shown


@pytest.mark.long
def test_escape_closes_the_menu_of_a_card_and_gives_the_focus_back(play):
    page, frame = play(SORT)
    tab_to(page, frame, ".rez-pool .rez-open")
    page.keyboard.press("Enter")
    assert frame.locator(".rez-menu:visible").count() == 1
    page.keyboard.press("Escape")
    assert frame.evaluate("document.activeElement.ariaExpanded") == "false"
    assert frame.locator(".rez-menu:visible").count() == 0


@pytest.mark.long
def test_a_card_is_carried_with_the_mouse(play):
    page, frame = play(SORT)
    card = frame.locator(".rez-pool .rez-card").first
    title = card.locator(".rez-cardname").inner_text()
    page.set_viewport_size({"width": 900, "height": 1400})
    card.locator(".rez-cardname").hover()
    page.mouse.down()
    box = frame.locator(".rez-category").nth(3).bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 60, steps=8)
    assert "is-over" in (frame.locator(".rez-category").nth(3).get_attribute("class") or "")
    page.mouse.up()
    assert frame.locator(".rez-category").nth(3).locator(".rez-cardname").all_inner_texts() == [
        title
    ]


@pytest.mark.long
@pytest.mark.parametrize("slug", [QUIZ, GRID, SORT])
def test_a_content_nobody_touched_saves_nothing(play, slug):
    _, frame = play(slug)
    assert frame.evaluate("H5P.instances[0].getCurrentState() === undefined")
    assert frame.evaluate("H5P.instances[0].getAnswerGiven()") is False


@pytest.mark.long
@pytest.mark.parametrize("slug", [QUIZ, GRID, SORT])
@pytest.mark.parametrize("width", [280, 320, 900])
def test_a_content_fits_its_width_and_says_when_its_height_changes(play, slug, width):
    page, frame = play(slug, width=width)
    assert frame.evaluate("document.documentElement.scrollWidth") <= width
    wait_until(lambda: frame.evaluate("resizes") > 0)
    before = frame.evaluate("resizes")
    page.set_viewport_size({"width": 600, "height": 900})
    wait_until(lambda: frame.evaluate("resizes") > before)


@pytest.mark.long
@pytest.mark.parametrize("slug", [QUIZ, GRID, SORT])
def test_what_a_host_asks_of_a_question_is_there(play, slug):
    _, frame = play(slug)
    shown = frame.evaluate(
        """() => {
            const one = H5P.instances[0];
            one.showSolutions();
            const data = one.getXAPIData();
            one.resetTask();
            return {max: one.getMaxScore(), score: one.getScore(), title: one.getTitle(),
                    verb: data.statement.verb.id, result: data.statement.result};
        }"""
    )
    assert shown["max"] == shown["result"]["score"]["max"] > 0
    assert shown["score"] == 0
    assert shown["title"]
