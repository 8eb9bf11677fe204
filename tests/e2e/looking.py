"""How tests go from page to page: each one crossed is looked at."""

import re
from functools import cache
from http import HTTPStatus
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Locator, Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
# Every kind of element on the page with its classes, role and states, and the window's width.
PARTS = """() => [...new Set([...document.querySelectorAll("*")].map((part) => [
  part.localName, part.getAttribute("class"), part.getAttribute("role"),
  ...part.getAttributeNames().filter((name) => /^(aria|data|disabled|type)/.test(name)),
].join(" ")))].sort().join("|") + innerWidth"""
_examined: set[str] = set()


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def axe(page: Page) -> None:
    """Refuse a page with a serious or critical accessibility fault.

    A page made of the very parts of one already examined at this size is not examined again.
    The script comes by the debugger, so the page keeps the security policy it is served with.
    """
    parts = page.evaluate(PARTS)
    if parts in _examined:
        return
    page.evaluate(f"() => {{ {_axe_source()} }}")
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    grave = [
        f"{fault['id']} ({fault['impact']}): {node['html'][:200]}"
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
    assert grave == [], f"{page.url}: {grave}"
    _examined.add(parts)


def fits(page: Page) -> None:
    """Refuse a page wider than its window."""
    wide, window = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert wide <= window, f"{page.url} is {wide} px wide in a window of {window}"


class Visit:
    """A visitor in a browser window of their own; `complaints` are what the console said."""

    def __init__(self, page: Page, *, has_scripts: bool = True) -> None:
        """Listen to the page's errors from the start."""
        self.page = page
        self.has_scripts = has_scripts
        self.complaints: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        # A refusal (409, 422…) is also told as a resource that failed: its page is looked at.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str, status: int = HTTPStatus.OK) -> None:
        """Open an address, expect this status, and look at the page."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        self.look()

    def look(self) -> None:
        """Refuse the page at hand if it cannot be read by all or does not fit its window."""
        if self.has_scripts:
            axe(self.page)
            fits(self.page)

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press a button by its words, wait for the next page and look at it."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("button", name=name).click()
        self.look()

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Follow a link by its words and look at where it leads."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("link", name=name).first.click()
        self.look()

    def press_menu(self, name: str) -> None:
        """Press a button of the account menu."""
        menu = self.page.locator("details.menu")
        menu.locator("summary").click()
        self.press(name, within=menu)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in as people do."""
        self.go("/compte/login/")
        main = self.page.get_by_role("main")
        main.get_by_label("Courriel").fill(email)
        main.get_by_label("Mot de passe", exact=True).fill(password)
        self.press("Se connecter", within=main)

    def text(self) -> str:
        """Return the words of the page's own part, blanks made plain."""
        words = self.page.get_by_role("main").inner_text()
        return " ".join(words.split())
