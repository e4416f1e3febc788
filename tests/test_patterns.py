"""A pattern made of a word list finds what the words one by one would find."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from briefing.lexicon.patterns import any_of

WORDS = st.lists(st.text(alphabet="ab .-", min_size=1, max_size=5), min_size=1, max_size=12)


@given(words=WORDS, text=st.text(alphabet="ab .-c", max_size=30))
def test_the_tree_finds_what_the_longest_first_alternation_finds(words: list[str], text: str) -> None:
    """Everywhere the longest word that fits, whatever the words have in common."""
    plain = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
    assert [m.span() for m in re.finditer(any_of(words), text)] == [
        m.span() for m in re.finditer(plain, text)
    ]


@given(words=WORDS, text=st.text(alphabet="ab .-c", max_size=30))
def test_a_shorter_word_is_taken_where_the_longer_fits_but_not_what_follows(
    words: list[str], text: str
) -> None:
    """What stands behind the words in a pattern decides among them."""
    plain = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
    behind = "(?![ab])"
    tree, list_of = re.compile(f"{any_of(words)}{behind}"), re.compile(f"(?:{plain}){behind}")
    assert [m.span() for m in tree.finditer(text)] == [m.span() for m in list_of.finditer(text)]


def test_a_blank_may_be_of_any_width() -> None:
    """Pages break lines within names."""
    assert re.fullmatch(any_of(["korea utara"], space=r"\s+"), "korea \n utara")


def test_no_words_match_nowhere() -> None:
    """A list that a user emptied finds nothing, not even nothing."""
    assert re.search(any_of([]), "apa saja") is None
