"""The weights that decide who speaks, learned: `python -m training.speakers GOLD ARTICLES`.

GOLD holds a JSON file for each article (`file`, `actors`, `claims`, as in tests/annotations), ARTICLES the
articles. What is learned is written into the table that ships (`briefing/extract/claims/weights.toml`) only
with --write, and only where it does at least as well as the table that stands there.

A claim's candidates and "nobody" share one softmax, so that a weight is what its feature adds to the
logarithm of the odds. Few articles are annotated, and most features are rare in them: each weight is
drawn to its `start` in the table, and never changes its sign. Floor and margin are chosen on articles
that the weights were not learned from.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing import language, lexicon, sources
from briefing.extract.actors import actors
from briefing.extract.claims import trace
from briefing.extract.claims.line import Line, Names
from briefing.extract.claims.shapes import Draft
from briefing.extract.claims.speakers import (
    WEIGHTS,
    Candidate,
    Choice,
    Speakers,
    Weights,
    certain,
    counted,
    weights,
)
from briefing.lexicon import Lexicon
from briefing.model import Actor, Article, Findings

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from score import same_actor, same_text

STEPS, RATE = 1500, 0.5
"""Steps of the descent, and how far each goes; more of them change no digit of the table."""
DRAWN = (0.3, 1.0, 3.0)
"""How strongly weights are drawn to their start: which does best, the articles left out say."""
FLOORS, MARGINS = (0.0, 0.5, 1.0, 1.5, 2.0), (0.2, 0.5, 0.8, 1.0, 1.5)
WRONG = 0.02
"""The share of named speakers that may be wrong."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A claim's candidates as the reader finds them; `right` is who speaks, none where it is none of them."""

    candidates: tuple[Candidate, ...]
    right: frozenset[str]


@dataclass(frozen=True)
class Annotated:
    """An article, read as far as its actors, and what was annotated in it."""

    article: Article
    found: Findings
    gold: Mapping[str, Any]
    lexicon: Lexicon


@dataclass(frozen=True)
class Figures:
    """How often the speaker is the right one, and how often a wrong one is named."""

    wanted: int = 0
    right: int = 0
    named: int = 0
    wrong: int = 0

    def __add__(self, other: Figures) -> Figures:
        """Both together."""
        return Figures(
            wanted=self.wanted + other.wanted,
            right=self.right + other.right,
            named=self.named + other.named,
            wrong=self.wrong + other.wrong,
        )

    @property
    def recall(self) -> float:
        """The share of statements whose speaker is right; nobody, where nobody is annotated, is right."""
        return self.right / max(1, self.wanted)

    @property
    def misattributed(self) -> float:
        """The share of named speakers who are wrong."""
        return self.wrong / max(1, self.named)


class Taught(Speakers):
    """Speakers whose focus is as the annotation has it; the choices, before that, are kept as examples."""

    def __init__(self, names: Names, gold: Mapping[str, Any], article: Article) -> None:
        super().__init__(names)
        self.gold, self.text, self.examples = gold, article.text, list[Example]()

    def choose(self, line: Line, draft: Draft) -> Choice:
        """As the reader does, but whoever really spoke is in focus from then on."""
        choice = self.decide(line, draft)
        claim = annotation(self.gold, self.text[draft.start : draft.stop])
        if claim is not None:
            right = frozenset(annotated(self.gold, claim, self.actors.values()))
            self.examples += [Example(candidates=choice.candidates, right=right)] if choice.candidates else []
            choice = replace(choice, speaker=min(right, key=self.order.__getitem__, default=None))
        if not draft.inner:
            self.turn(line, choice, draft.named)
        return choice


def annotation(gold: Mapping[str, Any], text: str) -> Mapping[str, Any] | None:
    """The annotated claim with these words; none where there is none."""
    likeness = [(same_text(text, claim["text"]), -n) for n, claim in enumerate(gold["claims"])]
    best, number = max(likeness, default=(0.0, 0))
    return gold["claims"][-number] if best > 0 else None


def annotated(gold: Mapping[str, Any], claim: Mapping[str, Any], known: Iterable[Actor]) -> list[str]:
    """The actors that are the annotated speaker of a claim; none where that is nobody, or nobody known."""
    speaker = next((a for a in gold["actors"] if a["name"] == claim["speaker"]), None)
    if speaker is None:
        return []
    alike = [(same_actor(as_scored(actor), speaker), actor.id) for actor in known]
    best = max((likeness for likeness, _ in alike), default=0.0)
    return [id_ for likeness, id_ in alike if likeness == best > 0]


def as_scored(actor: Actor) -> dict[str, Any]:
    """An actor in the form in which the annotators' scorer takes it."""
    country = actor.country.value if actor.country else None
    return {"name": actor.name, "aliases": actor.aliases, "kind": actor.kind.value, "country": country}


def load(gold: Path, articles: Path) -> list[Annotated]:
    """Every annotated article whose text is there, in the order of their names."""
    found = []
    for path in sorted(gold.glob("*.json")):
        notes = json.loads(path.read_text(encoding="utf-8"))
        text = articles / notes["file"]
        if text.exists():
            article = sources.read_path(text).article
            words = lexicon.load(article.language)
            named = actors(language.read(article), words, Findings(article=article))
            found.append(Annotated(article=article, found=named, gold=notes, lexicon=words))
    return found


def examples_of(one: Annotated) -> list[Example]:
    """The choices of one article, in reading order."""
    kept: list[Taught] = []

    def taught(names: Names) -> Speakers:
        kept.append(Taught(names, one.gold, one.article))
        return kept[0]

    trace(language.read(one.article), one.lexicon, one.found, taught)
    return kept[0].examples


def figures_of(one: Annotated, table: Weights) -> Figures:
    """How the reader does on an article with a table of weights, nobody telling it who spoke."""
    read = trace(language.read(one.article), one.lexicon, one.found, partial(Speakers, table=table))
    total = Figures()
    for draft, choice in (pair for line in read for pair in line.choices):
        claim = annotation(one.gold, one.article.text[draft.start : draft.stop])
        if claim is not None:
            right = annotated(one.gold, claim, one.found.actors)
            fits = choice.speaker in right if claim["speaker"] else choice.speaker is None
            named = choice.speaker is not None
            total += Figures(wanted=1, right=fits, named=named, wrong=named and not fits)
    return total


# --- learning ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """Examples as numbers: `has[example, candidate, feature]`, the last of both nobody's."""

    has: Floats
    right: Floats
    """Which candidates of an example are right, as shares of one."""
    there: Floats
    """0 for a candidate, and minus infinity for the filling behind an example's last one."""

    def of(self, chosen: Sequence[int]) -> Sheet:
        """Some of the examples."""
        return Sheet(has=self.has[chosen], right=self.right[chosen], there=self.there[chosen])


def sheet(examples: Sequence[Example], names: Sequence[str]) -> Sheet:
    """The examples as numbers."""
    column = {name: n for n, name in enumerate(names)}
    widest = max((len(e.candidates) for e in examples), default=0) + 1
    has = np.zeros((len(examples), widest, len(names) + 1))
    right = np.zeros((len(examples), widest))
    there = np.full((len(examples), widest), -np.inf)
    for n, example in enumerate(examples):
        for at, candidate in enumerate(example.candidates):
            for name, times in map(counted, candidate.features):
                has[n, at, column[name]] += times
            right[n, at] = candidate.actor in example.right
        there[n, : len(example.candidates)] = there[n, -1] = 0.0
        has[n, -1, -1] = 1.0  # what nobody scores: the floor, as far as it is learned
        right[n, -1] = not right[n].any()
        right[n] /= right[n].sum()
    return Sheet(has=has, right=right, there=there)


def learn(
    numbers: Sheet, start: Mapping[str, float], floor: float, drawn: float
) -> tuple[dict[str, float], float]:
    """The weights by name, and what nobody scores: descent on the softmax, each step within the signs."""
    begin = np.array([*start.values(), floor])
    low, high = np.where(begin > 0, 0.0, -np.inf), np.where(begin > 0, np.inf, 0.0)
    values, count = begin.copy(), max(1, len(numbers.has))
    for _ in range(STEPS):
        scores = numbers.has @ values + numbers.there
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        wrong = chances / chances.sum(axis=1, keepdims=True) - numbers.right
        slope = drawn * (values - begin) + np.einsum("nc,ncf->f", wrong, numbers.has)
        values = np.clip(values - RATE * slope / count, low, high)
    learned = [round(float(v), 1) + 0.0 for v in values]
    return dict(zip(start, learned[:-1], strict=True)), learned[-1]


def told(example: Example, table: Weights) -> Figures:
    """How a table decides an example."""
    ranked = sorted(((table.score(c.features), c.actor) for c in example.candidates), key=lambda s: -s[0])
    named = certain([score for score, _ in ranked], table)
    fits = ranked[0][1] in example.right if named else not example.right
    return Figures(wanted=1, right=fits, named=named, wrong=named and not fits)


def added(figures: Iterable[Figures]) -> Figures:
    """All of them together."""
    return sum(figures, Figures())


def best(choices: Mapping[tuple[float, float, float], Figures]) -> tuple[float, float, float]:
    """The setting with most right speakers among those with few wrong ones; else with the fewest wrong."""
    fit = {k: f for k, f in choices.items() if f.misattributed <= WRONG}
    if fit:
        return max(fit, key=lambda k: (fit[k].right, -fit[k].wrong, k))
    return min(choices, key=lambda k: (choices[k].misattributed, -choices[k].right, k))


def without_each(
    examples: Sequence[Sequence[Example]], start: Mapping[str, float], floor: float, drawn: float
) -> list[tuple[dict[str, float], float]]:
    """For each article, what is learned from all others."""
    numbers = sheet([e for one in examples for e in one], list(start))
    article = [n for n, one in enumerate(examples) for _ in one]
    return [
        learn(numbers.of([at for at, m in enumerate(article) if m != n]), start, floor, drawn)
        for n in range(len(examples))
    ]


def cross_validated(
    examples: Sequence[Sequence[Example]], start: Mapping[str, float], floor: float
) -> tuple[tuple[float, float, float], list[Weights]]:
    """How strongly to draw, floor above nobody's score, margin; and each article's table from the others."""
    folds = {drawn: without_each(examples, start, floor, drawn) for drawn in DRAWN}
    settings = list(product(DRAWN, FLOORS, MARGINS))

    def tables(drawn: float, above: float, margin: float) -> list[Weights]:
        return [Weights(features=w, floor=nobody + above, margin=margin) for w, nobody in folds[drawn]]

    choices = {
        setting: added(
            told(e, table) for one, table in zip(examples, tables(*setting), strict=True) for e in one
        )
        for setting in settings
    }
    chosen = best(choices)
    return chosen, tables(*chosen)


# --- the table -----------------------------------------------------------------------------


def written(text: str, table: Weights) -> str:
    """The table's text with other weights; its order, starts and reasons stay."""
    rows = tomllib.loads(text)["features"]
    head = text[: text.index("[choice]")]
    lines = [
        f'"{name}" = {{ weight = {table.features[name]}, start = {row["start"]}, why = "{row["why"]}" }}'
        for name, row in rows.items()
    ]
    choice = f"[choice]\nfloor = {round(table.floor, 1)}\nmargin = {table.margin}\n"
    return f"{head}{choice}\n[features]\n" + "\n".join(lines) + "\n"


def seen(examples: Iterable[Example]) -> dict[str, int]:
    """In how many examples each feature tells a candidate from another, or from nobody."""
    times: dict[str, int] = {}
    for example in examples:
        for name in {counted(f)[0] for c in example.candidates for f in c.features}:
            times[name] = times.get(name, 0) + 1
    return times


def show(name: str, figures: Figures) -> None:
    """One line of figures."""
    print(
        f"{name:48} right {figures.recall:.3f} ({figures.right} of {figures.wanted}), "
        f"misattributed {figures.misattributed:.3f} ({figures.wrong} of {figures.named})"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, print what the articles left out say, and write the table if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--table", type=Path, default=WEIGHTS, help="the table to start from, and to write")
    parser.add_argument("--write", action="store_true", help="write what was learned into the table")
    given = parser.parse_args(arguments)
    every = load(given.gold, given.articles)
    if not every:
        print(f"{given.gold}: holds no annotation of an article in {given.articles}", file=sys.stderr)
        return 1
    text = given.table.read_text(encoding="utf-8")
    start = {name: float(row["start"]) for name, row in tomllib.loads(text)["features"].items()}
    examples = [examples_of(one) for one in every]
    flat = [e for one in examples for e in one]
    print(f"{len(every)} articles, {len(flat)} choices")
    stands = added(figures_of(one, weights(given.table)) for one in every)
    chosen, tables = cross_validated(examples, start, 1.0)
    left_out = added(figures_of(one, table) for one, table in zip(every, tables, strict=True))
    drawn, above, margin = chosen
    learned, nobody = learn(sheet(flat, list(start)), start, 1.0, drawn)
    table = Weights(features=learned, floor=round(nobody + above, 1), margin=margin)
    show("the table as it stands", stands)
    show("learned, each article by what the others teach", left_out)
    show("learned, on the articles themselves", added(figures_of(one, table) for one in every))
    print(f"drawn {drawn}, floor {table.floor}, margin {margin}")
    times = seen(flat)
    for name, weight in learned.items():
        print(f"{name:32} start {start[name]:5.1f}  learned {weight:5.1f}  in {times.get(name, 0)} choices")
    if given.write:
        if left_out.right < stands.right or left_out.misattributed > max(WRONG, stands.misattributed):
            print("The table that stands does better; it is left as it is", file=sys.stderr)
            return 1
        given.table.write_text(written(text, table), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
