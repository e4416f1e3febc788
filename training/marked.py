"""Plain text with marked mentions, made from a corpus's words: spaces as a newspaper would set them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from training.corpora import LABELS, UNSURE, Sentence, mentions

NO_SPACE_BEFORE = frozenset(",.;:!?)]}%”’")
NO_SPACE_AFTER = frozenset("([{“‘$")
PREFIXES = frozenset(
    ("non", "anti", "pasca", "pra", "ke", "se", "multi", "pro", "al", "eks", "wakil", "semi", "sub", "co")
)
SUFFIXES = frozenset({"an", "nya"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, its mentions (start, end, label), and stretches of which nobody knows what they are."""

    text: str
    mentions: tuple[tuple[int, int, str], ...] = ()
    unsure: tuple[tuple[int, int], ...] = ()

    def behind(self, words: str) -> Marked:
        """The same with `words` put in front."""
        by = len(words)
        return Marked(
            words + self.text,
            tuple((a + by, b + by, label) for a, b, label in self.mentions),
            tuple((a + by, b + by) for a, b in self.unsure),
        )


def joined(parts: list[Marked], between: str = " ") -> Marked:
    """Several texts as one."""
    whole = parts[0]
    for part in parts[1:]:
        moved = part.behind(whole.text + between)
        whole = Marked(moved.text, whole.mentions + moved.mentions, whole.unsure + moved.unsure)
    return whole


def marked(sentence: Sentence, rng: Random) -> Marked:
    """The text of a sentence with its mentions."""
    text, offsets = set_text(sentence.words, rng)
    found, unsure = [], []
    for first, after, kind in mentions(sentence.labels):
        start, end = offsets[first][0], offsets[after - 1][1]
        if kind in LABELS:
            found.append((start, end, LABELS[kind]))
        elif kind in UNSURE:
            unsure.append((start, end))
    return Marked(text, tuple(found), tuple(unsure))


def set_text(words: tuple[str, ...], rng: Random) -> tuple[str, list[tuple[int, int]]]:
    """The words as running text, and where each stands in it.

    The corpora have a space around every mark. Which ones the newspaper had can't be known for hyphens:
    reduplications, figures and prefixes are closed up, between capitals mostly, elsewhere now and then.
    """
    text, offsets, in_quotes, closed_up = "", [], False, True
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        space = not (
            closed_up or (word[0] in NO_SPACE_BEFORE and len(word) <= 3) or (word == '"' and in_quotes)
        )
        closed_up = False
        if word in {"-", "/"} and before and after and _closes_up(word, before, after, rng):
            space, closed_up = False, True
        if word == '"':
            in_quotes = not in_quotes
            closed_up = in_quotes
        elif word[-1] in NO_SPACE_AFTER and len(word) <= 2:
            closed_up = True
        start = len(text) + space
        offsets.append((start, start + len(word)))
        text += " " * space + word
    return text, offsets


def _closes_up(mark: str, before: str, after: str, rng: Random) -> bool:
    first, second = before.lower(), after.lower()
    if mark == "/" or first in PREFIXES or second in SUFFIXES:
        return True
    if first.isalpha() and second.isalpha():
        same = first[:4] == second[:4] or first in second or second in first
        capitals = before[0].isupper() and after[0].isupper()
        return same or rng.random() < (0.7 if capitals else 0.35)
    return (before[-1].isdigit() and after[0].isdigit()) or rng.random() < 0.35
