"""A bare page that plays our H5P packages as the product does: opaque frame, h5p-standalone.

It knows nothing of Django: what is proved here holds for any server of these packages.
"""

import json
import threading
import zipfile
from contextlib import contextmanager
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
PACKAGES = FRONTEND / "static" / "build" / "h5p"
CORE = FRONTEND / "node_modules" / "h5p-standalone" / "dist"

HOST = """<!doctype html><html lang="fr"><title>Essai</title>
<body style="margin:0"><iframe title="Activité" sandbox="allow-scripts allow-forms" src="{player}"
style="border:0;width:100%;height:{height}px"></iframe></body></html>"""

PLAYER = """<!doctype html><html lang="fr"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title><style nonce="essai">body {{ margin: 0 }}</style>
<body><main id="place"></main>
<script nonce="essai">
  const memory = () => {{ const kept = {{}}; return {{ getItem: (k) => kept[k] ?? null,
    setItem: (k, v) => {{ kept[k] = v; }}, removeItem: (k) => {{ delete kept[k]; }} }}; }};
  for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, {{ value: memory() }});
  window.statements = []; window.blocked = []; window.resizes = 0;
  document.addEventListener("securitypolicyviolation", (e) => blocked.push(
    `${{e.violatedDirective}} ${{e.blockedURI}} ${{e.sourceFile}}`));
</script>
<script src="{origin}/core/main.bundle.js"></script>
<script nonce="essai">
  const loaded = new H5PStandalone.H5P(document.getElementById("place"), {options});
  loaded.then(() => {{
    const shown = H5P.instances[0];
    shown.on("resize", () => {{ window.resizes += 1; }});
    H5P.externalDispatcher.on("xAPI", (event) => statements.push(event.data.statement));
    document.body.dataset.ready = "yes";
  }});
</script></body></html>"""


class Package:
    """A built package, read from its zip."""

    def __init__(self, slug: str) -> None:
        with zipfile.ZipFile(PACKAGES / f"{slug}.h5p") as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}

    def json(self, name: str) -> Any:
        return json.loads(self.files[name])

    @cached_property
    def title(self) -> str:
        return str(self.json("h5p.json")["title"])


class Player:
    """A server of packages, and the address of a page that plays one."""

    def __init__(self) -> None:
        self.packages = {path.stem: Package(path.stem) for path in PACKAGES.glob("*.h5p")}
        self.states: dict[str, str] = {}
        self.origin = ""

    def address(self, slug: str, state: object = None, height: int = 4000) -> str:
        """Return the page of a package, in a given state."""
        self.states[slug] = "" if state is None else json.dumps(state)
        return f"{self.origin}/page/{slug}?height={height}"

    def page(self, slug: str, height: str) -> bytes:
        return HOST.format(player=f"/player/{slug}", height=height).encode()

    def player(self, slug: str) -> bytes:
        package = self.packages[slug]
        options: dict[str, object] = {
            "embedType": "div",
            "id": slug,
            "h5pJsonPath": f"{self.origin}/content/{slug}",
            "frameJs": f"{self.origin}/core/frame.bundle.js",
            "frameCss": f"{self.origin}/core/styles/h5p.css",
            "xAPIObjectIRI": f"https://reenchantez.example/activites/{slug}",
            "metadata": {"title": package.title},
            "saveFreq": 30,
        }
        if self.states[slug]:
            options["contentUserData"] = [{"state": self.states[slug]}]
        return PLAYER.format(
            title=package.title, origin=self.origin, options=json.dumps(options)
        ).encode()

    def policy(self) -> str:
        """Forbid everything that a well-behaved content does not need, `eval` first."""
        own = self.origin
        return (
            "sandbox allow-scripts allow-forms; default-src 'none'; "
            f"script-src {own} 'nonce-essai'; style-src {own} 'nonce-essai'; "
            f"img-src {own} data:; font-src {own}; connect-src {own}"
        )


@contextmanager
def serve():
    """Run the player's server for a while."""
    player = Player()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            kind, _, rest = url.path.lstrip("/").partition("/")
            policy = ""
            if kind == "page":
                body = player.page(rest, parse_qs(url.query)["height"][0])
                mime = "text/html"
            elif kind == "player":
                body, mime, policy = player.player(rest), "text/html", player.policy()
            elif kind == "content":
                slug, _, name = rest.partition("/")
                body = player.packages[slug].files.get(name, b"")
                mime = guess_type(name)[0] or "application/octet-stream"
            else:
                path = CORE / rest
                body = path.read_bytes() if path.is_file() else b""
                mime = guess_type(rest)[0] or "application/octet-stream"
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", f"{mime}; charset=utf-8")
            self.send_header("Access-Control-Allow-Origin", "*")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    player.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield player
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
