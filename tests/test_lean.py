"""A page made ready for paper looks as before, and every link in it still leads somewhere."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from briefing.render import lean


def thinned(page: str, *, css: str = "") -> str:
    """The page after thinning, as text."""
    tree = ET.fromstring(page)
    lean.thin(tree, kept=lean.lead_to(page), css=css)
    return ET.tostring(tree, encoding="unicode")


def test_an_anchor_that_nothing_leads_to_goes() -> None:
    assert thinned('<p id="a">x</p>') == "<p>x</p>"
    assert thinned('<p><a href="#a">y</a><b id="a">x</b></p>') == '<p><a href="#a">y</a><b id="a">x</b></p>'


def test_an_anchor_moves_to_the_first_words() -> None:
    """Where it leads to is the same place on the page."""
    page = '<div><a href="#a">y</a><div id="a"><p><i></i><b>x</b><u>z</u></p></div></div>'
    assert '<div><p><i /><b id="a">x</b>' in thinned(page)


def test_first_words_with_an_anchor_of_their_own_keep_it() -> None:
    page = '<div><a href="#a">y</a><a href="#b">y</a><div id="a"><p><b id="b">x</b><u>z</u></p></div></div>'
    assert '<b id="b">x</b><u id="a">z</u>' in thinned(page)


def test_an_anchor_that_the_stylesheet_names_stays() -> None:
    page = '<div id="a"><p>x</p></div>'
    assert thinned(page, css="#a { color: red }") == page


def test_a_language_in_force_is_not_said_again() -> None:
    page = '<div lang="en"><p lang="id"><b lang="id">x</b><i lang="en">y</i></p><p lang="en">z</p></div>'
    assert thinned(page) == '<div lang="en"><p lang="id"><b>x</b><i lang="en">y</i></p><p>z</p></div>'


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
