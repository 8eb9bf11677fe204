"""Rich text: what is kept, what is dropped, how it is shown."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.commons.markup import Shown, from_plain_text, pictures_in, render, sanitise

ASSET = UUID("12345678-1234-5678-1234-567812345678")
PICTURE = f'<img data-asset="{ASSET}" alt="Un plan">'
PIECES = [
    "<p>", "</p>", "<h1>", "</h2>", "<div class='callout'>", "<div>", "</div>", "<table>", "<tr>",
    "<th>", "<td colspan=2>", "</table>", "<ul><li>", "</ul>", "<script>", "</script>", "<!--",
    "-->", "<a href='javascript:alert(1)'>", "<a href=/ici>", "</a>", "<figure>", PICTURE,
    "<img src=x onerror=alert(1)>", "<figcaption>", "</figure>", "&lt;script&gt;", "&amp;", "\"'",
    "<svg onload=alert(1)>", "<style>", "<b>", "</i>", "<math><mi>", "texte", "\0", "<br>",
]  # fmt: skip


def test_what_a_page_may_hold_is_kept_as_it_is():
    page = (
        "<h2>Un titre</h2><p>Du <strong>texte</strong>, <em>penché</em>.</p>"
        '<ul><li><p>un</p></li></ul><ol start="3"><li><p>trois</p></li></ol>'
        '<div class="callout" data-tone="warning"><p>Prudence</p></div>'
        '<table><caption>Qui va où</caption><tbody><tr><th scope="col">Équipe</th></tr>'
        '<tr><td colspan="2">A</td></tr></tbody></table>'
        f"<figure>{PICTURE}<figcaption>Le quartier</figcaption></figure><hr>"
    )
    assert sanitise(page) == page


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<script>alert(1)</script>bon", "bon"),
        ("<p onclick=x style='color:red' class=MsoNormal>bon</p>", "<p>bon</p>"),
        ("<h1>Titre</h1>", "<h2>Titre</h2>"),
        ("<b>gras</b><i>penché</i>", "<strong>gras</strong><em>penché</em>"),
        ("<div><p>bon</p></div>", "<p>bon</p>"),
        ("<div class=callout data-tone=x>a</div>", '<div class="callout" data-tone="note">a</div>'),
        ("<img src=//ailleurs/x.png alt=x>", ""),
        ("<img data-asset=pas-un-numero>", ""),
        (
            "<table><tr><th>A<tr><th>B<td>1</table>",
            '<table><tbody><tr><th scope="col">A</th></tr>'
            '<tr><th scope="row">B</th><td>1</td></tr></tbody></table>',
        ),
        (f"<figure>{PICTURE}<figcaption></figcaption></figure>", f"<figure>{PICTURE}</figure>"),
        ("<svg><script>x</script></svg>", ""),
    ],
)
def test_the_rest_is_dropped_or_put_right(written, kept):
    assert sanitise(written) == kept


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//ailleurs", "data:text/html,x", "/\\x"]
)
def test_a_link_that_hides_where_it_goes_leads_nowhere(address):
    assert sanitise(f'<a href="{address}">ici</a>') == "<a>ici</a>"


@pytest.mark.parametrize("address", ["/glossaire/", "#suite"])
def test_a_link_inside_the_site_is_kept_as_it_is(address):
    assert sanitise(f'<a href="{address}">ici</a>') == f'<a href="{address}">ici</a>'


@pytest.mark.parametrize("address", ["https://exemple.example/a?b=1", "mailto:a@essai.example"])
def test_a_link_that_leaves_the_site_tells_nothing_of_where_one_was(address):
    kept = sanitise(f'<a href="{address}">ici</a>')
    assert kept == f'<a href="{address}" rel="noopener noreferrer">ici</a>'


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=25).map("".join))
def test_sanitising_twice_changes_nothing_more_and_nothing_runs(html):
    once = sanitise(html)
    assert sanitise(once) == once
    assert "<script" not in once
    assert "<svg" not in once
    render(once, lambda _asset: Shown("/f"))


def test_pictures_are_found_with_what_they_say():
    decoration = f'<img data-asset="{ASSET}" alt="" data-decoration>'
    silent = f'<img data-asset="{ASSET}" alt="">'
    found = pictures_in(sanitise(PICTURE + decoration + silent))
    assert [picture.says_nothing for picture in found] == [False, False, True]
    assert found[0].asset_id == ASSET
    assert found[0].alternative == "Un plan"


def test_a_page_shows_pictures_at_their_reader_s_address_and_callouts_with_their_word():
    html = sanitise(f"<div class=callout data-tone=warning><p>a</p></div>{PICTURE}<table><tr><td>1")
    shown = render(html, {ASSET: Shown("/f?a=1&b=2", 320, 180)}.get)
    assert '<p class="callout-word">Attention</p>' in shown
    assert 'src="/f?a=1&amp;b=2" alt="Un plan" width="320" height="180"' in shown
    assert (
        '<div class="table-wrap" tabindex="0" role="region" aria-label="Tableau"><table>' in shown
    )


def test_a_picture_the_reader_may_not_have_is_left_out():
    assert render(sanitise(f"<p>a</p>{PICTURE}"), lambda _asset: None) == "<p>a</p>"


def test_plain_text_becomes_paragraphs_and_lists():
    html = from_plain_text("Un & deux\n\nTrois :\n- quatre\n- <cinq>")
    listed = "<ul><li><p>quatre</p></li><li><p>&lt;cinq&gt;</p></li></ul>"
    assert html == f"<p>Un &amp; deux</p><p>Trois :</p>{listed}"
    assert sanitise(html) == html
