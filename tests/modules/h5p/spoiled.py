"""One package for every code that refuses a package; tests and the command use the same table."""

import io
import stat
import zipfile

from modules.h5p.limits import DEFAULT, Limits
from tests.modules.h5p.builder import (
    GREETING,
    SEMANTICS,
    dependency,
    h5p_json,
    js,
    library_files,
    library_json,
    pack,
    package,
    package_files,
    patched,
)

FOLDER = f"{GREETING}-1.0"


def without(*names: str, **knobs) -> io.BytesIO:
    files = package_files(**knobs)
    return pack({path: data for path, data in files.items() if path not in names})


def having(files: dict[str, bytes], **knobs) -> io.BytesIO:
    return pack({**package_files(**knobs), **files})


def with_entry(name: str | zipfile.ZipInfo, data: bytes = b"x") -> io.BytesIO:
    return pack(package_files(), extra=[(name, data)])


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("content/images/lien.png")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def encrypted() -> io.BytesIO:
    """Set the "encrypted" flag of one entry, in both its headers."""
    file = with_entry("content/secret.txt", b"secret")
    raw = bytearray(file.getvalue())
    local, central = raw.rfind(b"PK\3\4"), raw.rfind(b"PK\1\2")
    raw[local + 6] |= 1
    raw[central + 8] |= 1
    return io.BytesIO(raw)


def lying_bomb(actual: int) -> io.BytesIO:
    """Pack zeros and declare 100 bytes, in the headers a careless reader believes."""
    file = with_entry("content/zeros.txt", bytes(actual))
    size = actual.to_bytes(4, "little")
    return patched(file, size, (100).to_bytes(4, "little"))


SMALL = Limits(max_file=20_000, max_total=40_000, max_files=20, max_json=10_000)

# code → (package, name it was given, limits)
REFUSED = {
    "missing-h5p-extension": (package, "salut.zip", DEFAULT),
    "unable-to-unzip": (lambda: io.BytesIO(b"PK\3\4 not much"), "salut.h5p", DEFAULT),
    "encrypted-entry": (encrypted, "salut.h5p", DEFAULT),
    "invalid-entry-name": (
        lambda: patched(with_entry("content/caf\xe9.txt"), "é".encode(), b"\xe9\xe9"),
        "salut.h5p",
        DEFAULT,
    ),
    "path-traversal": (lambda: with_entry("content/../../etc/x.txt"), "salut.h5p", DEFAULT),
    "absolute-path": (lambda: with_entry("/etc/x.txt"), "salut.h5p", DEFAULT),
    "symlink": (lambda: with_entry(link(), b"/etc/passwd"), "salut.h5p", DEFAULT),
    "duplicate-entry": (lambda: with_entry("content/Images/PIXEL.png"), "salut.h5p", DEFAULT),
    "too-many-files": (
        lambda: having({f"content/{n}.txt": b"" for n in range(30)}), "salut.h5p", SMALL,
    ),
    "file-size-too-large": (lambda: lying_bomb(30_000), "salut.h5p", SMALL),
    "total-size-too-large": (
        lambda: having({f"content/{n}.txt": bytes(15_000) for n in range(3)}), "salut.h5p", SMALL,
    ),
    "not-in-whitelist": (lambda: with_entry("content/page.html"), "salut.h5p", DEFAULT),
    "nesting-too-deep": (
        lambda: having({"content/content.json": b"[" * 100_000 + b"]" * 100_000}),
        "salut.h5p",
        DEFAULT,
    ),
    "invalid-content-folder": (lambda: without("content/content.json"), "salut.h5p", DEFAULT),
    "invalid-h5p-json-file": (lambda: without("h5p.json"), "salut.h5p", DEFAULT),
    "unable-to-read-package-file": (
        lambda: pack(
            {("H5P.json" if path == "h5p.json" else path): data
             for path, data in package_files().items()}
        ),
        "salut.h5p",
        DEFAULT,
    ),
    "unable-to-parse-package": (lambda: having({"h5p.json": b'{"title": }'}), "salut.h5p", DEFAULT),
    "missing-required-property": (
        lambda: package(h5p={k: v for k, v in h5p_json().items() if k != "title"}),
        "salut.h5p",
        DEFAULT,
    ),
    "illegal-option-in-library": (
        lambda: package(h5p=h5p_json(embedTypes=["popup"])), "salut.h5p", DEFAULT,
    ),
    "missing-main-library": (
        lambda: pack({p: d for p, d in package_files().items() if not p.startswith(FOLDER)}),
        "salut.h5p",
        DEFAULT,
    ),
    "main-library-not-listed": (
        lambda: package(h5p=h5p_json(mainLibrary="H5P.Autre")), "salut.h5p", DEFAULT,
    ),
    "missing-required-library": (
        lambda: package(preloadedDependencies=[dependency("H5P.Absente 1.2")]),
        "salut.h5p",
        DEFAULT,
    ),
    "invalid-library-name": (lambda: having({"Salut !/library.json": b"{}"}), "salut.h5p", DEFAULT),
    "invalid-library-json-file": (lambda: without(f"{FOLDER}/library.json"), "salut.h5p", DEFAULT),
    "library-directory-name-mismatch": (
        lambda: having({f"{FOLDER}/library.json": js(library_json("H5P.Autre 1.0"))}),
        "salut.h5p",
        DEFAULT,
    ),
    "library-missing-file": (lambda: without(f"{FOLDER}/main.js"), "salut.h5p", DEFAULT),
    "api-version-unsupported": (
        lambda: package(coreApi={"majorVersion": 1, "minorVersion": "99"}), "salut.h5p", DEFAULT,
    ),
    "invalid-semantics-json-file": (
        lambda: package(semantics={"name": "pas une liste"}), "salut.h5p", DEFAULT,
    ),
    "semantics-unknown-type": (
        lambda: package(semantics=[*SEMANTICS, {"name": "x", "type": "hologramme"}]),
        "salut.h5p",
        DEFAULT,
    ),
    "invalid-language-file": (
        lambda: having({f"{FOLDER}/language/de.json": b'{"semantics": ['}), "salut.h5p", DEFAULT,
    ),
}  # fmt: skip


def _content(semantics: object, params: object, **more) -> io.BytesIO:
    return pack(package_files(params=params, semantics=semantics, **more))


def _with_sub(options: list[str], library: str) -> io.BytesIO:
    params = {"sub": {"library": library, "params": {"greeting": "<em>Coucou</em>"}}}
    files = package_files(
        params=params, semantics=[{"name": "sub", "type": "library", "options": options}]
    )
    return pack({**files, **library_files("H5P.Dedans 1.0")})


# code → package that is accepted, with a notice of that code
NOTICED = {
    "sub-library-not-in-options": lambda: _with_sub(["H5P.Autre 1.0"], "H5P.Dedans 1.0"),
    "missing-library-dependency": lambda: _with_sub(["H5P.Perdue 1.0"], "H5P.Perdue 1.0"),
    "content-file-missing": lambda: package(params={"image": {"path": "images/absente.png"}}),
    "semantics-invalid-value": lambda: _content([{"name": "n", "type": "number"}], {"n": "douze"}),
    "semantics-limit-exceeded": lambda: _content(
        [{"name": "t", "type": "text", "maxLength": 3}], {"t": "Bonjour"}
    ),
    "semantics-invalid-according-regexp": lambda: _content(
        [{"name": "t", "type": "text", "regexp": {"pattern": "^https?://", "modifiers": "i"}}],
        {"t": "javascript:alert(1)"},
    ),
    "semantics-markup-too-tangled": lambda: package(params={"greeting": "<em>" * 5000}),
}
