"""Whether reading takes longer than a text's length allows, whatever the text is.

    python benchmarks/baits.py [--only WORDS] [--every N] [--least SECONDS]

Baits are made from every pattern that the program compiles (what it matches, and each beginning of that,
over and over) and from every word list (a word over and over, all words in turn, each in the brackets or
quotation marks of the one before). Each is read as an article and a brief is made of it, at 4 and 16 KB;
where time grows by more than it should, at 8, 16, 32 and 64 KB too. Printed are the steps whose time grows
fastest: the slope (1 is time in proportion to length, 2 the square of it), processor time at 64 KB, and the
function that takes most of it. Exit status 1 where a slope is above 1.3.
"""

from __future__ import annotations

import argparse
import cProfile
import math
import pstats
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from measuring import ROOT, machine, table

warnings.simplefilter("ignore", DeprecationWarning)  # the parser of patterns is not for everybody
from re import _constants as op  # type: ignore[attr-defined] # noqa: E402
from re import _parser  # type: ignore[attr-defined] # noqa: E402

STEEPEST = 1.3
SUSPECT = 1.2
KILOBYTE = 1024
FIRST, SIZES = (4, 16), (8, 16, 32, 64)
LEAST = 0.25
"""Seconds at 64 KB below which a slope says nothing: a constant part and chance make most of it."""
BOUND = 120
"""Seconds that one bait may take at all sizes before it is given up."""
CHUNK = 50
"""Baits after which is told what was found in them."""
HEAD = "Rusia menolak usulan itu karena tidak adil, kata Lavrov.\n\n"
STEPS = ("sources", "language", "extract", "brief")


class Bait(NamedTuple):
    """A text that is made as long as it is wanted: pieces in turn, and what stands between them."""

    name: str
    pieces: tuple[str, ...]
    between: str = " "

    def text(self, length: int) -> str:
        """The bait behind a sentence that shows which language it is in."""
        pieces, size, n = [], 0, 0
        while size < length:
            pieces.append(self.pieces[n % len(self.pieces)])
            size += len(pieces[-1]) + len(self.between)
            n += 1
        return HEAD + self.between.join(pieces)


class Slow(NamedTuple):
    """A step that takes longer than it should."""

    step: str
    slope: float
    seconds: float
    where: str
    bait: str


# --- baits --------------------------------------------------------------------------------------------


def patterns_of(do: Callable[[], object]) -> dict[re.Pattern[str], str]:
    """Every pattern that the program compiles while something is done, with the module that has it."""
    found: dict[re.Pattern[str], str] = {}
    compiled = re._compile  # type: ignore[attr-defined]

    def recording(pattern: Any, flags: int) -> re.Pattern[str]:
        made: re.Pattern[str] = compiled(pattern, flags)
        module = sys._getframe(2).f_globals.get("__name__", "")
        if module.startswith("briefing") and isinstance(made.pattern, str):
            found.setdefault(made, module)
        return made

    re._compile = recording  # type: ignore[attr-defined]
    try:
        do()
    finally:
        re._compile = compiled  # type: ignore[attr-defined]
    return found


def example(tree: Iterable[tuple[Any, Any]], groups: dict[int, str], *, more: bool = False) -> list[str]:
    """A text that a parsed pattern matches, piece by piece; `more` of what may be repeated."""
    pieces: list[str] = []
    for code, given in tree:
        if code is op.LITERAL:
            pieces.append(chr(given))
        elif code is op.NOT_LITERAL:
            pieces.append("a" if given != ord("a") else "b")
        elif code is op.ANY:
            pieces.append("a")
        elif code is op.IN:
            pieces.append(one_of(given))
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, inner = given
            times = min(most, max(least, 3 if more else 1))
            pieces += ["".join(example(inner, groups, more=more))] * times
        elif code is op.SUBPATTERN:
            number, _, _, inner = given
            text = example(inner, groups, more=more)
            groups[number] = "".join(text)
            pieces += text
        elif code is op.BRANCH:
            branches = given[1]
            pieces += example(branches[-1 if more else 0], groups, more=more)
        elif code is op.ATOMIC_GROUP:
            pieces += example(given, groups, more=more)
        elif code is op.GROUPREF:
            pieces.append(groups.get(given, ""))
        elif code is op.ASSERT and given[0] < 0:
            pieces += example(given[1], groups, more=more)
    return [piece for piece in pieces if piece]


CATEGORIES = {
    op.CATEGORY_DIGIT: "5",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_WORD: "a",
    op.CATEGORY_NOT_SPACE: "a",
}


def one_of(members: Sequence[tuple[Any, Any]]) -> str:
    """A character of a class; of what it excludes, another."""
    if members and members[0][0] is op.NEGATE:
        excluded = {chr(v) for c, v in members[1:] if c is op.LITERAL}
        return next(c for c in "aZ5 .,-" if c not in excluded)
    for code, given in members:
        if code is op.LITERAL:
            return chr(given)
        if code is op.RANGE:
            return chr(given[0])
        if code is op.CATEGORY:
            return CATEGORIES.get(given, "-")
    return "a"


def shape(tree: Iterable[tuple[Any, Any]]) -> str:
    """How a pattern is built, whatever words are in it: hundreds differ in nothing else."""
    parts = []
    for code, given in tree:
        inner = ""
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            inner = shape(given[2])
        elif code is op.SUBPATTERN:
            inner = shape(given[3])
        elif code is op.BRANCH:
            inner = "|".join(sorted({shape(branch) for branch in given[1]}))
        elif code in (op.ASSERT, op.ASSERT_NOT):
            inner = shape(given[1])
        part = f"{code}({inner})"
        if code is not op.LITERAL or parts[-1:] != [part]:
            parts.append(part)
    return " ".join(parts)


def of_patterns(patterns: dict[re.Pattern[str], str]) -> Iterator[Bait]:
    """What each kind of pattern matches, over and over; and beginnings of it."""
    seen: set[tuple[str, str]] = set()
    for pattern, module in patterns.items():
        tree = _parser.parse(pattern.pattern, pattern.flags)
        kind = (module, shape(tree))
        if kind in seen:
            continue
        seen.add(kind)
        short = module.removeprefix("briefing.")
        least, most = example(tree, {}), example(tree, {}, more=True)
        texts = {"".join(pieces[:cut]) for pieces in (least, most) for cut in (1, len(pieces) // 2, -1)}
        for text in sorted({*texts, "".join(least), "".join(most)}):
            if text.strip():
                yield Bait(f"{short}: {text[:40]!r}", (text,), "")
        yield Bait(f"{short}: {''.join(most)[:40]!r} apart", ("".join(most),), " ")


def of_word_lists() -> Iterator[Bait]:
    """The words of each list by what else their entries say: one over and over, all in turn, nested."""
    from briefing.lexicon import load

    firsts = []
    for name, listed in load("id").lists.items():
        groups: dict[str, list[str]] = {}
        for entry in listed:
            about = " ".join(str(v) for k, v in entry.values.items() if k in {"role", "kind", "act", "field"})
            groups.setdefault(about, []).extend(entry.words)
        for about, words in groups.items():
            title = f"{name} {about}".strip()
            firsts.append((title, words[0]))
            yield Bait(f"{title}: {words[0]!r}", (words[0],))
            yield Bait(f"{title}: in turn", tuple(words))
        every = tuple(dict.fromkeys(word for words in groups.values() for word in words))
        yield Bait(f"{name}: a sentence each", tuple(word[:1].upper() + word[1:] for word in every), ". ")
        yield Bait(f"{name}: a paragraph each", every, "\n\n")
        yield Bait(f"{name}: nested", tuple(f'({word} "' for word in every))
    for (one, first), (other, second) in pairwise(firsts):
        yield Bait(f"{one} {first!r} and {other} {second!r}", (first, second))


PLAIN = "Rusia mengirim 12 rudal ke Suriah pada Senin. Warga pun takut dan pergi dari kota itu."
QUOTED = '"Kami siap," kata Menteri Pertahanan Sergei Shoigu di Moskow, Senin (4/3/2024).'
MANY = range(10_000)
OTHERS = (
    Bait("plain", (PLAIN,), "\n\n"),
    Bait("quoted", (QUOTED,), "\n\n"),
    Bait("quoted, in one paragraph", (QUOTED,)),
    Bait("names", tuple(f"Budi Santoso{n} pergi." for n in MANY), "\n\n"),
    Bait("speakers", tuple(f'"Ya," kata Budi{n} Santoso{n}.' for n in MANY), "\n\n"),
    Bait("events", tuple(f"Rusia menyerang Kota{n}, {n + 2} orang tewas." for n in MANY), "\n\n"),
    Bait("one number", ("9",), ""),
    Bait("one word", ("a",), ""),
)


# --- measuring ----------------------------------------------------------------------------------------


def steps(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """The steps from a text to a brief, each with a function that takes it when it is called."""
    from briefing import compose, dossier, extract, language, lexicon, sources, verify
    from briefing.errors import InputError

    words = lexicon.load("id")
    so_far: dict[str, Any] = {}

    def opened() -> None:
        try:
            article = sources.read_bytes(text.encode(), source="bait").article
        except InputError:
            article = sources.read_bytes(HEAD.encode(), source="bait").article
        so_far["article"] = replace(article, language="id")

    def read() -> None:
        so_far["doc"] = language.read(so_far["article"])

    def found() -> None:
        so_far["found"] = extract.extract(so_far["article"], so_far["doc"], words)

    def made() -> None:
        told = dossier.build([so_far["found"]])
        verify.verify(
            compose.compose(told, title="x", number="1", date="2024-03-05", language="id", marking="")
        )

    return iter(zip(STEPS, (opened, read, found, made), strict=True))


def seconds(bait: Bait, kilobytes: int) -> dict[str, float]:
    """Processor time of each step."""
    taken: dict[str, float] = {}
    for step, do in steps(bait.text(kilobytes * KILOBYTE)):
        began = time.process_time()
        do()
        taken[step] = time.process_time() - began
    return taken


def slope(sizes: Sequence[float], times: Sequence[float]) -> float:
    """The power of length with which time grows: that of the line through the logarithms."""
    xs, ys = [math.log(s) for s in sizes], [math.log(max(t, 1e-4)) for t in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def slow_in(bait: Bait) -> list[Slow]:
    """The steps of which a bait makes more than its length allows."""
    little, more = (seconds(bait, size) for size in FIRST)
    grown = SIZES[-1] / FIRST[-1]
    suspects = [
        step
        for step in STEPS
        if slope(FIRST, (little[step], more[step])) > SUSPECT and more[step] * grown**2 > LEAST
    ]
    if not suspects:
        return []
    measured = [seconds(bait, size) for size in SIZES]
    slopes = {step: slope(SIZES, [taken[step] for taken in measured]) for step in suspects}
    return [
        Slow(step, slopes[step], measured[-1][step], costliest(bait, step), bait.name)
        for step in suspects
        if slopes[step] > SUSPECT and measured[-1][step] > LEAST
    ]


def costliest(bait: Bait, wanted: str) -> str:
    """The function of ours in which a step spends most of its time, with what it calls of others."""
    profile = cProfile.Profile()
    for step, do in steps(bait.text(SIZES[-2] * KILOBYTE)):
        if step == wanted:
            profile.runcall(do)
        else:
            do()
    spent: dict[str, float] = {}
    for (file, _, name), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if "/briefing/" in file:
            key = f"{file.rpartition('/briefing/')[2].removesuffix('.py')}.{name}"
            spent[key] = spent.get(key, 0.0) + own
        else:
            for (caller, _, by), (_, _, its, _) in callers.items():
                if "/briefing/" in caller:
                    key = f"{caller.rpartition('/briefing/')[2].removesuffix('.py')}.{by}"
                    spent[key] = spent.get(key, 0.0) + its
    return max(spent, key=lambda key: spent[key], default="")


def main() -> int:
    """Tries every bait, prints what grows fastest, and says whether anything grows too fast."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="baits whose name has these words")
    parser.add_argument("--every", type=int, default=1, help="each so many'th bait only")
    chosen = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    seed = sorted((ROOT / "seeds").glob("*.txt"))[0].read_text(encoding="utf-8")
    patterns = patterns_of(lambda: [seconds(bait, 4) for bait in (Bait("seed", (seed,), "\n\n"), *OTHERS)])
    every = {(*b.pieces, b.between): b for b in (*OTHERS, *of_word_lists(), *of_patterns(patterns))}
    baits = [b for b in every.values() if chosen.only in b.name][:: chosen.every]
    print(f"{len(baits)} baits of {len(patterns)} patterns and the word lists; {machine()}", flush=True)

    from briefing.workflow.bounded import Bounds, Failed, each

    slow: list[Slow] = []
    bounds = Bounds(seconds=BOUND, megabytes=4_000)
    for n in range(0, len(baits), CHUNK):
        for bait, found in zip(baits[n:], each(slow_in, baits[n : n + CHUNK], bounds), strict=False):
            new = (
                [Slow("", math.inf, BOUND, found.message, bait.name)] if isinstance(found, Failed) else found
            )
            slow += new
            for one in new:
                print(*one, file=sys.stderr)
        print(f"{min(n + CHUNK, len(baits))} of {len(baits)}", file=sys.stderr, flush=True)
    slow.sort(reverse=True, key=lambda s: (s.slope, s.seconds))
    rows = [[s.step, f"{s.slope:.2f}", f"{s.seconds:.2f}", s.where, s.bait] for s in slow]
    print(table(["step", "slope", "s at 64 KB", "mostly in", "bait"], rows))
    too_steep = [s for s in slow if s.slope > STEEPEST]
    print(f"{len(too_steep)} above {STEEPEST}")
    return int(bool(too_steep))


if __name__ == "__main__":
    sys.exit(main())
