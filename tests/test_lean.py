"""A page made ready for paper looks as before, and every link in it still leads somewhere."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from samples import brief, first, second, third

from briefing.render import lean, press
from briefing.render.templates import fill
from briefing.render.themes import find_theme


def thinned(page: str, *, css: str = "") -> str:
    """The page after thinning, as text."""
    tree = ET.fromstring(page)
    lean.thin(tree, kept=lean.lead_to(page), css=css)
    return ET.tostring(tree, encoding="unicode")


LINKED = '<a href="#a">y</a>'


def test_an_anchor_that_nothing_leads_to_goes() -> None:
    assert thinned('<p id="a">x</p>') == "<p>x</p>"


def test_an_anchor_that_is_led_to_is_noted_where_no_style_depends_on_it() -> None:
    page = f'<div>{LINKED}<p id="a">x</p></div>'
    assert thinned(page) == f'<div>{LINKED}<p data-place="a">x</p></div>'


@pytest.mark.parametrize(
    "css",
    [
        "#a { color: red }",
        "a::after { content: target-counter(attr(href), page) }",
        "p { color: red } div > a::before { content: target-text(attr(href)) }",
        "p { transform: rotate(3deg) }",
    ],
)
def test_an_anchor_that_the_layout_depends_on_stays_one(css: str) -> None:
    page = f'<div>{LINKED}<p id="a">x</p></div>'
    assert thinned(page, css=css) == page


def test_a_file_within_the_stylesheet_is_passed_over() -> None:
    font = f"@font-face {{ src: url(data:font/ttf;base64,{'A' * 1_000_000}) }}"
    page = f'<div>{LINKED}<p id="a">x</p></div>'
    assert thinned(page, css=font + " a::after { content: target-text(attr(href)) }") == page


@pytest.mark.parametrize(
    "css", ["p::after { content: target-counter(attr(href), page) }", "p { color: #abc }"]
)
def test_what_is_printed_of_other_links_holds_no_anchor(css: str) -> None:
    assert 'data-place="a"' in thinned(f'<div>{LINKED}<p id="a">x</p></div>', css=css)


def test_a_language_in_force_is_not_said_again() -> None:
    page = '<div lang="en"><p lang="id"><b lang="id">x</b><i lang="en">y</i></p><p lang="en">z</p></div>'
    assert thinned(page) == '<div lang="en"><p lang="id"><b>x</b><i lang="en">y</i></p><p>z</p></div>'


def test_languages_become_rules_that_alike_elements_share() -> None:
    """An attribute would keep each of them apart; the page's own language stays where it is."""
    page = (
        '<html lang="en"><style>{}</style><p lang="id">x</p><p lang="id">y</p><p lang="a&quot;b">z</p></html>'
    )
    made = thinned(page.format(""))
    assert '<html lang="en">' in made
    assert made.count('<p data-tongue="id">') == 2
    assert made.count('[data-tongue="id"] { -weasy-lang: "id" }') == 1
    assert '<p lang="a&quot;b">' in made
    asked = page.format("[lang=id] { color: red }")
    assert thinned(asked, css="[lang=id] { color: red }") == asked


def alike(left: Any, right: Any) -> bool:
    """Whether two trees are the same but for white space that shows nowhere and how `xmlns` is told."""
    attributes = [{k: v for k, v in e.attrib.items() if not k.endswith("xmlns")} for e in (left, right)]
    words = [
        ("" if e.tag == "html" else e.text or "", "" if e.tag in ("main", "body") else e.tail or "")
        for e in (left, right)
    ]
    same = left.tag == right.tag and attributes[0] == attributes[1] and words[0] == words[1]
    return same and len(left) == len(right) and all(map(alike, left, right))


@pytest.mark.parametrize("theme", ["executive", "intelligence", "newsletter", "wire"])
def test_a_page_of_our_themes_is_read_as_a_browser_reads_it(theme: str) -> None:
    """It is well-formed, so that a quick parser finds the same elements as one that knows every exception."""
    chosen = find_theme(theme)
    for one in (brief(), brief(first(), second(), third())):
        page = fill("brief.html.j2", one, chosen, medium="paper")
        quick = press.tree(page, own=False)
        assert quick.find("body/main") is not None
        assert alike(quick, press.tree(page, own=True))


def test_a_page_that_is_not_well_formed_is_read_as_a_browser_reads_it() -> None:
    made = press.tree("<p>one<p>two", own=False)
    assert [p.text for p in made.iter("p")] == ["one", "two"]


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (":root { --a: red } p { color: var(--a) }", ":root { --a: red } p { color: red }"),
        (":root{--a:red}:root{--a:blue}p{color:var(--a)}", ":root{--a:red}:root{--a:blue}p{color:blue}"),
        (":root{--b:1pt;--a:var(--b) solid}p{border:var(--a)}", None),
        (
            ":root{--a:red}.dark{--a:black}p{color:var(--a)}",
            ":root{--a:red}.dark{--a:black}p{color:var(--a)}",
        ),
        ("@media screen{:root{--a:red}}p{color:var(--a)}", "@media screen{:root{--a:red}}p{color:var(--a)}"),
        ("p{color:var(--none)}", "p{color:var(--none)}"),
    ],
)
def test_variables_of_the_whole_page_are_put_in(css: str, expected: str | None) -> None:
    """The last definition holds; one that holds for a part of the page only leaves all as they are."""
    expected = expected or ":root{--b:1pt;--a:1pt solid}p{border:1pt solid}"
    page = "<head><style>{}</style></head><p>var(--a)</p>"
    assert lean.without_variables(page.format(css)) == page.format(expected)
