"""A stranger's file is read in a process of its own, which has little time and little memory."""

import zlib
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest

from certificates.sealing.apart import examine_apart
from certificates.sealing.examination import Examination, examine
from common.apart import Failed, Limits, run_apart
from tests.certificates.sealed import a_signer, sealed_by

HERE = "tests.certificates.greedy"
LITTLE = Limits(seconds=1, memory=400_000_000)


def a_page(content=b"", **stream):
    with pikepdf.new() as document:
        page = document.add_blank_page()
        if content:
            page.Contents = document.make_stream(content, **stream)
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def test_what_is_found_apart_is_what_is_found_here():
    pdf = sealed_by(a_signer("Cachet"), a_page())
    found = examine_apart(pdf)
    assert found == examine(pdf)
    assert found.seals[0].is_intact


@pytest.mark.parametrize("what", ["time", "memory"])
def test_a_process_that_takes_too_much_is_ended(what):
    with pytest.raises(Failed):
        run_apart(HERE, what, within=LITTLE)


def test_the_process_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "à garder")
    told = run_apart(HERE, "secrets", within=LITTLE)
    assert b"PATH" in told
    assert b"SECRET_KEY" not in told


@pytest.mark.long
def test_a_page_that_swells_is_said_not_to_be_readable():
    squeezed = zlib.compressobj(9)
    bomb = b"".join(squeezed.compress(b"0 0 m\n" * 2_000_000) for _ in range(120))
    pdf = a_page(bomb + squeezed.flush(), Filter=pikepdf.Name.FlateDecode)
    assert len(pdf) < 5_000_000
    assert examine_apart(pdf) == Examination(sha256=sha256(pdf).hexdigest(), is_pdf=True)
