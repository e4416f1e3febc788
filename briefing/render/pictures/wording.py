"""What pictures say, in the reader's language: names, days, countries, acts, from one brief."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from babel.dates import format_skeleton
from babel.units import format_unit

from briefing.model import Brief, Voice, record
from briefing.render.catalogue import Labels
from briefing.render.filters import filters

_UNITS = (("year", 365), ("month", 30), ("day", 1))


@record
class Wording:
    """A brief and the words for it. Made by `wording`."""

    brief: Brief
    labels: Labels
    forms: Mapping[str, Callable[..., Any]]
    numbered: bool = True
    """Whether the page gives events and military details their numbers; else their sources stand for them."""

    def text(self, message: str, **values: object) -> str:
        """A label."""
        return self.labels.text(message, **values)

    def plural(self, one: str, many: str, count: int) -> str:
        """A label for a count of things."""
        return self.labels.plural(one, many, count)

    def named(self, context: str, word: str) -> str:
        """A member of a closed set: an act, a kind."""
        return self.labels.named(context, word)

    def day(self, iso: str) -> str:
        """A day, month or year in full: "8 December 2017"."""
        return str(self.forms["day"](iso))

    def country(self, code: str) -> str:
        """A country's usual name."""
        return str(self.forms["country"](code))

    def voice(self, voice: Voice) -> str:
        """An actor's name as the brief prints it."""
        return str(self.forms["name"](voice).text)

    def place(self, name: str) -> str:
        """A place, glossed where the catalogue knows it."""
        return str(self.forms["place"](name).text)

    def within_year(self, iso: str) -> str:
        """A day without its year: "8 Dec"; a month: "Dec"; a quarter: "Q4"; nothing for a year."""
        year, _, rest = iso.partition("-")
        if not rest:
            return ""
        if rest[0] == "Q":
            return str(self.labels.locale.quarters["format"]["abbreviated"][int(rest[1])])
        parts = [int(p) for p in rest.split("-")]
        return self._form(
            "MMMd" if len(parts) > 1 else "MMM", date(int(year), *parts, *[1][: 2 - len(parts)])
        )

    def _form(self, skeleton: str, day: date) -> str:
        return str(format_skeleton(skeleton, day, locale=self.labels.locale))

    def kilometres(self, count: float) -> str:
        """A length: "2,000 km"."""
        return str(format_unit(count, "length-kilometer", length="short", locale=self.labels.locale))

    def span(self, days: int) -> str:
        """About how long: "6 years", "3 months"."""
        unit, length = next((u, n) for u, n in _UNITS if days >= n)
        return str(
            format_unit(round(days / length), f"duration-{unit}", length="long", locale=self.labels.locale)
        )


def wording(brief: Brief, labels: Labels, *, numbered: bool = True) -> Wording:
    """The words for a brief in the language of the labels."""
    return Wording(brief=brief, labels=labels, forms=filters(brief, labels), numbered=numbered)
