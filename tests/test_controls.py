"""Characters that nobody sees: visible or dropped in what is printed, escaped in JSON; joiners stay."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st

from briefing import codec
from briefing.controls import CONTROLS, JOINERS, escaped, visible
from briefing.deliver.headers import clean
from briefing.render import find_theme, mail, render
from briefing.sources.markup import plain

HARMLESS = "\u00ad\u200b\u2060" + JOINERS
"""Where a word may or may not break, and what joins."""
SIGNS = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]")
"""Format characters that are seen: signs over or around numbers."""
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSEEN = TURNING + "\x00\x07\x1b\x7f\x9b\u180e\u2028\u2029\u2061\u206f\ufeff\ufff9\U0001d173\U000e0041"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"


def test_every_control_of_unicode_is_one() -> None:
    """By the categories: controls, formats that are not seen, line and paragraph separators, surrogates."""
    wrong = [
        f"U+{n:04X}"
        for n in range(0x110000)
        if unicodedata.category(chr(n)) in {"Cc", "Cf", "Zl", "Zp", "Cs"}
        and not CONTROLS.match(chr(n))
        and chr(n) not in HARMLESS + "\t\n"
        and not SIGNS.match(chr(n))
    ]
    assert wrong == []


@pytest.mark.parametrize("format", ["html", "txt", "md", "email", "email text"])
def test_none_is_in_what_is_printed(format: str) -> None:
    made = render(samples.hostile(f"a{UNSEEN}b"), format).decode()
    assert "a\ufffd" in made
    assert set(made) & set(UNSEEN) == set()


def test_none_is_in_json_and_none_is_lost() -> None:
    """The record holds every character as it was, and shows none of them raw."""
    brief = samples.hostile(f"a{TURNING}\u2028\U000e0041b")
    data = codec.brief_json(brief)
    assert set(data.decode()) & set(UNSEEN) == set()
    assert "\\u202e" in data.decode()
    assert codec.read_brief(data) == brief


@given(st.text(st.sampled_from(UNSEEN + 'ab"\\\n') | st.characters(exclude_categories=["Cs"])))
def test_escaped_json_says_the_same(text: str) -> None:
    whole = json.dumps({"x": [text]}, ensure_ascii=False)
    assert json.loads(escaped(whole)) == {"x": [text]}
    assert not CONTROLS.search(escaped(whole))


def test_an_article_is_cleaned_of_them() -> None:
    """Those that turn the reading about, too: a name reads as it is written."""
    hidden = f"{TURNING}\u180e\u2061\u206f\ufeff\ufff9\U0001d173\U000e0041\u200b\u00ad"
    text = f"Rusia me{hidden}nolak usul itu, kata Sergey Lav\u200drov."
    assert plain(text) == "Rusia menolak usul itu, kata Sergey Lavrov."


@pytest.mark.parametrize("joined", [FAMILY, PERSIAN, "\u0915\u094d\u200d\u0937"])
def test_joiners_are_kept_where_they_join(joined: str) -> None:
    """A family of three, a Persian verb, a half letter of Hindi: read, printed and in a subject."""
    assert plain(f"kata {joined} itu") == f"kata {joined} itu"
    assert visible(joined) == joined
    assert clean(f"kata {joined}") == f"kata {joined}"
    assert joined in render(samples.hostile(joined), "html").decode()
    assert joined in mail.mail_html(samples.hostile(joined), find_theme("newsletter")).decode()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ru\u200dsia", "Rusia"),
        ("Ru\u200d\u200c\u200dsia", "Rusia"),
        ("\u200dRusia\u200c", "Rusia"),
        ("kata \u200d Rusia", "kata  Rusia"),
        (f"{FAMILY}\u200d", FAMILY),
        (FAMILY.replace("\u200d", "\u200d" * 5000), FAMILY),
    ],
)
def test_joiners_that_join_nothing_are_dropped(text: str, read: str) -> None:
    """They would hide a name from whoever looks for it."""
    assert plain(text) == read
