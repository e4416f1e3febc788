"""The words that claims are read by, compiled once a lexicon: small words, nouns of who can speak."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from briefing.extract.sentences.vocabulary import vocabulary
from briefing.language.grammar import Classes, Forms, grammar_of
from briefing.lexicon import Lexicon
from briefing.lexicon.date_patterns import words as date_words

SPEAKING = ("person", "body", "aide", "kin")


class Words:
    """What shapes ask of words: `classes` has the roles of grammar.toml, voices.toml and carriers.toml."""

    def __init__(self, lexicon: Lexicon) -> None:
        grammar = grammar_of(lexicon)
        self.forms: Forms = grammar.forms
        voices = {
            e.get("role"): [*_forms(lexicon, "voices", "role", e.get("role"))] for e in lexicon["voices"]
        }
        carriers = {
            f"carrier {e.get('kind')}": [*_forms(lexicon, "carriers", "kind", e.get("kind"))]
            for e in lexicon["carriers"]
        }
        strict = {w for e in lexicon["carriers"] if e.values.get("strict") for w in e.words}
        carriers["carrier by"] = [w for w in carriers["carrier by"] if w not in strict]
        own = {
            "opens a speaker": [w for role in SPEAKING for w in voices[role]],
            "indefinite": list(_forms(lexicon, "pronouns", "kind", "unnamed")),
            "body noun": list(_forms(lexicon, "pronouns", "kind", "body")),
            "state noun": list(_forms(lexicon, "pronouns", "kind", "country")),
            "rule": list(_forms(lexicon, "pronouns", "kind", "rule")),
            "like this": list(_forms(lexicon, "statements", "kind", "behind")),
            "strict carrier": sorted(strict),
        }
        self.classes = Classes({**{r: grammar.words(r) for r in grammar.roles}, **voices, **carriers, **own})
        self.outlets = vocabulary(lexicon).outlets
        self.speaking = self.classes.words("opens a speaker")
        told = date_words(lexicon.language)
        self.times = frozenset(told.weekdays) | frozenset(told.months)
        self.idioms: dict[str, list[tuple[str, ...]]] = {}
        """By verb, the objects behind which it reports nothing ("meminta maaf")."""
        for entry in lexicon["idioms"]:
            for verb in entry.values.get("verbs", ()):
                objects = self.idioms.setdefault(str(verb).casefold(), [])
                objects += [tuple(w.casefold().split()) for w in entry.words]


def _forms(lexicon: Lexicon, name: str, key: str, value: str) -> Iterable[str]:
    return (w for e in lexicon[name] if e.get(key) == value for w in e.words)


@lru_cache(maxsize=4)
def words_of(lexicon: Lexicon) -> Words:
    """The compiled words of a lexicon."""
    return Words(lexicon)
