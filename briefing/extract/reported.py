"""Indirect and mixed claims: "X mengatakan bahwa …", "menurut X, …", "…, kata X", nouns and stance verbs.

The rules go through a region of a stretch from left to right, from cue to cue; what a claim's content
covers is not read again, so of a claim within a claim the outer one stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from briefing.extract import asides, content, speakers
from briefing.extract.cues import Cues
from briefing.extract.drafts import Draft, Span
from briefing.extract.known import Names
from briefing.extract.stretches import HIDDEN, Stretch, Text
from briefing.lexicon import Entry
from briefing.model import Mode

WORDS = re.compile(r"\w+")
RELATIVE = re.compile(r"(?<!\w)yang\s+$", re.IGNORECASE)
OF = re.compile(r"\s+(?:resmi\s+|terbaru\s+|keras\s+)?(?:dari\s+|oleh\s+)?", re.IGNORECASE)
LEAD = 80
"""Letters before a verb in which adverbs and "belum" stand."""
REACH = 600
"""Letters in which its subject stands."""
JOINT = 120
"""Letters between a noun that reports and what joins it with its content."""
PHRASE = 10
"""Words of a speaker's name between them."""
STRAY = 3
"""Words behind a quotation that don't make its claim a mixed one."""


class Reader:
    """One region of a stretch while it is read; `drafts` grows from left to right."""

    def __init__(self, text: Text, stretch: Stretch, region: Span, cues: Cues, known: Names) -> None:
        self.text, self.frame, self.stretch = text, text.frame, stretch
        self.at, self.high = region
        self.done = self.at
        """Where the last content or aside ended: subjects and contents reach back to here."""
        self.cues, self.known = cues, known
        self.subject: Span | None = None
        """Whom the last verb was about, for a verb that shares its subject ("… dan mengatakan bahwa")."""
        self.drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        """The claims of the region."""
        for match, rule in self._cues():
            if match.start() >= self.at:
                rule(self, match)
                self.at = max(self.at, match.end())
        return self.drafts

    def _cues(self) -> list[tuple[re.Match[str], Rule]]:
        """Every cue of the region with its rule, in reading order; of two at one place the first listed."""
        cues = self.cues
        rules = (
            ("object", cues.object, Reader.object),
            ("", cues.verb, Reader.verb),
            ("per", cues.per, Reader.aside),
            ("root", cues.root, Reader.aside),
            ("told", cues.told, Reader.told),
            ("noun", cues.noun, Reader.noun),
            ("behind", cues.behind, Reader.closing),
        )
        # A pattern is tried only where one of its first words stands; but a verb may cling to another word.
        words = set(WORDS.findall(self.frame[self.at : self.high].casefold()))
        hits = [
            (m, rule)
            for kind, pattern, rule in rules
            if not kind or not words.isdisjoint(cues.begins[kind])
            for m in pattern.finditer(self.frame, self.at, self.high)
        ]
        return sorted(hits, key=lambda hit: hit[0].start())

    def verb(self, match: re.Match[str]) -> None:
        """ "X mengatakan (kepada wartawan) (bahwa) …": the subject before, the content behind."""
        entry = self.cues.entry(match["cue"])
        low = max(self.done, match.start() - LEAD)
        if entry is None:
            return
        if RELATIVE.search(self.frame[low : match.start()]):
            issued = self.cues.issued.search(self.frame, low, match.start())
            named = self._subject(issued.start(), weak=True) if issued else None
            found = content.behind_verb(self.text, match, entry, self.high, self.cues, self.known)
            if named and found:
                self._add(found, entry, match.span("cue"), named, "verb")
            return
        if unsaid := self.cues.unsaid.search(self.frame, low, match.start()):
            self.subject = self._subject(unsaid.start(), weak=True) or self.subject
            return
        named = self._subject(match.start(), weak=bool(entry.values.get("weak")))
        if named is None:
            return
        self.subject = named
        if self._only_hints(named, entry):
            return
        if self._idiom(match) or self._behind(match, entry, named):
            return
        found = content.behind_verb(self.text, match, entry, self.high, self.cues, self.known)
        if found is None:
            return
        self._add(found, entry, match.span("cue"), named, "verb")
        if entry.values.get("disputes"):
            self._disputed(found)

    def _only_hints(self, named: Span, entry: Entry) -> bool:
        """Whether a statement "hints", or an agency reports in its own name: nobody claims anything."""
        words = self.frame[slice(*named)]
        if entry.values.get("hints"):
            return words.split()[0].casefold() in self.cues.media
        return entry.get("act") == "reports" and self._outlet(named) and not self.known.any(*named)

    def _outlet(self, named: Span) -> bool:
        """Whether the phrase is the name of an outlet, which carries words and has none of its own."""
        words = self.frame[slice(*named)]
        outlet = self.cues.outlet.search(words)
        return outlet is not None and outlet.end() == len(words)

    def _behind(self, match: re.Match[str], entry: Entry, named: Span) -> bool:
        """Whether subject and verb stand behind their content: "…, kantor berita SANA melaporkan."."""
        told = self.cues.day_behind.match(self.frame, match.end(), self.high)
        end = told.end() if told else match.end()
        comma = self.frame[self.done : named[0]].rstrip()[-1:] == ","
        rest = self.frame[end : self.high].lstrip(" ,.")
        if (
            not comma
            or rest.startswith(HIDDEN)
            or (rest and ("," not in self.frame[end : end + 2] or self.cues.goes_on.match(rest)))
        ):
            return False
        left = asides.left(self.text, self.done, named[0], self.cues)
        if left is None:
            return False
        self._add(left, entry, match.span("cue"), named, "behind")
        self.at = self.done = max(self.at, end)
        return True

    def object(self, match: re.Match[str]) -> None:
        """ "X melayangkan protes (kepada Y) atas …"."""
        entry = self.cues.entry(match["cue"])
        named = self._subject(match.start(), weak=True)
        over = self.cues.over.match(self.frame, match.end(), self.high)
        if entry is not None and named is not None and over is not None:
            self._add((over.end(), self._end(over.end())), entry, match.span("cue"), named, "object")

    def aside(self, match: re.Match[str]) -> None:
        """ "…, kata X", "…, kata X, …", "menurut X, …"."""
        entry = self.cues.entry(match["cue"])
        if entry is None or not asides.stands_aside(self.frame, self.done, match, self.cues):
            noun = self.cues.noun.match(self.frame, match.start(), self.high)
            return self.noun(noun) if noun else None
        named: Span | None = None
        end = match.end()
        if match["nya"] and entry.values.get("bare") and self.frame[end : end + 1] != ",":
            return  # "komentarnya muncul setelah …"
        if not match["nya"]:
            start = asides.to_name(self.frame, end, self.high, self.cues, self.known)
            named = speakers.after(self.frame, start, self.high, self.cues, self.known)
            if named is None or not self._names(named, entry):
                return
            if entry.values.get("lends") and self._outlet(named):
                return
            end = named[1]
        for side in asides.sides(self.text, self.done, match.start(), end, self.high, self.cues, self.known):
            self._add(side, entry, match.span("cue"), named, "aside")
        self.at = self.done = max(self.at, end)

    def told(self, match: re.Match[str]) -> None:
        """ "Dikatakan X, …": a passive that leads on (one that points back is a pointer)."""
        entry = self.cues.entry(match["cue"])
        as_told = self.cues.as_told.search(self.frame, self.done, match.start())
        if entry is None or (self.frame[self.done : match.start()].strip() and not as_told):
            return
        start = by.end() if (by := self.cues.by.match(self.frame, match.end(), self.high)) else match.end()
        alone = match["nya"] or (bool(entry.values.get("alone")) and self.frame[start : start + 1] == ",")
        named = None if alone else speakers.after(self.frame, start, self.high, self.cues, self.known)
        if not alone and (named is None or not self._names(named, entry) or self._outlet(named)):
            return
        end = named[1] if named else start
        if as_told and (left := asides.left(self.text, self.done, as_told.start(), self.cues)) is not None:
            self._add(left, entry, match.span("cue"), named, "told")
            return
        found = asides.behind_aside(self.text, end, self.high, self.cues, self.known)
        if found is not None:
            self._add(found, entry, match.span("cue"), named, "told")

    def closing(self, match: re.Match[str]) -> None:
        """ "…, demikian laporan X": a noun behind the content, and whose it is."""
        entry = self.cues.entry(match["cue"])
        noun = self.cues.statement.match(self.frame, match.end(), self.high)
        if entry is None or noun is None or self.frame[self.done : match.start()].rstrip()[-1:] != ",":
            return
        start = asides.to_name(self.frame, match.end(), self.high, self.cues, self.known)
        named = speakers.after(self.frame, start, self.high, self.cues, self.known)
        left = asides.left(self.text, self.done, match.start(), self.cues)
        if named is not None and left is not None and self._names(named, entry):
            self._add(left, entry, match.span("cue"), named, "closing")
            self.at = self.done = max(self.at, named[1])

    def noun(self, match: re.Match[str], *, inner: bool = False) -> None:
        """ "pengakuan X bahwa …", "pengumuman X yang menyatakan …"."""
        entry = self.cues.entry(match["cue"])
        joint = self.cues.joint.search(self.frame, match.end(), min(self.high, match.end() + JOINT))
        if entry is None or joint is None:
            return
        of = OF.match(self.frame, match.end(), joint.start())
        start = of.end() if of else match.end()
        words = self.frame[start : joint.start()].rstrip(" ,")
        span = (start, start + len(words))
        if (
            not self.known.any(*span)
            or len(words.split()) > PHRASE
            or "," in words
            or self.cues.verb.search(words)
        ):
            return
        self._add((joint.end(), self._end(joint.end())), entry, match.span("cue"), span, "noun", inner=inner)

    def _disputed(self, found: Span) -> None:
        """The words that a speaker disputes: "mempertanyakan tuduhan X yang menyebut …" tells both."""
        noun = self.cues.noun.match(self.frame, *found)
        if noun is not None:
            at = self.at
            self.noun(noun, inner=True)
            self.at = self.done = at

    def _subject(self, cue: int, *, weak: bool) -> Span | None:
        """Who does what the verb at `cue` says; the last verb's subject behind "dan"."""
        lead = self.cues.adverb.sub("", self.frame[max(self.done, cue - LEAD) : cue]).rstrip() + " "
        shares = self.cues.coordinator.search(lead)
        if self.subject is not None and shares and shares.end() == len(lead):
            return self.subject
        span = speakers.before(self.frame, max(self.done, cue - REACH), cue, self.cues, self.known)
        if span is None:
            return None
        marked = self.cues.marked.match(self.frame, cue, self.high) is not None
        if speakers.speaks(self.frame, span, self.cues, self.known, weak=weak):
            return span
        return span if marked and speakers.unknown_name(self.frame, span, self.cues) else None

    def _idiom(self, match: re.Match[str]) -> bool:
        pattern = self.cues.idioms.get(match["cue"].casefold())
        return bool(pattern and pattern.match(self.frame, match.end(), self.high))

    def _names(self, span: Span, entry: Entry) -> bool:
        """Whether the phrase behind a cue names a speaker; an everyday word ("jelas") needs a better sign."""
        if entry.values.get("bare") or entry.get("kind") == "per":
            opening = not self.frame[self.done : span[0]].strip().count(" ")
            weak = opening and bool(entry.values.get("bare"))
            return speakers.speaks(self.frame, span, self.cues, self.known, weak=weak)
        first = self.frame[slice(*span)].split()[0].casefold()
        opens = (
            speakers.opens_name(first, self.cues) or first in self.cues.pronouns or first in self.cues.plurals
        )
        return self.frame[span[0]].isupper() or opens

    def _end(self, start: int) -> int:
        return content.end(self.text, start, self.high, self.cues, self.known)

    def _add(
        self, found: Span, entry: Entry, cue: Span, named: Span | None, rule: str, *, inner: bool = False
    ) -> None:
        """One more claim, its mode told by the quotations in it."""
        start, end = found
        text = self.text.text
        inside = [q for q in self.stretch.quotes if start <= q.outer_start < end]
        mode = Mode.MIXED if inside else Mode.INDIRECT
        if inside and self._whole(start, end, inside[0].outer_start, inside[-1].outer_end):
            start, mode = inside[0].start, Mode.DIRECT
            end = start + len(text[start : inside[0].end].rstrip(" ,"))
        else:
            end = start + len(text[start:end].rstrip(" ,.;:\n"))
        if mode is not Mode.DIRECT and content.short(self.text, start, end):
            return
        self.drafts.append(
            Draft(
                start=start,
                end=end,
                mode=mode,
                rule=f"{rule}: {text[slice(*cue)].casefold()}",
                entry=entry,
                cue=cue,
                named=named,
                inner=inner,
            )
        )
        self.at = self.done = max(self.at, found[1], end)
        self.subject = named or self.subject

    def _whole(self, start: int, end: int, first: int, last: int) -> bool:
        """Whether the content is a quotation and nothing else, or "… sebagai" and a quotation."""
        lead, tail = self.frame[start:first], self.frame[last:end]
        names = self.cues.calls.fullmatch(lead.strip()) is not None
        return (not lead.strip(" ,:") or names) and len(content.WORDS.findall(tail)) <= STRAY


Rule = Callable[[Reader, re.Match[str]], None]
