"""Word lists: every entry fires in its example and stays silent in its near misses."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing import lexicon
from briefing.errors import LexiconError
from briefing.lexicon import Entry, WordList
from briefing.lexicon.reporting import SAYS
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


SECOND_HOMES = {
    "boilerplate": "a line that opens with it is the page's",
    "carriers": "it tells which outlet carried the words, not who said them",
    "dating": "its day is that of the report that is passed on",
    "domains": "a field that offices are for, spelled alike",
    "event_phrases": "what it means to an event: a headline's saying, an act that answers another",
    "events": "an act that makes law, told like a statement",
    "grammar": "an adverb or preposition, spelled alike",
    "handovers": "it hands on the whole article",
    "headlines": "a teaser's or agency's word in a title",
    "idioms": "with this object it reports nothing",
    "languages": "it tells Indonesian from other languages",
    "military_events": "a test, spelled alike",
    "military_phrases": "whose a weapon is: whom the verb is against",
    "numbers": "an age, spelled alike",
    "openers": "with a capital at the head of a sentence it is no name",
    "pronouns": "a verb without its prefix, whose subject acts",
    "regions": "a province, spelled alike",
    "roles": "an office's word, spelled alike",
    "status": "an event that answers another is a fact",
    "summary": "a word that weighs nothing",
    "voices": "where it opens another report, or is a thing and no speaker",
}
"""Why a word that reports may stand in another list than cues.toml."""


def test_a_reporting_word_has_one_home() -> None:
    """Verbs and roots of saying stand in cues.toml alone; another list needs a reason that is still true."""
    words = lexicon.load("id")
    verbs = [e for e in words["cues"] if e.get("act") in SAYS and e.get("kind") in ("root", "verb")]
    says = {w.casefold() for e in verbs for w in e.words}
    forms = [(name, w) for name, listed in words.lists.items() for e in listed for w in e.words]
    homes = {name for name, w in forms if name != "cues" and w.casefold() in says}
    assert sorted(homes - set(SECOND_HOMES)) == []
    assert sorted(set(SECOND_HOMES) - homes) == []
