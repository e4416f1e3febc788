"""The analyst's citations: `[S3]`, `[S3¶5]`, `[M2]`, `[claim:12]`, `[claim:s3-c2]`, and what they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from briefing.errors import NotesError
from briefing.model import Brief, Pointer

CITATION = re.compile(
    r"\[\s*(?P<what>S\s?\d[^\]\[\n]{0,40}|M\s?\d[^\]\[\n]{0,40}|[Cc]laims?\s*:[^\]\[\n]{0,80})\]"
)
SOURCE = re.compile(r"S\s?(\d{1,6})(?:[\s,]*¶\s?(\d{1,6}))?")
ITEM = re.compile(r"M\s?(\d{1,6})")
CLAIM = re.compile(r"[Cc]laims?\s*:\s*(?:(?P<number>\d{1,6})|(?P<id>s\d{1,6}-\S+))")
FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
CODE = re.compile(r"`[^`\n]*`")


class Index:
    """What there is to cite in a brief."""

    def __init__(self, brief: Brief) -> None:
        self.paragraphs = {s.number: [p.number for p in s.article.paragraphs] for s in brief.sources}
        self.numbers = {s.number: s for s in brief.statements}
        self.ids = {s.id: s for s in brief.statements}
        self.items = {m.number: m for m in brief.military}
        titles = [(s.article.title, Pointer(source=s.number)) for s in brief.sources if s.article.title]
        names = [(c.value, Pointer(entity=v.entity)) for v in brief.voices for c in (v.name, *v.also)]
        self.targets = {_even(name): (name, pointer) for name, pointer in reversed([*names, *titles])}

    def pointer(self, words: str, where: str) -> Pointer:
        """What the words of a citation lead to; NotesError with the nearest that exists where to nothing."""
        words = words.strip()
        source, item, claim = (p.fullmatch(words) for p in (SOURCE, ITEM, CLAIM))
        if source:
            return self._source(int(source[1]), int(source[2]) if source[2] else None, words, where)
        if item:
            found = self.items.get(int(item[1]))
            if found is None:
                raise _nothing(words, where, _near(int(item[1]), self.items, "[M{}]"))
            return Pointer(source=found.source, item=found.id)
        if claim:
            return self._claim(claim, words, where)
        raise _nothing(words, where, "Cite as [S3], [S3¶5], [M2], [claim:12] or [claim:s3-c2]")

    def target(self, words: str, where: str) -> Pointer:
        """What a comment is about: what a citation names, a source's title, or a voice's name."""
        bare = words.strip("[] ")
        if any(p.fullmatch(bare) for p in (SOURCE, ITEM, CLAIM)):
            return self.pointer(bare, where)
        found = self.targets.get(_even(bare))
        if found is None:
            near = get_close_matches(_even(bare), self.targets, n=1, cutoff=0.3)
            hint = (
                f"The nearest is {self.targets[near[0]][0]!r}"
                if near
                else "Name a source (S3), a claim, a title or a name"
            )
            raise NotesError(f"comment on {bare!r}, which is not in the brief", where=where, hint=hint)
        return found[1]

    def _source(self, number: int, paragraph: int | None, words: str, where: str) -> Pointer:
        if number not in self.paragraphs:
            raise _nothing(words, where, _near(number, self.paragraphs, "[S{}]"))
        if paragraph is not None and paragraph not in self.paragraphs[number]:
            raise _nothing(words, where, _near(paragraph, self.paragraphs[number], f"[S{number}¶{{}}]"))
        return Pointer(source=number, paragraph=paragraph)

    def _claim(self, claim: re.Match[str], words: str, where: str) -> Pointer:
        found = self.numbers.get(int(claim["number"])) if claim["number"] else self.ids.get(claim["id"])
        if found is None and claim["number"]:
            raise _nothing(words, where, _near(int(claim["number"]), self.numbers, "[claim:{}]"))
        if found is None:
            near = get_close_matches(claim["id"], self.ids, n=1)
            raise _nothing(words, where, f"The nearest is [claim:{near[0]}]" if near else "")
        return Pointer(source=found.source, item=found.id)


def check(body: str, first: int, index: Index, where: str) -> None:
    """Nothing where every citation in the notes resolves; else NotesError with its line."""
    fenced = False
    for number, line in enumerate(body.split("\n"), start=first):
        fenced ^= bool(FENCE.match(line))
        if not fenced:
            for match in CITATION.finditer(CODE.sub("", line)):
                index.pointer(match["what"], f"{where}:{number}")


def _near(number: int, known: Iterable[int], form: str) -> str:
    there = sorted(known)
    if not there:
        return "There is none of that kind"
    return f"The nearest is {form.format(min(there, key=lambda n: abs(n - number)))}"


def _nothing(words: str, where: str, hint: str) -> NotesError:
    return NotesError(f"[{words}] leads to nothing", where=where, hint=hint or None)


def _even(name: str) -> str:
    return " ".join(name.split()).casefold()
