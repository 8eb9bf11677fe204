"""A hostile library tries twelve ways out of the frame. None works; each could, were it not for it.

The control plays the same library in an ordinary frame of the site, as most products do.
"""

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from learning.progress.models import Statement
from modules.contents.models import Library
from modules.web.player.addresses import content_prefix
from tests.e2e.h5p_stage import (
    a_learner,
    activity_path,
    an_activity,
    imported,
    played,
    signed_in,
    until,
)
from tests.modules.h5p.builder import PIXEL, h5p_json, js, library_json, pack, package_files

pytestmark = pytest.mark.browser

SCRIPT = (Path(__file__).parent / "hostile" / "main.js").read_text(encoding="utf-8")
PROBES = (
    "parentDom", "cookies", "storage", "indexedDb", "fetchApi", "openWindow", "serviceWorker",
)  # fmt: skip
# What the page above has, and what it hears.
TO_STEAL = """
var heardNonce;
try { localStorage.setItem("temoin", "secret") } catch {}
addEventListener("message", ({ data }) => { window.heardNonce = data?.nonce ?? heardNonce });
"""
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>
document.documentElement.setAttribute("data-ran", window.origin)</script></svg>"""


def a_hostile_package() -> bytes:
    name = "Hostile 1.0"
    files = {
        "h5p.json": js(h5p_json(name, mainLibrary="Hostile")),
        "content/content.json": js({}),
        "content/images/secret.png": PIXEL,
        "Hostile-1.0/library.json": js(library_json(name, preloadedCss=[])),
        "Hostile-1.0/semantics.json": js([]),
        "Hostile-1.0/main.js": SCRIPT.encode(),
        "Hostile-1.0/piege.svg": SVG,
        "Hostile-1.0/sw.js": b"/* a worker that does nothing */",
    }
    return pack(files).getvalue()


@pytest.fixture
def stage(chromium, live_server, settings, tmp_path):
    """A participant's window with something to steal in it, and the hostile activity."""
    settings.MEDIA_ROOT = tmp_path
    enrolment = a_learner()
    version = imported("hostile.h5p", a_hostile_package())
    context = signed_in(chromium, live_server.url, enrolment.person)
    context.add_cookies([{"name": "temoin", "value": "secret", "url": live_server.url}])
    context.add_init_script(TO_STEAL)
    yield context, enrolment, an_activity(version, enrolment.cohort), live_server.url
    context.close()


def worker_address(origin: str) -> str:
    digest = Library.objects.get(machine_name="Hostile").digest
    return f"{origin}/h5p/bibliotheques/{digest}/sw.js"


def inside(stage) -> tuple[Page, Frame]:
    context, enrolment, activity, _origin = stage
    page = context.new_page()
    page.goto(activity_path(enrolment, activity))
    return page, played(page)


def in_an_ordinary_frame(context: BrowserContext, origin: str) -> tuple[Page, Frame]:
    """Play the library the usual way: same origin, no sandbox, no policy."""
    boot = json.dumps({"baseUrl": origin, "worker": worker_address(origin)})
    pages = {
        "page": f"<h1>Témoin</h1><iframe src='{origin}/temoin/cadre' name='c'></iframe>",
        "cadre": "<body><script>window.H5P = { EventDispatcher() {} };"
        f"window.H5PIntegration = {boot}</script><script src='main.js'></script></body>",
        "main.js": SCRIPT,
    }
    context.route(
        "**/temoin/*",
        lambda route: route.fulfill(
            content_type="text/javascript" if route.request.url.endswith(".js") else "text/html",
            body=pages[route.request.url.rsplit("/", 1)[1]],
        ),
    )
    page = context.new_page()
    page.goto(f"{origin}/temoin/page")
    frame = page.frame("c")
    assert frame is not None
    frame.wait_for_function("window.probes")
    return page, frame


def tried(frame: Frame, probe: str) -> str:
    """Return what a probe says, or what stopped it."""
    told = frame.evaluate(
        f"async () => {{ try {{ return await probes.{probe}() }}"
        " catch (error) { return String(error) } }"
    )
    return str(told)


def test_a_hostile_library_reaches_nothing_from_the_frame(stage):
    *_rest, origin = stage
    _page, frame = inside(stage)
    frame.evaluate("(address) => { H5PIntegration.worker = address }", worker_address(origin))
    told = {probe: tried(frame, probe) for probe in PROBES}
    assert [probe for probe, said in told.items() if said == "escaped"] == [], told
    for probe in ("parentDom", "cookies", "storage", "indexedDb"):
        assert "SecurityError" in told[probe], (probe, told[probe])


def test_the_same_library_reaches_it_all_from_an_ordinary_frame(stage):
    context, _enrolment, _activity, origin = stage
    _page, frame = in_an_ordinary_frame(context, origin)
    told = {probe: tried(frame, probe) for probe in PROBES}
    assert set(told.values()) == {"escaped"}, told


def test_the_page_above_is_not_taken_elsewhere(stage):
    context, *_rest, origin = stage
    page, frame = inside(stage)
    before = page.url
    assert "asked" not in tried(frame, "topNavigation")
    page.wait_for_timeout(300)
    assert page.url == before

    control, ordinary = in_an_ordinary_frame(context, origin)
    ordinary.evaluate("void probes.topNavigation()")
    control.wait_for_url("**/h5p/perdu/")


def test_no_form_of_the_site_is_sent(stage):
    context, *_rest, origin = stage
    sent: list[str] = []
    context.on("request", lambda ask: sent.append(ask.url) if ask.method == "POST" else None)
    page, frame = inside(stage)
    tried(frame, "formPost")
    page.wait_for_timeout(300)
    assert [url for url in sent if "cible" in url] == []

    _control, ordinary = in_an_ordinary_frame(context, origin)
    tried(ordinary, "formPost")
    assert [url for url in sent if "cible" in url] == [f"{origin}/mes-formations/cible/"]


def test_the_frame_does_not_become_a_page_of_the_site(stage):
    page, frame = inside(stage)
    tried(frame, "selfNavigation")
    page.wait_for_timeout(800)
    shown = [one for one in page.frames if one != page.main_frame]
    assert all("Mes formations" not in (one.content() or "") for one in shown)


def test_a_statement_counts_only_from_the_frame_itself_with_the_nonce_of_this_load(stage):
    page, frame = inside(stage)
    nonce = page.evaluate("heardNonce")
    frame.evaluate("forge('wrong', 'wrong-nonce')")
    frame.evaluate("forge(null, 'no-nonce')")
    frame.evaluate("([nonce]) => forgeFromChild(nonce, 'other-window')", [nonce])
    page.evaluate(
        """(nonce) => window.postMessage({context: "reenchantez-h5p", kind: "statement", nonce,
        statement: {verb: {id: "http://adlnet.gov/expapi/verbs/completed"},
        object: {id: "urn:forged:page"}}}, "*")""",
        nonce,
    )
    frame.evaluate("([nonce]) => forge(nonce, 'right')", [nonce])
    until(lambda: Statement.objects.filter(object_id="urn:forged:right").exists())
    forged = Statement.objects.filter(object_id__startswith="urn:forged")
    assert list(forged.values_list("object_id", flat=True)) == ["urn:forged:right"]

    page.reload()
    frame = played(page)
    frame.evaluate("([nonce]) => forge(nonce, 'old-load')", [nonce])
    page.wait_for_timeout(800)
    assert not Statement.objects.filter(object_id="urn:forged:old-load").exists()


def test_the_frame_opened_by_itself_is_opaque_all_the_same(stage):
    context, *_rest = stage
    _page, frame = inside(stage)
    alone = context.new_page()
    alone.goto(frame.url)
    alone.wait_for_function("window.probes")
    assert alone.evaluate("window.origin") == "null"
    for probe in ("cookies", "fetchApi", "indexedDb"):
        assert tried(alone.main_frame, probe) != "escaped"


def test_a_picture_opened_by_itself_runs_nothing(stage):
    context, *_rest, origin = stage
    library = Library.objects.get(machine_name="Hostile")
    address = f"{origin}/h5p/bibliotheques/{library.digest}/piege.svg"
    alone = context.new_page()
    alone.goto(address)
    assert alone.evaluate("document.documentElement.getAttribute('data-ran')") is None

    def unprotected(route):
        route.fulfill(content_type="image/svg+xml", body=SVG)

    context.route("**/piege.svg", unprotected)
    alone.goto(address)
    assert alone.evaluate("document.documentElement.getAttribute('data-ran')") == origin


def test_the_files_of_another_content_stay_closed(stage):
    _context, _enrolment, activity, origin = stage
    other = imported("autre.h5p", pack(package_files(h5p=h5p_json(title="Un autre"))).getvalue())
    _page, frame = inside(stage)
    own = frame.evaluate("H5PIntegration.contents['cid-1'].contentUrl")
    forged = own.replace(activity.content_version_id.hex, other.pk.hex)
    assert forged != own

    def read(address: str) -> int:
        return int(frame.evaluate("async (url) => (await fetch(url)).status", address))

    assert read(f"{own}/images/secret.png") == 200
    assert read(f"{forged}/images/pixel.png") == 404
    # The same file, for who may see it.
    right = f"{origin}/h5p/contenus/{content_prefix(other.pk, 'someone')}/images/pixel.png"
    assert read(right) == 200
