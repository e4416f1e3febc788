"""The words that claims are read by, compiled once a lexicon: small words, nouns of who can speak."""

from __future__ import annotations

from functools import lru_cache

from briefing.extract.sentences.vocabulary import vocabulary
from briefing.language.grammar import Classes, grammar_of
from briefing.language.languages import Forms
from briefing.lexicon import Entry, Lexicon
from briefing.lexicon.date_patterns import words as date_words

SPEAKING = ("person", "body", "aide", "kin")
PRONOUNS = {
    "indefinite": "unnamed",
    "body noun": "body",
    "state noun": "country",
    "rule": "rule",
    "rule of": "rule of",
}
"""Classes by the kinds of pronouns.toml that their words stand under."""


class Words:
    """What shapes ask of words: `classes` has the roles of grammar.toml, voices.toml and carriers.toml."""

    def __init__(self, lexicon: Lexicon) -> None:
        grammar = grammar_of(lexicon)
        self.forms: Forms = grammar.forms
        voices, pronouns = by(lexicon, "voices", "role"), by(lexicon, "pronouns", "kind")
        carriers = {f"carrier {kind}": words for kind, words in by(lexicon, "carriers", "kind").items()}
        strict = [w for e in entries(lexicon, "carriers") if e.values.get("strict") for w in e.words]
        self.classes = Classes(
            {
                **{role: grammar.words(role) for role in grammar.roles},
                **voices,
                **carriers,
                **{role: pronouns.get(kind, []) for role, kind in PRONOUNS.items()},
                "opens a speaker": [w for role in SPEAKING for w in voices.get(role, [])],
                "like this": by(lexicon, "cues", "kind").get("behind", []),
                "carrier by": [w for w in carriers.get("carrier by", []) if w not in strict],
                "strict carrier": strict,
            }
        )
        self.outlets = vocabulary(lexicon).outlets
        self.speaking = self.classes.words("opens a speaker")
        days = date_words(lexicon.language) if "dates" in lexicon.lists else None
        self.times = frozenset([*days.weekdays, *days.months]) if days else frozenset()
        self.idioms: dict[str, list[tuple[str, ...]]] = {}
        """By verb, the objects behind which it reports nothing ("meminta maaf")."""
        for entry in entries(lexicon, "idioms"):
            for verb in entry.values.get("verbs", ()):
                objects = self.idioms.setdefault(str(verb).casefold(), [])
                objects += [tuple(w.casefold().split()) for w in entry.words]


def entries(lexicon: Lexicon, name: str) -> tuple[Entry, ...]:
    """The entries of a word list; none where the language has no such list."""
    listed = lexicon.lists.get(name)
    return listed.entries if listed else ()


def by(lexicon: Lexicon, name: str, key: str) -> dict[str, list[str]]:
    """The words of a list by what its entries say under a key."""
    found: dict[str, list[str]] = {}
    for entry in entries(lexicon, name):
        found.setdefault(entry.get(key), []).extend(entry.words)
    return found


@lru_cache(maxsize=4)
def words_of(lexicon: Lexicon) -> Words:
    """The compiled words of a lexicon."""
    return Words(lexicon)
