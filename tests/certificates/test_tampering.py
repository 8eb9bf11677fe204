"""A hundred ways to change a sealed paper: each is refused, and said for what it is."""

import json
import re
from functools import cache
from random import Random
from typing import NamedTuple

import pikepdf
import pytest

from certificates.sealing.archive import FACTS_NAME
from certificates.sealing.examination import examine
from certificates.sealing.judgement import Finding, Issued, Judgement, judge
from certificates.sealing.keys import DEMO_NAME, seal_key
from certificates.sealing.seal import sealer_of
from certificates.sealing.seals import Hold, seals_in
from tests.certificates.facts import CODE, award_facts
from tests.certificates.sealed import (
    FACTS,
    FORGED_FACTS,
    a_signer,
    an_archive,
    by_pikepdf,
    by_pyhanko,
    by_pypdf,
    drawn,
    forged,
    merged,
    sealed,
    sealed_by,
    someone,
    us,
    with_title,
    without_certification,
    without_seal,
)

HOST = "reenchantez.example"


@cache
def issued():
    kept = examine(sealed())
    return Issued(kept.sha256, seal_key().fingerprint, FACTS, kept.words)


def judged(pdf):
    """Return what the check page finds: it looks for what was issued under the file's codes."""
    seen = examine(pdf)
    known = issued() if CODE in seen.codes else None
    return judge(seen, known, ours={seal_key().fingerprint}, host=HOST)


class Places(NamedTuple):
    """Where the seal is: its figures from `start` to `end`, then zeros to `after`."""

    start: int
    end: int
    after: int
    range: int


def places(pdf):
    found = re.search(rb"/ByteRange\s*\[0 (\d+) (\d+) ", pdf)
    start, after = int(found[1]) + 1, int(found[2]) - 1
    return Places(start, start + len(pdf[start:after].rstrip(b"0")), after, found.start(1))


def at(place, sign=None):
    """Return what changes one byte: `place` tells where from where the seal is and from a draw."""

    def change(seed):
        def changed(pdf):
            spot = place(places(pdf), Random(seed), len(pdf))
            other = bytes([pdf[spot] ^ 0x55])
            if sign:
                other = sign if pdf[spot : spot + 1] != sign else b"2"
            return pdf[:spot] + other + pdf[spot + 1 :]

        return changed

    return change


on_the_page = at(lambda seal, draw, _size: draw.randrange(1100, seal.start - 100))
in_the_seal = at(lambda seal, draw, _size: draw.randrange(seal.start, seal.end), b"1")
in_its_zeros = at(lambda seal, draw, _size: draw.randrange(seal.end + 8, seal.after), b"1")
after_the_seal = at(lambda seal, draw, size: draw.randrange(seal.after + 90, size - 12))
in_its_range = at(lambda seal, draw, _size: seal.range + draw.randrange(5), b"1")
in_its_writing = at(lambda seal, draw, _size: draw.randrange(seal.start, seal.after), b"z")


def swapped(document):
    document.attachments[FACTS_NAME] = json.dumps(FORGED_FACTS).encode()


def detached(document):
    del document.attachments[FACTS_NAME]


def emptied(document):
    document.attachments[FACTS_NAME] = b"{"


def with_another(document):
    document.attachments["autre.exe"] = b"MZ"


def attaching(name):
    return by_pypdf(lambda writer: writer.add_attachment(name, b"{}"), incremental=True)


CHANGED, BROKEN, ADDED, CUT = Finding.CHANGED, Finding.SEAL_BROKEN, Finding.ADDED, Finding.CUT
RESAVED, GONE, ANOTHER = Finding.RESAVED, Finding.SEAL_GONE, Finding.SEALED_BY_ANOTHER
NOT_KEPT, NO_PDF, UNREADABLE = Finding.NOT_THE_KEPT, Finding.NOT_A_PDF, Finding.UNREADABLE
STREAMS, CLEAR = pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable

MUTATIONS = [
    *[(f"a byte of the page, {seed}", on_the_page(seed), {CHANGED}) for seed in range(28)],
    # What is changed there may be what was signed, its signature, or whom it names.
    *[(f"a figure of the seal, {n}", in_the_seal(n), {BROKEN, CHANGED}) for n in range(14)],
    *[(f"a zero of the seal, {seed}", in_its_zeros(seed), {NOT_KEPT}) for seed in range(4)],
    *[(f"a byte after the seal, {seed}", after_the_seal(seed), {CHANGED}) for seed in range(8)],
    *[(f"a figure of its range, {seed}", in_its_range(seed), {RESAVED}) for seed in range(2)],
    *[(f"a letter in the seal, {seed}", in_its_writing(seed), {RESAVED}) for seed in range(2)],
    *[(f"{less} bytes less", lambda pdf, n=less: pdf[:-n], {CUT}) for less in (1, 7, 100, 400)],
    # Past there nothing tells any more that there was a seal.
    ("cut before the range", lambda pdf: pdf[: places(pdf).after], {GONE}),
    ("cut before the seal", lambda pdf: pdf[: places(pdf).start], {GONE}),
    ("cut at half", lambda pdf: pdf[: len(pdf) // 2], {GONE, UNREADABLE}),
    ("cut back to the paper without seal", lambda _pdf: drawn(), {GONE}),
    ("a byte taken out", lambda pdf: pdf[:5000] + pdf[5001:], {RESAVED}),
    ("a byte put in", lambda pdf: pdf[:5000] + b"0" + pdf[5000:], {RESAVED}),
    ("a space before it", lambda pdf: b" " + pdf, {RESAVED}),
    ("a zero after it", lambda pdf: pdf + b"\0", {ADDED}),
    ("a line after it", lambda pdf: pdf + b"\n", {ADDED}),
    ("a comment after it", lambda pdf: pdf + b"%rien\n", {ADDED}),
    ("itself twice", lambda pdf: pdf + pdf, {ADDED}),
    ("another paper after it", lambda pdf: pdf + forged(), {ADDED}),
    ("another paper before it", lambda pdf: forged() + pdf, {RESAVED}),
    ("pypdf appends a page", by_pypdf(lambda w: w.add_blank_page(), incremental=True), {ADDED}),
    ("pypdf appends an attachment", attaching("autre.txt"), {ADDED}),
    ("pypdf appends facts", attaching(FACTS_NAME), {ADDED}),
    ("pyHanko appends a title", by_pyhanko(with_title), {ADDED}),
    ("pyHanko appends its root", by_pyhanko(lambda w: w.update_root()), {ADDED}),
    ("pyHanko allows changes", without_certification, {ADDED}),
    (
        "another seal after ours",
        lambda pdf: sealed_by(someone(), without_certification(pdf), certify=False),
        {ADDED},
    ),
    ("pikepdf saves", by_pikepdf(), {RESAVED}),
    ("pikepdf saves in line", by_pikepdf(linearize=True), {RESAVED}),
    ("pikepdf saves in streams", by_pikepdf(object_stream_mode=STREAMS), {RESAVED}),
    (
        "pikepdf saves in clear",
        by_pikepdf(object_stream_mode=CLEAR, compress_streams=False),
        {RESAVED},
    ),
    ("pikepdf saves as QDF", by_pikepdf(qdf=True), {RESAVED}),
    ("pikepdf swaps the facts", by_pikepdf(swapped), {RESAVED}),
    ("pikepdf takes the facts out", by_pikepdf(detached), {RESAVED}),
    ("pikepdf empties the facts", by_pikepdf(emptied), {RESAVED}),
    ("pikepdf attaches a file", by_pikepdf(with_another), {RESAVED}),
    ("pikepdf adds a page", by_pikepdf(lambda document: document.add_blank_page()), {RESAVED}),
    ("pikepdf takes the seal out", by_pikepdf(without_seal), {GONE}),
    ("pypdf saves", by_pypdf(), {RESAVED}),
    ("pypdf saves a title", by_pypdf(lambda w: w.add_metadata({"/Title": "A"})), {RESAVED}),
    ("pypdf adds a page", by_pypdf(lambda w: w.add_blank_page()), {RESAVED}),
    ("pypdf joins its pages", merged, {RESAVED, GONE}),
    ("drawn again with another name", lambda _pdf: forged(), {GONE}),
    ("sealed by someone else", lambda _pdf: sealed_by(someone(), drawn()), {ANOTHER}),
    ("forged and sealed", lambda _pdf: sealed_by(someone(), forged()), {ANOTHER}),
    (
        "our seal taken out, another put in",
        lambda pdf: sealed_by(someone(), by_pikepdf(without_seal)(pdf)),
        {ANOTHER},
    ),
    (
        "sealed by someone of our name",
        lambda _pdf: sealed_by(a_signer(DEMO_NAME), drawn()),
        {ANOTHER},
    ),
    ("sealed by us a second time", lambda _pdf: sealed_by(us(), drawn()), {NOT_KEPT}),
    ("forged with our key", lambda _pdf: sealed_by(us(), forged()), {NOT_KEPT}),
    ("without its mark", lambda pdf: pdf[8:], {NO_PDF}),
    ("a picture", lambda _pdf: b"\x89PNG\r\n\x1a\n" + b"0" * 99, {NO_PDF}),
    ("nothing", lambda _pdf: b"", {NO_PDF}),
    ("only its mark", lambda pdf: pdf[:9], {UNREADABLE}),
]  # fmt: skip


def test_they_are_a_hundred_at_least():
    assert len({name for name, _change, _findings in MUTATIONS}) == len(MUTATIONS) >= 100


def test_the_very_file_is_recognised():
    assert judged(sealed()) == Judgement(Finding.GENUINE)
    kept = examine(sealed())
    (found,) = kept.seals
    assert (found.is_intact, found.hold, found.signer) == (True, "whole", DEMO_NAME)
    assert found.signed_at[:4].isdigit()
    assert not found.is_timestamped
    assert found.fingerprint == sealer_of(sealed())
    assert (kept.facts, kept.codes, kept.pages) == (FACTS, [CODE], 1)


@pytest.mark.parametrize(
    ("change", "findings"), [one[1:] for one in MUTATIONS], ids=[one[0] for one in MUTATIONS]
)
def test_every_change_is_refused_and_said_for_what_it_is(change, findings):
    altered = change(sealed())
    assert altered != sealed()
    assert judged(altered).finding in findings


class TestWhatElseIsSaid:
    def test_how_much_was_added_after_the_seal_and_by_whom(self):
        assert judged(sealed() + b"%rien\n").added == 6
        after = sealed_by(someone(), without_certification(sealed()), certify=False)
        assert judged(after).signer == "Cachet du voisin"

    def test_what_the_attached_facts_say_otherwise(self):
        told = judged(by_pikepdf(swapped)(sealed()))
        assert (told.facts, told.changed) == ("changed", ["beneficiary", "minutes_attended"])
        assert judged(by_pikepdf(detached)(sealed())).facts == "removed"
        assert judged(by_pikepdf(emptied)(sealed())).facts == "unreadable"
        assert judged(by_pikepdf(with_another)(sealed())).others_attached == ["autre.exe"]

    def test_the_words_that_our_page_does_not_say_and_none_of_ours(self):
        told = judged(forged())
        assert "Faussaire" in told.words
        assert "Cassagne" not in " ".join(told.words)
        assert judged(by_pikepdf()(sealed())).words == []

    def test_a_code_that_leads_elsewhere(self):
        elsewhere = an_archive(FACTS, f"https://faux.example/verifier/{CODE}")
        assert judged(elsewhere).hosts == ["faux.example"]
        assert judged(forged()).hosts == []

    def test_a_file_of_someone_else_s_is_not_ours_whatever_seals_it(self):
        other = "0123456789ABCDEFGHJKMNPQRS"
        facts = award_facts(code=other)
        paper = an_archive(facts, f"https://faux.example/verifier/{other}")
        assert judged(sealed_by(someone(), paper)).finding == Finding.NOT_OURS

    def test_before_there_were_seals_only_the_very_file_was_good(self):
        unsealed = Issued("0" * 64, "", FACTS)
        told = judge(examine(drawn()), unsealed, ours=set(), host=HOST)
        assert (told.finding, told.facts) == (Finding.NOT_THE_KEPT, "")


def test_a_sign_where_the_seal_stood_is_no_file_that_was_cut():
    words = b"%PDF-1.7 /ByteRange [0 60 200 50]".ljust(60)
    assert [seal.hold for seal in seals_in(words + b"<30a0")] == [Hold.CUT]
    assert [seal.hold for seal in seals_in(words + b"<< /Length 3 >>")] == [Hold.NOTHING]
