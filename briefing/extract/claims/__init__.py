"""Claims: somebody's words or position as the article gives them.

Line by line (a line is a stretch with its items, line.py): a sentence that only points back
(pointers.py), or else the shapes (shapes.py). Who speaks is decided last, in reading order, among
candidates (speakers.py), for "dia" and a quotation with nobody named depend on whoever spoke before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.extract.claims import contents, outlets, shapes
from briefing.extract.claims.line import DASHES, Line, Names, Phrase
from briefing.extract.claims.pointers import Pointer, pointer
from briefing.extract.claims.shapes import Draft, Step
from briefing.extract.claims.speakers import Choice, Speakers
from briefing.extract.claims.words import words_of
from briefing.extract.sentences.row import Text, read_text
from briefing.lexicon import Lexicon
from briefing.model import Article, Claim, Evidence, Findings, Mode, ParagraphKind, Reading, record

if TYPE_CHECKING:
    from spacy.tokens import Doc

STATES = "states"
DAY = len("2017-12-08")
STATED = frozenset('.!"”»')
"""What a sentence that states something ends with."""
READ = frozenset({ParagraphKind.BODY})
"""Kinds of paragraphs that claims are read from: titles and captions repeat the body."""
HANDED = 2
"""Lines over which an outlet is still meant by "media itu"."""
DATELINE = 14
"""Words and marks of a dateline with its outlet."""
Area = tuple[Line, tuple[int, int]]
"""Places of a line."""


@record
class Trace:
    """What came of a line, for `read --why`: its steps, its pointer, and the choice of each speaker."""

    line: Line
    pointer: Pointer | None
    steps: tuple[Step, ...]
    choices: tuple[tuple[Draft, Choice], ...]


def claims(doc: Doc, lexicon: Lexicon, found: Findings) -> Findings:
    """The findings with the claims of the article's body, in reading order."""
    reader = _Reader(doc, lexicon, found)
    reader.read()
    return replace(found, claims=tuple(replace(c, id=f"c{n}") for n, c in enumerate(reader.made, start=1)))


def trace(
    doc: Doc, lexicon: Lexicon, found: Findings, speakers: Callable[[Names], Speakers] = Speakers
) -> tuple[Trace, ...]:
    """How each line of the article's body was read; who speaks, as these `speakers` decide."""
    reader = _Reader(doc, lexicon, found, speakers)
    reader.read()
    return tuple(reader.traces)


class _Reader:
    """The article while its lines are read one after the other."""

    def __init__(
        self,
        doc: Doc,
        lexicon: Lexicon,
        found: Findings,
        speakers: Callable[[Names], Speakers] = Speakers,
    ) -> None:
        self.text, self.article = read_text(doc, found.article, lexicon), found.article
        self.words, self.names = words_of(lexicon), Names(found)
        self.speakers = speakers(self.names)
        self.before: tuple[Line, bool] | None = None
        """The line before, and whether claims were read in it."""
        self.carried: tuple[int, Reading] | None = None
        """The outlet named last, and the number of its line."""
        self.made: list[Claim] = []
        self.traces: list[Trace] = []

    def read(self) -> None:
        """All lines of the article's body."""
        stretches = [s for s in self.text.stretches if s.paragraph.kind in READ]
        for n, stretch in enumerate(stretches):
            line = Line(self.text, stretch, self.words, self.names)
            if n == 0:
                line.low = past_dateline(line, self.article)
            points = pointer(line)
            if points is None:
                self._plain(line)
            else:
                self._pointed(line, points, near=n > 0)

    def _plain(self, line: Line) -> None:
        steps: list[Step] = []
        drafts = shapes.read(line, steps)
        self.speakers.enter(line)
        chosen = tuple((draft, self.speakers.choose(line, draft)) for draft in drafts)
        self.made += [self._claim(line, d, who, around(line, drafts, n)) for n, (d, who) in enumerate(chosen)]
        self.traces.append(Trace(line=line, pointer=None, steps=tuple(steps), choices=chosen))
        self.before = line, bool(drafts)
        if not drafts:
            self._carry(line, outlets.outlet_in(line, ((line.low, line.high),)), "carrier")

    def _pointed(self, line: Line, points: Pointer, *, near: bool) -> None:
        """A sentence that tells about the one before: who said it, whence, when."""
        choices: tuple[tuple[Draft, Choice], ...] = ()
        who = self.speakers.named(line, points.named) if points.named else Choice(speaker=None)
        if points.named:
            self.speakers.turn(line, who, points.named)
        if near and self.before is not None:
            earlier, told = self.before
            draft = None if told or who.speaker is None else said_before(earlier, line, points)
            whole = ((line, (line.low, line.high)), (earlier, (earlier.low, earlier.low)))
            if draft is not None:
                self.made.append(self._claim(earlier, draft, who, whole, cue=line))
                choices = ((draft, who),)
            elif told:
                self.made[-1] = self._completed(self.made[-1], line)
        self.before = None
        self.traces.append(Trace(line=line, pointer=points, steps=(), choices=choices))

    def _completed(self, last: Claim, line: Line) -> Claim:
        """A claim with what the pointer behind it tells: outlet and day, where it has none yet."""
        area = (line.low, line.high)
        via = self._carry(line, outlets.outlet_in(line, (area,)), "carrier: pointer")
        return replace(last, via=last.via or via, said_on=last.said_on or self._day(((line, area),)))

    def _claim(
        self, line: Line, draft: Draft, who: Choice, areas: Sequence[Area], *, cue: Line | None = None
    ) -> Claim:
        near = cue or line
        cued = near[draft.cue] if draft.cue is not None else None
        named, entry, last = draft.named, draft.entry, who.antecedent
        via = self._carry(near, self._outlet(draft, who, areas), "carrier") or self._carried(
            draft, who, areas
        )
        return Claim(
            id="c",
            speaker=who.speaker,
            mode=draft.mode,
            act=entry.get("act", STATES) if entry else STATES,
            evidence=self._evidence(draft.start, draft.stop, draft.rule),
            cue=self._evidence(cued.start, cued.stop, draft.rule) if cued else None,
            named=self._evidence(named.start, named.stop, draft.rule) if named else None,
            antecedent=self._evidence(last.start, last.stop, "antecedent") if last else None,
            via=via,
            said_on=None if entry and entry.get("kind") == "per" else self._day(areas),
        )

    def _outlet(self, draft: Draft, who: Choice, areas: Sequence[Area]) -> Phrase | None:
        own = draft.named
        for line, area in areas:
            outlet = outlets.outlet_in(line, (area,))
            if outlet is None:
                continue
            inside = own is not None and own.start <= outlet.start < own.stop
            if inside:  # "KCNA melaporkan", "menurut X seperti dilansir Y": another carried it, if any did
                every = tuple(a for other, a in areas if other is line)
                return outlets.outlet_in(line, every, but=own) or (None if who.speaker else outlet)
            return outlet
        return None

    def _carry(self, line: Line, outlet: Phrase | None, rule: str) -> Reading | None:
        """The outlet as a reading; it is the one named last from then on."""
        reading = self._reading(line.text, outlet, rule)
        if reading is not None:
            self.carried = line.stretch.number, reading
        return reading

    def _carried(self, draft: Draft, who: Choice, areas: Sequence[Area]) -> Reading | None:
        """The outlet named just before, where the words around a claim point to it: "menurut laporan itu"."""
        if self.carried is None:
            return None
        line, number = areas[0][0] if areas else None, self.carried[0]
        if line is None or line.stretch.number - number > HANDED:
            return None
        own = draft.named
        spans = [span for other, span in areas if other is line]
        if own and who.speaker:  # what names the speaker names no outlet
            spans = [part for a, b in spans for part in ((a, min(b, own.begin)), (max(a, own.end), b))]
        return self.carried[1] if outlets.points_to_outlet(line, spans) else None

    def _evidence(self, start: int, stop: int, rule: str) -> Evidence:
        return Evidence(article=self.article.id, start=start, end=stop, rule=rule)

    def _reading(self, text: Text, phrase: Phrase | None, rule: str) -> Reading | None:
        if phrase is None:
            return None
        words = text.article.text[phrase.start : phrase.stop]
        return Reading(value=words, evidence=self._evidence(phrase.start, phrase.stop, rule))

    def _day(self, areas: Sequence[Area]) -> Reading | None:
        """The first full day told in the words around a claim."""
        for line, (begin, end) in areas:
            for item in line.items[begin:end]:
                day = item.date
                if day is not None and len(day.value) == DAY:
                    where = self._evidence(day.start, day.end, f"date: {day.rule}")
                    return Reading(value=day.value, evidence=where)
        return None


def around(line: Line, drafts: Sequence[Draft], n: int) -> tuple[Area, ...]:
    """Where the words stand that tell about a claim: outlet and day. Behind it first, where its report is."""
    draft = drafts[n]
    before = (max((d.end for d in drafts[:n]), default=line.low), draft.begin)
    behind = (draft.end, min((d.begin for d in drafts[n + 1 :] if d.begin >= draft.end), default=line.high))
    if draft.cue is not None and draft.cue >= draft.end:
        first = (line.low, draft.begin) if n == 0 else (draft.begin, draft.begin)
        return tuple((line, a) for a in (behind, first) if a[0] < a[1])
    lead = (line.low, min(d.begin for d in drafts))
    return tuple((line, a) for a in (before, behind, lead) if a[0] < a[1])


def said_before(line: Line, behind: Line, points: Pointer) -> Draft | None:
    """The sentence before a pointer as what was said; none where it is no statement."""
    text = line.text.article.text
    if (
        not points.said
        or points.entry is None
        or points.cue is None
        or text[line.stretch.stop - 1] not in STATED
    ):
        return None
    said = contents.before_aside(line, line.low, line.high)
    if said is None:
        return None
    begin, end = said
    start = line[begin].start
    stop = start + len(text[start : line[end - 1].stop].rstrip(" .!"))
    return Draft(
        start=start,
        stop=stop,
        mode=Mode.MIXED if any(line.quote(n) for n in range(begin, end)) else Mode.INDIRECT,
        rule=f"said before: {behind[points.cue].low}",
        begin=begin,
        end=end,
        entry=points.entry,
        cue=points.cue,
        named=points.named,
    )


def past_dateline(line: Line, article: Article) -> int:
    """Where an article's first line begins behind its dateline ("Liputan6.com, Moskow - ")."""
    end = 0
    for at in range(min(line.high, DATELINE)):
        if line.quote(at) or line.is_mark(at, "!?"):
            break
        if line.is_mark(at, DASHES):
            end = at + 1
            while line.is_mark(end, DASHES):
                end += 1
            break
    words = line.words_of(0, end)
    signs = [s.casefold() for s in (article.dateline, article.outlet) if s]
    opens = words.isupper() or any(sign in words.casefold() for sign in signs)
    return end if end < line.high and opens else 0


__all__ = ["Mode", "Trace", "claims", "trace"]
