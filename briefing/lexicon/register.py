"""The register of office-holders: whose country a full name tells, in whatever spelling.

`officeholders.txt` has those who held an office in some forty countries since 2012, from Wikidata
(`training/officeholders.py` makes it). It says that a name is a person's and whose country he served; it
says nothing about the office that he holds today, and an article's own words always come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from briefing.lexicon.spelling import same_person, sound, tokens

FILE = Path(__file__).with_name("officeholders.txt")
LONG = 8
"""Shorter names are too like other words in the spellings that count as one ("Mark II", "Mark Yi")."""
Ends = tuple[str, str]


@lru_cache(maxsize=1)
def _register() -> dict[Ends, list[tuple[tuple[str, ...], str]]]:
    """Names and codes by the sounds of a name's first and last word; read when first asked for."""
    found: dict[Ends, list[tuple[tuple[str, ...], str]]] = {}
    code = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line[:1] == "[":
            code = line.strip("[]-")
        elif line[:1] != "#":
            name = tokens(line)
            found.setdefault((sound(name[0]), sound(name[-1])), []).append((name, code))
    return found


def registered(words: Sequence[str]) -> str | None:
    """The country that a person of this full name held an office for; none where no such name is known.

    Empty for who served a body of several countries, or where two persons of one name served two countries.

    >>> registered(("sergei", "lavrov")), registered(("sergey", "lavrov")), registered(("lavrov",))
    ('RU', 'RU', None)
    """
    if len(words) < 2 or sum(map(len, words)) < LONG:
        return None
    name = tuple(words)
    same = _register().get((sound(name[0]), sound(name[-1])), ())
    codes = {code for other, code in same if same_person(name, other)}
    return codes.pop() if len(codes) == 1 else "" if codes else None
