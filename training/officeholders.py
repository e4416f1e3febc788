"""The register of office-holders: whose country a name tells (`briefing/lexicon/officeholders.txt`).

    python -m training.officeholders HOLDERS.csv > briefing/lexicon/officeholders.txt

HOLDERS.csv has columns `country` and `person`: the tables of github.com/every-politician-scrapers, which are
snapshots of Wikidata's statements (July 2022 to January 2023), put together. Names in other scripts or of
one word can't be told from other words, and persons of two countries tell neither: all three are left out.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from briefing.lexicon.spelling import plain

HEAD = """\
# Persons who held an office since 2012, under the country (ISO 3166-1 alpha-2) that they held it for;
# "-" are bodies of several countries. From Wikidata (CC0). Made by training/officeholders.py.
"""
NOBODYS = "-"
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ '’.\-]+")


def names(rows: Iterable[dict[str, str]]) -> dict[str, set[str]]:
    """Every usable name and the countries that it stands under."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        name = re.sub(r"\s*[,(].*", "", row["person"]).strip()
        code = row["country"] if len(row["country"]) == len("ID") else ""
        if LATIN.fullmatch(name) and len(plain(name).split()) > 1:
            found[name].add(code or NOBODYS)
    return found


def register(rows: Iterable[dict[str, str]]) -> str:
    """The file's text: a line `[code]` for each country, then its names, in order."""
    told = names(rows)
    spelled: dict[str, set[str]] = defaultdict(set)
    for name, codes in told.items():
        spelled[plain(name)] |= codes
    by_country: dict[str, dict[str, str]] = defaultdict(dict)
    for name in sorted(told):
        codes = spelled[plain(name)]
        if len(codes) == 1:
            by_country[next(iter(codes))].setdefault(plain(name), name)
    parts = [f"[{code}]\n" + "\n".join(of.values()) for code, of in sorted(by_country.items())]
    return HEAD + "\n".join(parts) + "\n"


def main() -> None:
    """Read the tables that the command line names and write the register to standard output."""
    rows = []
    for path in sys.argv[1:]:
        with Path(path).open(encoding="utf-8", newline="") as table:
            rows += list(csv.DictReader(table))
    sys.stdout.write(register(rows))


if __name__ == "__main__":
    main()
