"""Indirect and mixed claims: "X mengatakan bahwa …", "menurut X, …", "…, kata X", nouns and stance verbs.

The rules go through a region of a stretch from left to right. What stands between a verb and its
content ("kepada wartawan", "pada Selasa") is passed over; the content ends with the region, before
another report of the same speaker ("dan menambahkan bahwa …"), or before words of the narrator
("…, seperti dikutip dari X").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from briefing.extract import speakers
from briefing.extract.cues import WORD, Cues
from briefing.extract.drafts import Draft, Span
from briefing.extract.speakers import Names
from briefing.extract.stretches import HIDDEN, Stretch, Text
from briefing.lexicon import Entry
from briefing.model import Mode

SHORTEST = 3
"""Words of a content; shorter ones say too little."""
MARK = re.compile(r"\s*(?P<mark>,\s*bahwa\b|bahwa\b|,|:)\s*", re.IGNORECASE)
LEAD = re.compile(rf"\s+(?P<lead>[^,.;:{HIDDEN}]{{2,110}}?)(?P<mark>,?\s*\b(?:bahwa|jika)\b|,|:|(?=\s*{HIDDEN}))\s*", re.IGNORECASE)
SAME = re.compile(r"(?:,\s*)?(?<!\w)(?:dan|serta|sambil|seraya|sembari|tetapi|namun|lalu|kemudian)\s+$", re.IGNORECASE)
WORDS = re.compile(WORD)
DESCRIBED = re.compile(r",\s+([a-z]+)\b[^,.;:]{0,80},")
"""Who somebody is, between commas: ", seorang anggota parlemen dari Takistan,"."""
SUBJECT = 8
"""Words of a subject before an aside; more are a clause."""
RELATIVE = re.compile(r"(?<!\w)yang\s+$", re.IGNORECASE)
OF = re.compile(r"\s+(?:resmi\s+|terbaru\s+|keras\s+)?(?:dari\s+|oleh\s+)?", re.IGNORECASE)


class Reader:
    """One region of a stretch while it is read; `drafts` grows from left to right."""

    def __init__(self, text: Text, stretch: Stretch, region: Span, cues: Cues, known: Names) -> None:
        self.text, self.frame, self.stretch = text, text.frame, stretch
        self.low, self.high = region
        self.at = self.low
        self.cues, self.known = cues, known
        self.subject: Span | None = None
        self.drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        """The claims of the region."""
        while (found := self._next()) is not None:
            match, rule = found
            at = self.at
            rule(self, match)
            self.at = max(self.at, match.end())
            if self.at <= at:
                break
        return self.drafts

    def _next(self) -> tuple[re.Match[str], Callable[[Reader, re.Match[str]], None]] | None:
        """The nearest cue and the rule for it."""
        best: tuple[re.Match[str], Callable[[Reader, re.Match[str]], None]] | None = None
        for pattern, rule in self._rules():
            match = pattern.search(self.frame, self.at, self.high)
            if match and (best is None or match.start() < best[0].start()):
                best = (match, rule)
        return best

    def _rules(self) -> tuple[tuple[re.Pattern[str], Callable[[Reader, re.Match[str]], None]], ...]:
        return (
            (self.cues.object, Reader.object),
            (self.cues.verb, Reader.verb),
            (self.cues.per, Reader.aside),
            (self.cues.root, Reader.aside),
            (self.cues.told, Reader.told),
            (self.cues.noun, Reader.noun),
        )

    # --- verbs -----------------------------------------------------------------------------

    def verb(self, match: re.Match[str]) -> None:
        """"X mengatakan (kepada wartawan) (bahwa) …": the subject before, the content behind."""
        entry = self.cues.entry(match["cue"])
        lead = self.frame[self.low : match.start()]
        if entry is None or RELATIVE.search(lead) or self.cues.unsaid.search(lead):
            if entry is not None and not RELATIVE.search(lead):
                self._note_subject(match.start())
            return
        named = self._subject(match.start(), entry)
        if named is None:
            return
        self.subject = named
        if self._idiom(match):
            return
        content = self._content(match, entry)
        if content is None:
            return
        self._add(content, entry, match.span("cue"), named, "verb")
        if entry.values.get("disputes"):
            self._disputed(content)

    def _disputed(self, content: Span) -> None:
        """The other's words that a speaker disputes: "mempertanyakan tuduhan X yang menyebut …" tells both."""
        noun = self.cues.noun.match(self.frame, content[0], content[1])
        if noun is not None:
            at, self.at = self.at, noun.end()
            self.noun(noun, inner=True)
            self.at = at

    def object(self, match: re.Match[str]) -> None:
        """"X melayangkan protes (kepada Y) atas …"."""
        entry = self.cues.entry(match["cue"])
        named = self._subject(match.start(), entry) if entry else None
        over = re.compile(r"[^,.;]{0,60}?(?:atas|terhadap|soal|mengenai|bahwa)\s+").match(self.frame, match.end(), self.high)
        if entry is None or named is None or over is None:
            return
        self._add((over.end(), self._end(over.end())), entry, match.span("cue"), named, "object")

    def _note_subject(self, cue: int) -> None:
        """Remember the subject of a verb that reports nothing, for the next one ("menolak menjawab dan mengatakan")."""
        span = speakers.before(self.frame, self.at, self._before_unsaid(cue), self.cues, self.known)
        if span and speakers.speaks(self.frame, span, self.cues, self.known, weak=True):
            self.subject = span

    def _before_unsaid(self, cue: int) -> int:
        match = self.cues.unsaid.search(self.frame, self.at, cue)
        return match.start() if match else cue

    def _subject(self, cue: int, entry: Entry) -> Span | None:
        weak = bool(entry.values.get("weak"))
        lead = self.frame[self.at : cue]
        stripped = self.cues.adverb.sub("", lead)
        same = SAME.search(stripped if stripped.endswith(" ") else stripped + " ")
        if same and self.subject is not None:
            return self.subject
        low = self.at
        span = speakers.before(self.frame, low, cue, self.cues, self.known)
        if span is None or not speakers.speaks(self.frame, span, self.cues, self.known, weak=weak):
            return None
        return span

    def _idiom(self, match: re.Match[str]) -> bool:
        pattern = self.cues.idioms.get(match["cue"].casefold())
        return bool(pattern and pattern.match(self.frame, match.end(), self.high))

    def _content(self, match: re.Match[str], entry: Entry) -> Span | None:
        """Where the content stands behind a verb."""
        start = match.end()
        needs = entry.get("needs")
        mark = MARK.match(self.frame, start, self.high)
        if mark:
            start = mark.end()
        else:
            lead = LEAD.match(self.frame, start, self.high)
            if lead and self._passes(lead):
                mark, start = lead, lead.end()
        quoted = self.frame[start : start + 2].strip().startswith(HIDDEN)
        if needs == "mark" and not mark and not quoted:
            return None
        if entry.get("kind") == "wish" and re.compile(r"\s*(?:me|ber|di)\w{3,}").match(self.frame, start):
            return None
        if entry.values.get("whole"):
            start = match.start("cue")
        end = self._end(start, noun=needs == "object" and not mark)
        start += len(self.frame[start:end]) - len(self.frame[start:end].lstrip(" ,:"))
        return (start, end)

    def _passes(self, lead: re.Match[str]) -> bool:
        """Whether the words between verb and mark belong to neither: addressee, place, day, adverb."""
        words = lead["lead"]
        if self.cues.verb.search(words):
            return False
        first = words.split()[0].casefold()
        if HIDDEN in self.frame[lead.end() - 1 : lead.end() + 1]:
            return self.cues.between.match(words) is not None
        if lead["mark"].strip(" ,").casefold() in {"bahwa", "jika"}:
            return bool(self.cues.between.match(words)) or len(words.split()) <= 2
        return bool(self.cues.between.match(words)) and (first in self.cues.address or self.cues.day.fullmatch(words) is not None)

    # --- asides ----------------------------------------------------------------------------

    def aside(self, match: re.Match[str]) -> None:
        """"…, kata X", "…, kata X, …", "menurut X, …": the words that report stand aside of the content."""
        entry = self.cues.entry(match["cue"])
        if entry is None or not self._stands_aside(match):
            return
        named: Span | None = None
        end = match.end()
        if not match["nya"]:
            named = speakers.after(self.frame, self._to_name(match), self.high, self.cues, self.known)
            if named is None or not self._names(named, entry):
                return
            end = named[1]
        left = self._left(match.start())
        right = self._right(end, loose=left is None)
        if left is not None and right is not None and not self._says_something(left):
            left = None
        cue = match.span("cue")
        if left is not None:
            self._add(left, entry, cue, named, "aside", tail=end)
            if right is not None and self.cues.goes_on.match(self.frame, right[0], right[1]):
                self._add(right, entry, cue, named, "aside")
        elif right is not None:
            self._add(right, entry, cue, named, "aside")
        self.at = max(self.at, end)

    def _stands_aside(self, match: re.Match[str]) -> bool:
        """Whether the cue begins its clause: behind a comma, at the start, or behind "selain itu"."""
        lead = self.cues.filler_end.sub("", self.frame[self.at : match.start()]).strip()
        if "," in self.frame[match.end() : match.end() + 7] and match["cue"].casefold() in self.cues.pers:
            return True
        if not lead or lead[-1] in ",;" or lead.endswith("--") or lead.endswith(HIDDEN):
            return True
        return bool(self.cues.connective.fullmatch(lead + ","))

    def _names(self, span: Span, entry: Entry) -> bool:
        words = self.frame[slice(*span)]
        first = words.split()[0].casefold()
        if entry.values.get("bare") or entry.get("kind") == "per":
            return speakers.speaks(self.frame, span, self.cues, self.known, weak=False)
        return words[0].isupper() or first in self.cues.speakers or first in self.cues.pronouns or first in self.cues.plurals

    def _left(self, end: int) -> Span | None:
        """The content before an aside; none where only a connective or an adverbial stands there."""
        start = self._past_lead(self.at, end)
        end = start + len(self.cues.filler_end.sub("", self.frame[start:end]))
        piece = self.frame[start:end].rstrip(" ,")
        start += len(piece) - len(piece.lstrip(" ,"))
        stop = start + len(piece.strip(" ,"))
        if stop <= start or self._short(start, stop):
            return None
        if self.cues.preposition.match(self.frame, start, stop) and "," not in piece and len(piece.split()) < 8:
            return None
        return (start, stop)

    def _to_name(self, match: re.Match[str]) -> int:
        """Where the speaker is named behind a cue: past "laporan" in "menurut laporan X"."""
        at = match.end()
        while (noun := self.cues.statement.match(self.frame, at, self.high)) is not None:
            at = noun.end()
        begin = at + len(self.frame[at : self.high]) - len(self.frame[at : self.high].lstrip())
        return at if self.known.at(begin) else match.end()

    def _says_something(self, span: Span) -> bool:
        """Whether the words before an aside are more than a subject."""
        words = self.frame[slice(*span)].split()
        return len(words) > SUBJECT or any(
            w.casefold() in self.cues.predicates or speakers.VERB.fullmatch(w) for w in words[1:]
        )

    def _right(self, start: int, *, loose: bool = False) -> Span | None:
        """The content behind an aside; `loose` where its comma may be missing."""
        described = DESCRIBED.match(self.frame, start, self.high)
        if described and described[1].casefold() in self.cues.speakers:
            start = described.end() - 1
        gap = re.compile(r"[\s,]*(?:bahwa\s+)?").match(self.frame, start, self.high)
        begin = gap.end() if gap else start
        marked = "," in self.frame[start:begin] or "bahwa" in self.frame[start:begin]
        if begin >= self.high or not (marked or (loose and self.frame[begin : begin + 1].isalnum())):
            return None
        end = self._end(begin)
        return (begin, end) if begin < end else None

    def _past_lead(self, start: int, end: int) -> int:
        """Past "Selain itu," and "Dilansir AFP, Rabu (27/5/2026),"."""
        connective = self.cues.connective.match(self.frame, start, end)
        if connective and "," in connective[0]:
            start = connective.end()
        while (lead := self.cues.carried.match(self.frame, start, end)) is not None and lead.end() > start:
            start = lead.end()
        return start

    # --- passives and nouns -------------------------------------------------------------------

    def told(self, match: re.Match[str]) -> None:
        """"Dikatakan X, …": a passive that leads on; "hal itu dikatakan X" is a pointer, read elsewhere."""
        entry = self.cues.entry(match["cue"])
        if entry is None or self.frame[self.at : match.start()].strip():
            return
        start = match.end()
        by = re.compile(r"\s+oleh(?!\w)", re.IGNORECASE).match(self.frame, start, self.high)
        start = by.end() if by else start
        named = None if match["nya"] else speakers.after(self.frame, start, self.high, self.cues, self.known)
        alone = match["nya"] or self.frame[start : start + 1] == ","
        if not alone and (named is None or not self._names(named, entry)):
            return
        right = self._right(named[1] if named else start)
        if right is not None:
            self._add(right, entry, match.span("cue"), named, "told")

    def noun(self, match: re.Match[str], *, inner: bool = False) -> None:
        """"pengakuan X bahwa …", "pengumuman X yang menyatakan …"."""
        entry = self.cues.entry(match["cue"])
        joint = self.cues.joint.search(self.frame, match.end(), min(self.high, match.end() + 120))
        if entry is None or joint is None:
            return
        of = OF.match(self.frame, match.end(), joint.start())
        span = (of.end() if of else match.end(), match.end() + len(self.frame[match.end() : joint.start()].rstrip(" ,")))
        if span[0] >= span[1] or not self.known.any(*span) or not self._one_phrase(span):
            return
        self._add((joint.end(), self._end(joint.end())), entry, match.span("cue"), span, "noun", inner=inner)

    def _one_phrase(self, span: Span) -> bool:
        words = self.frame[slice(*span)]
        return len(words.split()) <= 10 and not self.cues.verb.search(words) and "," not in words.rstrip(",")

    # --- common ----------------------------------------------------------------------------

    def _end(self, start: int, *, noun: bool = False) -> int:
        """Where a content that begins at `start` ends."""
        end = self.high
        for match in self.cues.report.finditer(self.frame, start, end):
            if match.start() > start:
                end = match.start()
                break
        end = self._next_report(start, end)
        for pattern in (self.cues.narrator, *((self.cues.aside,) if noun else ())):
            match = pattern.search(self.frame, start + 1, end)
            if match and self.frame[start : match.start()].strip(" ,"):
                end = match.start()
        return start + len(self.text.text[start:end].rstrip(" ,;:\n"))

    def _next_report(self, start: int, end: int) -> int:
        """Where another's report begins within the words behind a cue: ", sang jubir mengatakan, …"."""
        for match in self.cues.marked.finditer(self.frame, start, end):
            comma = self.frame.rfind(",", start, match.start())
            if comma < 0 or self._short(start, comma):
                continue
            span = speakers.before(self.frame, comma + 1, match.start(), self.cues, self.known)
            if span and span[0] <= comma + 2 and speakers.speaks(self.frame, span, self.cues, self.known, weak=True):
                return comma
        return end

    def _short(self, start: int, end: int) -> bool:
        return len(WORDS.findall(self.text.text[start:end])) < SHORTEST

    def _add(self, content: Span, entry: Entry, cue: Span, named: Span | None, rule: str, *, tail: int = 0, inner: bool = False) -> None:
        """One more claim, its mode told by the quotations in it."""
        start, end = content
        text = self.text.text
        inside = [q for q in self.stretch.quotes if start <= q.outer_start < end]
        mode = Mode.MIXED if inside else Mode.INDIRECT
        if inside and self._whole(start, end, inside[0].outer_start, inside[-1].outer_end):
            first = inside[0]
            start, end, mode = first.start, first.end, Mode.DIRECT
            end = start + len(text[start:end].rstrip(" ,"))
            tail = max(tail, content[1])
        else:
            end = self._without_stop(start, end)
        if mode is not Mode.DIRECT and self._short(start, end):
            return
        self.drafts.append(
            Draft(
                start=start, end=end, mode=mode, rule=f"{rule}: {text[slice(*cue)].casefold()}", entry=entry,
                cue=cue, named=named, same=named is None, tail=tail, inner=inner,
            )
        )
        self.at = max(self.at, content[1], end)
        self.subject = named or self.subject

    def _whole(self, start: int, end: int, first: int, last: int) -> bool:
        """Whether the content is a quotation and nothing else, or "… sebagai" and a quotation."""
        lead, tail = self.frame[start:first], self.frame[last:end]
        as_what = self.cues.calls.fullmatch(lead.strip()) is not None
        return (not lead.strip(" ,:") or as_what) and len(WORDS.findall(tail)) <= 3

    def _without_stop(self, start: int, end: int) -> int:
        """The end of a content without its full stop, comma or a quotation's mark that opens nothing."""
        text = self.text.text
        while end > start and (text[end - 1] in " ,.;:\n"):
            end -= 1
        return end
