"""The front page: each line is the words of its source, cut at clauses alone, and its frame says no more.

A frame is made of labels in the reader's language; what can be held against the record without them is that
it belongs to something the line tells, and that its numbers are those of that thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefing.model import Article, Brief, Citation, EventItem, FrontLine, Statement
from briefing.verify.refusal import Refusal, of_list

WORDS = 250
ELLIPSIS = "…"
_NUMBER = re.compile(r"\d+")
_BORDER = re.compile(r"\s*[,;:–—-]")


def front(brief: Brief) -> Iterator[Refusal]:
    """The lines of the front page that are not what they cite, and a page that is longer than one."""
    for n, line in enumerate(brief.front, start=1):
        if reason := line_fault(line, brief):
            yield of_list(f"front line {n}", reason, part="front", number=n)
    if sum(word != ELLIPSIS for line in brief.front for word in line.text.split()) > WORDS:
        yield of_list("front page", f"has more than {WORDS} words", part="front")


def line_fault(line: FrontLine, brief: Brief) -> str | None:
    """Why a line can't stand on the front page of the brief; none where it can."""
    articles = {s.number: s.article for s in brief.sources}
    if not line.citations:
        return "cites nothing"
    for citation in line.citations:
        if reason := misplaced(citation, articles):
            return reason
    first = line.citations[0]
    if reason := _words(line, first, articles[first.source]):
        return reason
    stories = {story.number: story for story in brief.stories}
    if line.story is not None and (
        line.story not in stories or first.source not in stories[line.story].sources
    ):
        return f"is of story {line.story}, which is not there or has another source"
    if not 1 <= line.independent <= len({c.source for c in line.citations}):
        return f"counts {line.independent} independent sources"
    return _frame(line, brief)


def misplaced(citation: Citation, articles: Mapping[int, Article]) -> str | None:
    """Why the citation does not lead to words of the paragraph that it names; none where it does."""
    article = articles.get(citation.source)
    if article is None:
        return f"cites source {citation.source}, which is not there"
    n = article.paragraph_at(citation.start)
    here = article.paragraphs[n] if n is not None else None
    within = here and here.number == citation.paragraph and citation.start < citation.end <= here.end
    return None if within else f"cites {citation.start}-{citation.end} outside paragraph {citation.paragraph}"


def _words(line: FrontLine, cited: Citation, article: Article) -> str | None:
    """Whether the line is the cited words, and what it leaves off ends with a clause."""
    words, text = article.text[cited.start : cited.end], line.text
    cut_before, cut_after = (
        text.startswith(ELLIPSIS),
        text.endswith(ELLIPSIS) and not words.endswith(ELLIPSIS),
    )
    if cut_before and not words.startswith(ELLIPSIS):
        text = text.removeprefix(ELLIPSIS).lstrip()
    if cut_after:
        text = text.removesuffix(ELLIPSIS)
    if text != words:
        return f"{line.text!r} is not the words {words!r}"
    if cut_after and not _BORDER.match(article.text, cited.end):
        return "is cut within a clause"
    if not cut_before and article.text[cited.start - 1 : cited.start].isalnum():
        return "begins within a word"
    return None


def _frame(line: FrontLine, brief: Brief) -> str | None:
    """Whether what stands behind the line is told by it, and holds every number of its frame."""
    if line.item is None:
        return "has a frame, and nothing behind it" if line.frame else None
    item: EventItem | Statement | None = next((e for e in brief.events if e.id == line.item), None)
    item = item or next((s for s in brief.statements if s.id == line.item), None)
    if item is None:
        return f"there is no event or statement {line.item!r}"
    told = item.text.citation
    if not any(c.source == told.source and c.start < told.end and told.start < c.end for c in line.citations):
        return f"does not tell {line.item!r}"
    authors = (edit.author for edit in brief.edits if edit.judged and line.item in edit.lines)
    numbers = set(_NUMBER.findall(line.frame)) - set(_NUMBER.findall(" ".join([*_slots(item), *authors])))
    return f"has a frame with {', '.join(sorted(numbers))}, which {line.item!r} has not" if numbers else None


def _slots(item: EventItem | Statement) -> Iterator[str]:
    """What is printed of an item in figures: its numbers, its days without leading noughts, its names."""
    if isinstance(item, Statement):
        dates, names = [item.said_on], [m.named for m in item.about]
        names += [item.speaker] if item.speaker else []
    else:
        dates, names = [item.date], [m.named for m in (*item.doers, *item.targets)]
        names += [item.place] if item.place else []
        for figure in item.figures:
            for bound in (figure.low, figure.high):
                if bound is not None:
                    yield f"{bound:g} {bound:.0f} {int(bound):,} {int(bound):,}".replace(",", " ")
    for date in dates:
        if date:
            yield " ".join(str(int(part)) for part in date.value.split("-") if part.isdecimal())
    for name in names:
        yield name.value
