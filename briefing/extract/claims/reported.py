"""Indirect and mixed claims: "X mengatakan bahwa …", "menurut X, …", "…, kata X", stance verbs.

The rules go through a region of a stretch from left to right, from cue to cue; what a claim's content
covers is not read again, so of a claim within a claim the outer one stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from briefing.extract.claims import asides, content, nouns, relays, speakers, subjects
from briefing.extract.claims.cues import Cues
from briefing.extract.claims.drafts import Draft, Span
from briefing.extract.claims.known import Names
from briefing.extract.claims.stretches import HIDDEN, Stretch, Text
from briefing.lexicon import Entry
from briefing.model import Mode

WORDS = re.compile(r"\w+")
RELATIVE = re.compile(r"(?<!\w)yang\s+$", re.IGNORECASE)
LEAD = 80
"""Letters before a verb in which adverbs and "belum" stand."""
REACH = 600
"""Letters in which its subject stands."""
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
        self.passed = self.at
        """Where the last verb ended whose subject says nothing: another's may stand right behind it."""
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
            ("object", cues.object, nouns.with_object),
            ("", cues.verb, Reader.verb),
            ("per", cues.per, Reader.aside),
            ("root", cues.root, Reader.aside),
            ("told", cues.told, nouns.told),
            ("noun", cues.noun, nouns.noun),
            ("behind", cues.behind, nouns.closing),
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
            named = self.doer(issued.start(), weak=True) if issued else self._described(match.start())
            found = content.behind_verb(self.text, match, entry, self.high, self.cues, self.known)
            if named and found:
                self.add(found, entry, match.span("cue"), named, "verb")
            return
        if unsaid := self.cues.unsaid.search(self.frame, low, match.start()):
            self.subject = self.doer(unsaid.start(), weak=True) or self.subject
            return
        named = self.doer(match.start(), weak=bool(entry.values.get("weak")))
        if named is None:
            self.passed = match.end()
            return
        self.subject = named
        if self._only_hints(named, entry):
            self.passed = match.end()
            return
        if self._idiom(match) or self._behind(match, entry, named):
            return
        found = content.behind_verb(self.text, match, entry, self.high, self.cues, self.known)
        if found is None or self._relayed(named, found[0]):
            return
        self.add(found, entry, match.span("cue"), named, "verb")
        if entry.values.get("disputes"):
            nouns.disputed(self, found)

    def _described(self, cue: int) -> Span | None:
        """Whom ", yang mengatakan" tells about: the name right before the comma."""
        comma = self.frame.rfind(",", self.done, cue)
        if comma < 0 or self.frame[comma + 1 : cue].split() != ["yang"]:
            return None
        named = self.known.within(self.known.persons, self.done, comma)
        return named[-1] if named and named[-1][1] == comma else None

    def _only_hints(self, named: Span, entry: Entry) -> bool:
        """Whether a statement "hints", or an agency reports in its own name: nobody claims anything."""
        words = self.frame[slice(*named)]
        if entry.values.get("hints"):
            return words.split()[0].casefold() in self.cues.media
        return (
            entry.get("act") == "reports"
            and relays.outlet(self.frame, named, self.cues)
            and not self.known.any(*named)
        )

    def _relayed(self, named: Span, begin: int) -> bool:
        """Whether an outlet tells what somebody else says: he is read next, from there on."""
        if not relays.relays(self.frame, named, self.cues):
            return False
        return self._inner(begin)

    def _inner(self, begin: int) -> bool:
        if not relays.inner(self.frame, begin, self.high, self.cues, self.known):
            return False
        self.done, self.subject = begin, None
        return True

    def _handed_on(self, match: re.Match[str], end: int) -> bool:
        """ "Menurut X, Y mengatakan …" at the beginning: Y's words, as X has them."""
        if (
            match["cue"].casefold() not in self.cues.pers
            or self.frame[self.done : match.start()].count(" ") > 2
        ):
            return False
        right = asides.behind_aside(self.text, end, self.high, self.cues, self.known)
        return right is not None and self._inner(right[0])

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
        self.add(left, entry, match.span("cue"), named, "behind")
        self.at = self.done = max(self.at, end)
        return True

    def aside(self, match: re.Match[str]) -> None:
        """ "…, kata X", "…, kata X, …", "menurut X, …"."""
        entry = self.cues.entry(match["cue"])
        if entry is not None and self._trails(match, entry):
            return
        if entry is None or not asides.stands_aside(self.frame, self.done, match, self.cues):
            noun = self.cues.noun.match(self.frame, match.start(), self.high)
            return nouns.noun(self, noun) if noun else None
        named: Span | None = None
        end = match.end()
        if match["nya"] and entry.values.get("bare") and self.frame[end : end + 1] != ",":
            return  # "komentarnya muncul setelah …"
        if not match["nya"]:
            start = asides.to_name(self.frame, end, self.high, self.cues, self.known)
            named = speakers.after(self.frame, start, self.high, self.cues, self.known)
            if named is None or not self.names(named, entry):
                return
            if entry.values.get("lends") and relays.outlet(self.frame, named, self.cues):
                return
            end = named[1]
            if self._handed_on(match, end):
                return
        for side in asides.sides(self.text, self.done, match.start(), end, self.high, self.cues, self.known):
            if self.drafts and self.cues.verb.match(self.frame, side[0]):
                self.subject = named or self.subject
                self.at, self.done = end, self.frame.rfind(",", 0, side[0])
                return  # "…, kata X, meminta …": two verbs of one speaker
            self.add(side, entry, match.span("cue"), named, "aside")
        self.at = self.done = max(self.at, end)

    def _trails(self, match: re.Match[str], entry: Entry) -> bool:
        """Whether "menurut X" closes a clause without a comma, which is then the content."""
        named = speakers.after(self.frame, match.end(), self.high, self.cues, self.known)
        if named is None or relays.outlet(self.frame, named, self.cues):
            return False
        if not asides.trails(self.frame, self.done, match, named, self.high, self.cues, self.known):
            return False
        left = asides.left(self.text, self.done, match.start(), self.cues)
        if left is None:
            return False
        self.add(left, entry, match.span("cue"), named, "aside")
        self.at = self.done = max(self.at, named[1])
        return True

    def doer(self, cue: int, *, weak: bool) -> Span | None:
        """Who does what the verb at `cue` says; the last verb's subject behind "dan"."""
        lead = self.cues.adverb.sub("", self.frame[max(self.done, cue - LEAD) : cue]).rstrip() + " "
        shares = self.cues.coordinator.search(lead)
        if self.subject is not None and shares and shares.end() == len(lead):
            return self.subject
        if self.drafts and self.subject is not None and lead.strip() == ",":
            return self.subject  # "X menegaskan …, menyebut …"
        span = subjects.before(self.frame, max(self.done, cue - REACH), cue, self.cues, self.known)
        if span is None and self.passed > self.done:
            span = subjects.before(self.frame, self.passed, cue, self.cues, self.known)
            span = span if span and not self.frame[self.passed : span[0]].strip() else None
        if span is None:
            return None
        marked = self.cues.marked.match(self.frame, cue, self.high) is not None
        if speakers.speaks(self.frame, span, self.cues, self.known, weak=weak):
            return span
        return span if marked and speakers.unknown_name(self.frame, span, self.cues) else None

    def _idiom(self, match: re.Match[str]) -> bool:
        pattern = self.cues.idioms.get(match["cue"].casefold())
        return bool(pattern and pattern.match(self.frame, match.end(), self.high))

    def names(self, span: Span, entry: Entry) -> bool:
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

    def end(self, start: int) -> int:
        """Where a content ends that begins at `start`."""
        return content.end(self.text, start, self.high, self.cues, self.known)

    def add(
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
