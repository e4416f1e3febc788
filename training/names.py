"""Names drawn at random from names.toml and scenes.toml, whole phrases with what is marked in them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from string import ascii_uppercase
from typing import Any

from babel import Locale

from training.marked import Marked, joined

HERE = Path(__file__).parent
SLOT = re.compile(r"\{(\w+)\}")
LABEL = {
    "person": "PER",
    "place": "LOC",
    "city": "LOC",
    "CITY": "LOC",
    "body": "ORG",
    "media": "ORG",
    "acronym": "ORG",
}
NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "XK", "ZZ"})


@cache
def lists(name: str) -> dict[str, Any]:
    """A data file of this folder."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@cache
def items(file: str, *keys: str) -> tuple[str, ...]:
    """The entries of a list in a data file, separated by semicolons; line breaks in them count as spaces."""
    value: Any = lists(file)
    for key in keys:
        value = value[key]
    return tuple(re.sub(r"\s+", " ", part).strip() for part in value.split(";") if part.strip())


@cache
def countries() -> tuple[str, ...]:
    """Every country's Indonesian name, from CLDR."""
    names = Locale("id").territories
    return tuple(str(names[c]) for c in sorted(names) if len(c) == 2 and c not in NOT_COUNTRIES)


@dataclass
class Names:
    """Draws names. Half of the places are drawn from the few countries that military news is mostly about."""

    rng: Random
    shuffled: dict[str, list[str]] = field(default_factory=dict)

    def person(self) -> str:
        """A whole name."""
        if self.rng.random() < 0.3:
            return self.one_of("names.toml", "people", "known")
        return self._composed()[0]

    def surname(self) -> str:
        """The part of a name that stands alone in the rest of an article."""
        if self.rng.random() < 0.25:
            return self.one_of("names.toml", "people", "short")
        return self._composed()[1]

    def place(self) -> str:
        """A country, mostly; or a region."""
        at = self.rng.random()
        if at < 0.55:
            return self.one_of("names.toml", "places", "common")
        if at < 0.75:
            return self.rng.choice(countries())
        return self.one_of("names.toml", "places", "regions")

    def country(self) -> str:
        """A country as news calls it."""
        return self.one_of("names.toml", "places", "common")

    def city(self) -> str:
        """A town."""
        return self.one_of("names.toml", "places", "cities")

    def body(self) -> str:
        """An organisation, authority or outlet; a country belongs to it: "Kementerian Pertahanan Rusia"."""
        at = self.rng.random()
        if at < 0.4:
            return self.one_of("names.toml", "bodies", "known")
        if at < 0.48:
            return " ".join(
                self.one_of("names.toml", "bodies", "foreign", k) for k in ("first", "field", "last")
            )
        if at < 0.52:
            return self.acronym()
        if at < 0.87:
            form = self.one_of("names.toml", "bodies", "patterns", "forms")
            return form.replace("{place}", self.country()).replace("{city}", self.city())
        return self.media()

    def acronym(self) -> str:
        """Three to five capitals: any body's short name."""
        return "".join(self.rng.choices(ascii_uppercase, k=self.rng.choice((3, 3, 4, 4, 5))))

    def media(self) -> str:
        """A news agency, paper or broadcaster."""
        return self.one_of("names.toml", "bodies", "media")

    def any_place(self) -> str:
        """A country, region or town, or a place named after one."""
        at = self.rng.random()
        if at < 0.6:
            return self.place()
        return self.one_of("names.toml", "places", "forms").replace("{city}", self.city())

    def one_of(self, file: str, *keys: str) -> str:
        """An entry of a list: each once before one comes again."""
        name = ".".join(keys)
        if not self.shuffled.get(name):
            self.shuffled[name] = self.rng.sample(items(file, *keys), len(items(file, *keys)))
        return self.shuffled[name].pop()

    def _composed(self) -> tuple[str, str]:
        culture = self.rng.choice(lists("names.toml")["people"]["culture"])
        parts = {key: self.rng.choice(culture[key].split(", ")) for key in ("given", "family")}
        middle = self.rng.random()
        if culture.get("middle") and middle < 0.3:
            second = self.rng.choice(culture["given"].split(", "))
            parts["given"] += f" {second}" if middle < 0.2 else f" {second[0]}."
        return culture["order"].format(**parts), parts[culture["short"]]

    def titled(self) -> Marked:
        """An office and a name, "Menteri Luar Negeri Rusia Sergei Lavrov": country and name are marked."""
        name = self.person() if self.rng.random() < 0.85 else self.surname()
        comma = ", " if self.rng.random() < 0.12 else " "
        office = self.fill(self.one_of("names.toml", "roles", "titled"))
        return joined([office, Marked(name, ((0, len(name), "PER"),))], comma)

    def fill(self, line: str) -> Marked:
        """A line with its open places filled, and the names in them marked."""
        done, last = Marked(""), 0
        for slot in SLOT.finditer(line):
            done = joined([done, Marked(line[last : slot.start()]), self._slot(slot[1])], "")
            last = slot.end()
        return joined([done, Marked(line[last:])], "")

    def _slot(self, kind: str) -> Marked:
        if kind == "titled":
            return self.titled()
        if kind in LABEL:
            words = str(getattr(self, kind.lower())())
            words = words.upper() if kind == "CITY" else words
            return Marked(words, ((0, len(words), LABEL[kind]),))
        if kind == "n":
            return Marked(self.rng.choice(items("scenes.toml", "number")))
        if kind in {"role", "noun"}:
            return Marked(self.one_of("scenes.toml", kind))
        lists_of = {"weapon": "weapons", "ship": "ships", "event": "events"}
        return Marked(self.one_of("names.toml", "things", lists_of[kind]))

    def scenes(self, rounds: int) -> list[Marked]:
        """Every sentence of scenes.toml, `rounds` times with other names."""
        lines = lists("scenes.toml")["lines"].strip().split("\n")
        filled = (self.fill(line) for _ in range(rounds) for line in lines)
        return [Marked(s.text[0].upper() + s.text[1:], s.mentions) for s in filled]

    def dateline(self) -> Marked:
        """What opens an article: "Jakarta, CNN Indonesia -- "."""
        lines = lists("scenes.toml")["datelines"].replace("\n", "").split("; ")
        filled = self.fill(self.rng.choice(lines).lstrip())
        marks = list(filled.mentions)
        for outlet in items("scenes.toml", "outlets"):
            at = filled.text.find(outlet)
            if at >= 0 and not any(a <= at < b for a, b, _ in marks):
                marks.append((at, at + len(outlet), "ORG"))
        at = filled.text.find("Jakarta")
        if at >= 0 and not any(a <= at < b for a, b, _ in marks):
            marks.append((at, at + len("Jakarta"), "LOC"))
        return Marked(filled.text, tuple(sorted(marks)))
