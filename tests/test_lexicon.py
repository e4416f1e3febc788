"""Word lists: every entry fires in its example and stays silent in its near misses."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing import lexicon
from briefing.errors import LexiconError
from briefing.lexicon import Entry, WordList
from briefing.wordlists.checks import CHECKERS

LISTS = [words for code in lexicon.languages() for words in lexicon.load(code).lists.values()]
ENTRIES = [(words, entry) for words in LISTS if words.checks in CHECKERS for entry in words]
EXAMPLES = [(w, e, text) for w, e in ENTRIES for text in e.example]
NEAR_MISSES = [(w, e, text) for w, e in ENTRIES for text in e.silent]


def label(value: object) -> str:
    if isinstance(value, Entry):
        return value.words[0]
    return value.name if isinstance(value, WordList) else ""


@pytest.mark.parametrize(("words", "entry", "text"), EXAMPLES, ids=label)
def test_an_entry_fires_in_its_example(words: WordList, entry: Entry, text: str) -> None:
    """What an entry is for, it does in its own example."""
    assert CHECKERS[words.checks](entry, text), f"{entry.where}: {text}"


@pytest.mark.parametrize(("words", "entry", "text"), NEAR_MISSES, ids=label)
def test_an_entry_is_silent_in_its_near_misses(words: WordList, entry: Entry, text: str) -> None:
    """A text that only looks like the entry's matter is left alone."""
    assert not CHECKERS[words.checks](entry, text), f"{entry.where}: {text}"


@pytest.mark.parametrize("words", LISTS, ids=label)
def test_a_word_list_names_its_checker(words: WordList) -> None:
    """A word list says which reading runs its examples; one of a higher room has a test of its own."""
    assert words.checks in set(CHECKERS)
    assert [e.where for e in words if not e.example] == []


def test_a_users_list_lies_on_top(tmp_path: Path) -> None:
    """A user's entry comes first, and `off` takes words out of ours."""
    folder = tmp_path / "id"
    folder.mkdir()
    (folder / "cues.toml").write_text(
        '[about]\ntitle = "Mine"\nchecks = "claims"\n'
        '[[entry]]\nwords = ["celoteh"]\noff = true\n'
        '[[entry]]\nwords = ["tegaskan"]\nkind = "root"\nact = "states"\n'
        "example = '\"Kami selalu siap membantu,\" tegaskan Peskov.'\n",
        encoding="utf-8",
    )
    table = lexicon.load("id", tmp_path)["cues"].by_word()
    assert "celoteh" not in table
    entry = table["tegaskan"]
    assert CHECKERS["claims"](entry, entry.example[0])


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[about]\n", "title"),
        ('[about]\ntitle = "T"\n[[entry]]\nwords = []\n', "words"),
        ('[about]\ntitle = "T"\n[[entry]]\nwords = "kata"\n', "words"),
        ("[about\n", "can't be read"),
    ],
)
def test_a_broken_list_is_named(tmp_path: Path, toml: str, told: str) -> None:
    """A word list that breaks the format says which file and what."""
    folder = tmp_path / "id"
    folder.mkdir()
    (folder / "cues.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(LexiconError, match=told) as error:
        lexicon.load("id", tmp_path)
    assert "cues.toml" in str(error.value)
