"""Terms are linked where a page first says them, and nowhere they should not be."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.glossary.linking import Target, TermIndex, key_of, link_terms

TERMS = {
    "test": ["test"],
    "test-utilisateur": ["test utilisateur", "test d’usage"],
    "co-conception": ["co-conception", "coconception"],
    "recit": ["récit"],
    "tiers-lieu": ["tiers-lieu"],
    "coeur": ["cœur de cible"],
}
INDEX = TermIndex.of(
    [Target(slug, f"/glossaire/{slug}/", f"{slug} : « & »") for slug in TERMS],
    [(key_of(form), slug) for slug, forms in TERMS.items() for form in forms],
)


def linked(html: str, **options) -> list[tuple[str, str]]:
    """Return (slug, words) of each link made."""
    made = link_terms(html, INDEX, **options)
    return re.findall(r'<a href="/glossaire/([^/]+)/"[^>]*>([^<]*)</a>', made)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Un test.</p>", [("test", "test")]),
        ("<p>Des TESTS, encore un test.</p>", [("test", "TESTS")]),
        ("<p>Un test utilisateur, puis un test.</p>",
         [("test-utilisateur", "test utilisateur"), ("test", "test")]),
        ("<p>Des tests utilisateurs</p>", [("test-utilisateur", "tests utilisateurs")]),
        ("<p>Un test d'usage</p>", [("test-utilisateur", "test d'usage")]),
        ("<p>La co\u2011conception</p>", [("co-conception", "co\u2011conception")]),
        ("<p>Un RECIT, un récit</p>", [("recit", "RECIT")]),
        ("<p>Un re\u0301cit</p>", [("recit", "récit")]),
        ("<p>Deux tiers-lieux</p>", [("tiers-lieu", "tiers-lieux")]),
        ("<p>Le coeur de cible</p>", [("coeur", "coeur de cible")]),
        ("<p>l&rsquo;&eacute;t&eacute; du r&eacute;cit</p>", [("recit", "récit")]),
        ("<p>Un <strong>test</strong> utilisateur</p>", [("test", "test")]),
        ("<p>Il conteste, un attestation, testons</p>", []),
        ("<p>Un test. Utilisateur content.</p>", [("test", "test")]),
        ('<p><a href="/x/">Un <em>test</em></a></p>', []),
        ("<h2>Le test</h2><h3>Le récit</h3>", []),
        ("<h2>Le test</h2><p>Le test</p>", [("test", "test")]),
        ("<pre><code>test</code></pre><code>récit</code><button>test</button>", []),
        ('<img alt="un test" src="a.png" title="récit"><br><hr>', []),
        ("<!-- test --><p>récit</p>", [("recit", "récit")]),
        ("", []),
    ],
)  # fmt: skip
def test_a_term_is_linked_once_where_it_is_first_read(html, expected):
    assert linked(html) == expected


def test_the_longest_term_wins_even_where_it_is_already_linked():
    assert linked("<p>test utilisateur, test utilisateur</p>") == [
        ("test-utilisateur", "test utilisateur")
    ]


def test_the_pieces_of_a_page_share_what_is_linked():
    seen: set[str] = {"recit"}
    assert linked("<p>Un test, un récit</p>", linked=seen) == [("test", "test")]
    assert linked("<p>Un test</p>", linked=seen) == []


def test_a_link_tells_its_definition_to_all_and_is_escaped():
    made = link_terms("<p>Un test</p>", INDEX)
    assert 'aria-describedby="terme-test"' in made
    assert 'role="tooltip" id="terme-test">test : « &amp; »</span>' in made


def test_without_a_term_the_page_is_left_as_it_is():
    html = "<p>Un  test &eacute;</p>"
    assert link_terms(html, TermIndex()) == html


class _Seen(HTMLParser):
    """The tags and the text of a page, the links of terms set aside."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[object] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))

    def handle_endtag(self, tag):
        self.tags.append(tag)

    def handle_data(self, data):
        self.words += data


def _without_links(html: str) -> str:
    html = re.sub(r'<span class="term-note".*?</span>', "", html)
    return re.sub(r'<span class="term"><a [^>]*>([^<]*)</a></span>', r"\1", html)


PIECES = st.sampled_from([
    "test", "récit ", " test utilisateur", "&amp;", "&lt;p&gt;", "&eacute;", "&#39;", "&", " ",
    "<p>", "</p>", "<a href='/x'>", "</a>", "<h2>", "</h2>", "<br>", "<img alt=\"test\">",
    "<td colspan=2>", "<code>", "</code>", "é", "e\u0301", "\u00a0", "<!-- x -->", "🎈",
])  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_but_links_is_added_to_any_page(html):
    made = link_terms(html, INDEX)
    before, after = (
        _Seen(link_terms(html, TermIndex.of([], [("introuvable", "x")]))),
        _Seen(_without_links(made)),
    )
    assert after.tags == before.tags
    assert after.words == before.words


def test_a_long_page_and_a_thousand_terms_take_no_time():
    targets = [Target(f"terme-{n}", f"/glossaire/terme-{n}/", "") for n in range(1000)]
    index = TermIndex.of(targets, [(f"terme {n}", f"terme-{n}") for n in range(1000)])
    page = "<p>" + "Un mot parmi d’autres, le terme 7 et le reste. " * 1000 + "</p>"
    begun = time.perf_counter()
    assert link_terms(page, index).count('class="term"') == 1
    assert time.perf_counter() - begun < 1
