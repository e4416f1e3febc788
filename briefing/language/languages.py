"""The languages that articles are read in: `LANGUAGES`, the one table of them.

A language is a row here, its folder `language/<code>/` (tokenizer, shapes of words, a trained model if there
is one) and its word lists in `lexicon/<code>/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefing.language.id import forms as indonesian
from briefing.model import record


@record
class Forms:
    """The shapes of a language's words; each is given a word in small letters."""

    is_active: Callable[[str], bool]
    """Whether it looks like a verb whose subject does what it says ("menyerang", "attacks")."""
    is_passive: Callable[[str], bool]
    """Whether it looks like a verb whose subject suffers it ("diserang")."""
    is_involuntary: Callable[[str], bool]
    """Whether it looks like a passive of what befalls somebody ("tertembak"), as adjectives do too."""
    is_nominal: Callable[[str], bool]
    """Whether it looks like a noun that names a doing ("penyerangan", "attack-ing")."""
    possessive_stem: Callable[[str], str]
    """The word without what clings to it and stands for an owner ("katanya"), or as it is."""
    head_first: bool
    """Whether a noun stands before what describes it ("menteri luar negeri Rusia")."""


@record
class Language:
    """What a language brings along beside its word lists and its model."""

    tokenizer: str
    """The name of its tokenizer in spaCy's registry; `pipeline.py` imports the module that registers it."""
    forms: Forms


PLAIN = Forms(
    is_active=lambda word: False,
    is_passive=lambda word: False,
    is_involuntary=lambda word: False,
    is_nominal=lambda word: False,
    possessive_stem=lambda word: word,
    head_first=False,
)
LANGUAGES: Mapping[str, Language] = {
    "id": Language(
        tokenizer="briefing.id.v1",
        forms=Forms(
            is_active=indonesian.is_active,
            is_passive=indonesian.is_passive,
            is_involuntary=indonesian.is_involuntary,
            is_nominal=indonesian.is_nominal,
            possessive_stem=indonesian.possessive_stem,
            head_first=True,
        ),
    )
}
DEFAULT = "id"
"""The language that a text is taken to be in where nothing says which."""
