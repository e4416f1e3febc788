"""Statements read anew: who speaks, by which words, with which act; what is his, and what is the outlet's.

`RULES` is what is demanded of every statement, one line each. A rule looks at the article alone (`page`): at
sentences, at where somebody is named, at word lists. It has nothing of how the statement was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from briefing.model import ActorKind, Brief, Cited, Mode, Statement, Voice, record
from briefing.verify.fields import language_of, names_country
from briefing.verify.forms import country_of, names, opens_a_body, says_what_he_is, standing_for
from briefing.verify.page import Named, Page, between
from briefing.verify.refusal import Refusal, of_thing

BESIDE = 25
"""Characters within which an office or country belongs to the name behind it."""
FAR = 300
"""Characters from which on an office is no longer beside a name, and a verb is looked at no farther."""
NEXT = 1
"""How many sentences behind its own a statement's day or verb may stand."""
HANDED = 2
"""How many sentences before or behind a statement its outlet may be named."""
LATELY = 3
"""Paragraphs within which a body is known by "the company", "the ministry"."""
_OPENING, _CLOSING = "“„«", "”»"


@record
class Told:
    """A statement with what it is looked at with."""

    statement: Statement
    page: Page
    voices: Mapping[str, Voice]
    before: Statement | None
    """The statement before it in the article that has a speaker."""

    @property
    def voice(self) -> Voice | None:
        """Who is said to speak."""
        return self.voices.get(self.statement.entity or "")

    def reach(self) -> tuple[int, int]:
        """The first and the last sentence of words, verb and name."""
        own = (self.statement.text, self.statement.cue, self.statement.named)
        spans = [self.page.sentences(cited.citation) for cited in own if cited]
        return min(first for first, _ in spans), max(last for _, last in spans)


def speaking(brief: Brief, pages: Mapping[int, Page]) -> Iterator[Refusal]:
    """Statements of which a rule does not hold."""
    by_entity = {v.entity: v for v in brief.voices}
    before: dict[int, Statement] = {}
    for statement in sorted(brief.statements, key=lambda s: s.text.citation.start):
        page = pages.get(statement.source)
        if page is None or not _lies_in(statement, page):
            continue
        told = Told(statement=statement, page=page, voices=by_entity, before=before.get(statement.source))
        for field, rule in RULES:
            if reason := rule(told):
                yield of_thing(statement, field, reason)
        if statement.entity:
            before[statement.source] = statement


def attributes(brief: Brief, pages: Mapping[int, Page]) -> Iterator[Refusal]:
    """Offices and countries of voices, which stand by the same rules."""
    for n, voice in enumerate(brief.voices, start=1):
        for field, rule in (("role", office_fault), ("country", country_fault)):
            cited: Cited | None = getattr(voice, field)
            page = pages.get(cited.citation.source) if cited else None
            if cited is None or page is None or not page.holds(cited.citation):
                continue
            if reason := rule(cited, voice, page):
                yield of_thing(voice, field, reason, cited, where=f"voices {n}, {field}")


def _lies_in(statement: Statement, page: Page) -> bool:
    """Whether all that is cited lies in the text; that it does is demanded elsewhere."""
    own = (statement.text, statement.cue, statement.named, statement.antecedent, statement.said_on)
    cited = [c for c in (*own, statement.role, statement.country, *statement.chain) if c]
    return all(c.citation.source == statement.source and page.holds(c.citation) for c in cited)


# --- the words themselves ------------------------------------------------------------------


def _one_quotation(told: Told) -> str | None:
    """A quotation is what one pair of marks holds: it has no mark of its own kind within."""
    statement = told.statement
    if statement.mode is not Mode.DIRECT:
        return None
    text, start = told.page.article.text, statement.text.citation.start
    opened = text[:start].rstrip()[-1:]
    marks = '"' if opened == '"' else _OPENING + _CLOSING if opened in _OPENING else ""
    if any(mark in statement.text.value for mark in marks):
        return "is more than one quotation"
    return None


def _not_the_outlets(told: Told) -> str | None:
    """What is said holds neither the verb that reports it nor the words that name who says it.

    A verb of stance may begin it ("menolak usulan itu").
    """
    statement, text = told.statement, told.statement.text.citation
    for cited in (statement.cue, statement.named):
        if cited and text.start < cited.citation.end and cited.citation.start < text.end:
            if (
                cited is statement.cue
                and cited.citation.start == text.start
                and statement.mode is not Mode.DIRECT
            ):
                continue
            return f"{cited.value!r} is the outlet's, not the speaker's"
    return None


def _one_sentence(told: Told) -> str | None:
    """What is reported in the outlet's own words is one sentence of it."""
    first, last = told.page.sentences(told.statement.text.citation)
    if told.statement.mode is Mode.INDIRECT and last > first:
        return "goes on over a second sentence, whose speaker is not told"
    return None


# --- verb, act, day, outlet ----------------------------------------------------------------


def _verb_beside(told: Told) -> str | None:
    cue = told.statement.cue
    if cue is None:
        return None
    first, last = told.page.sentences(told.statement.text.citation)
    if not first <= told.page.sentence(cue.citation.start) <= last + NEXT:
        return f"{cue.value!r} stands in another sentence"
    return None


def _act_has_a_word(told: Told) -> str | None:
    if told.statement.cue is None and told.statement.act != PLAIN:
        return f"{told.statement.act!r} has no word that says so"
    return None


def _day_beside(told: Told) -> str | None:
    day = told.statement.said_on
    first, last = told.reach()
    if day and not first <= told.page.sentence(day.citation.start) <= last + NEXT:
        return f"{day.value!r} stands in another sentence"
    return None


def _outlet_beside(told: Told) -> str | None:
    first, last = told.reach()
    for outlet in told.statement.chain:
        if not first - HANDED <= told.page.sentence(outlet.citation.start) <= last + HANDED:
            return f"{outlet.value!r} stands in another passage"
    return None


# --- who speaks ----------------------------------------------------------------------------


def _name_beside(told: Told) -> str | None:
    """The words that name the speaker stand with the verb, and nobody else between the two."""
    statement, page = told.statement, told.page
    named, cue = statement.named, statement.cue
    if named is None or statement.entity is None:
        return None
    beside = cue or statement.text
    first, last = page.sentences(beside.citation)
    if not first <= page.sentence(named.citation.start) <= last:
        return f"{named.value!r} stands in another sentence than {beside.value[:40]!r}"
    if cue and (others := _others_between(told, named, cue)):
        return f"{_words(page, others[0])!r} stands between {named.value!r} and {cue.value!r}"
    return None


def _others_between(told: Told, named: Cited, cue: Cited) -> list[Named]:
    """Persons named between a name and its verb; a name that begins its sentence may lie farther off."""
    own, page, text = told.statement.entity, told.page, told.statement.text.citation
    start, end = between(named.citation, cue.citation)
    end = min(end, start + FAR)
    found = [
        name
        for name in page.named(start, end)
        if name.person and own not in name.entities and not text.start <= name.start < text.end
    ]
    if found and named.citation.start < cue.citation.start:
        begins, _ = page.bounds(*page.sentences(cue.citation))
        first = page.person_from(begins)
        return [] if first is not None and own in first.entities else found
    return found


def _names_him(told: Told) -> str | None:
    """The words name the speaker, or stand for him as a pronoun or noun that leads to him."""
    statement, voice, page = told.statement, told.voice, told.page
    named = statement.named
    if named is None or voice is None:
        return None
    here = page.named(named.citation.start, named.citation.end)
    if names(named.value, voice, page) or any(voice.entity in name.entities for name in here):
        return _person_speaks(told, voice, named, here)
    whole = (named.citation.start, named.citation.end)
    others = [name for name in here if name.person or (name.start, name.end) == whole]
    if others:
        return f"{named.value!r} names {_words(page, others[-1])!r}, not {voice.name.value!r}"
    if reason := _of_another_kind(told, voice, named):
        return reason
    head = named.value.casefold().split()[0]
    of_body = named.value[:1].isupper() or standing_for(language_of(page.article)).get(head) == "body"
    if _leads_to(told, voice, named.citation.start, of_body=of_body):
        return None
    holder = says_what_he_is(named.value, voice, page.article)
    if holder and page.named_before(voice.entity, named.citation.start):
        return None
    return f"{named.value!r} does not lead to {voice.name.value!r}"


def _person_speaks(told: Told, voice: Voice, named: Cited, here: tuple[Named, ...]) -> str | None:
    """A person speaks as himself: words that end with his name are not his body's or his country's."""
    if voice.kind is ActorKind.PERSON:
        return None
    last = next((n for n in reversed(here) if n.person and voice.entity not in n.entities), None)
    own = [n for n in here if voice.entity in n.entities]
    if last is None or any(n.start <= last.start and last.end <= n.end for n in own):
        return None
    if opens_a_body(voice.name.value, language_of(told.page.article)):
        return None
    if last.end == named.citation.end and (not own or last.start - own[-1].end <= BESIDE):
        return f"{_words(told.page, last)!r} speaks, not {voice.name.value!r}"
    return None


def _of_another_kind(told: Told, voice: Voice, named: Cited) -> str | None:
    """Pronouns and nouns that can't stand for somebody of this kind: "sumber", "media itu" for a person."""
    table = standing_for(language_of(told.page.article))
    words = named.value.casefold().split()
    told_by = next((table[" ".join(words[:n])] for n in (2, 1) if " ".join(words[:n]) in table), None)
    kind = {ActorKind.PERSON: "person", ActorKind.COUNTRY: "country"}.get(voice.kind, "body")
    if told_by is None or told_by == kind or (told_by == "person" and len(words) == 1 and kind == "body"):
        return None
    if told_by == "unnamed":
        return f"{named.value!r} is somebody whom the article does not name"
    if kind != "person" and told_by in {"several", "body"}:
        return None
    return f"{named.value!r} can't stand for {voice.name.value!r}"


def _antecedent(told: Told) -> str | None:
    """The words for which a pronoun, a noun or "-nya" stands name the speaker, and stand before it."""
    statement, voice = told.statement, told.voice
    antecedent, stands = statement.antecedent, statement.named or statement.cue or statement.text
    if antecedent is None:
        return None
    span, text = antecedent.citation, statement.text.citation
    if voice is None or span.end > stands.citation.start:
        return f"{antecedent.value!r} stands before nothing that leads to it"
    if voice.kind is ActorKind.PERSON and text.start < span.end and span.start < text.end:
        return f"{antecedent.value!r} is said by him, not of him"
    here = told.page.named(span.start, span.end)
    if names(antecedent.value, voice, told.page) or any(voice.entity in n.entities for n in here):
        return None
    if says_what_he_is(antecedent.value, voice, told.page.article):
        return None
    return f"{antecedent.value!r} does not name {voice.name.value!r}"


def _follows(told: Told) -> str | None:
    """Where no words name the speaker he goes on speaking, or was named last."""
    statement, voice = told.statement, told.voice
    if voice is None or statement.named is not None:
        return None
    if _leads_to(told, voice, statement.text.citation.start):
        return None
    return f"nothing before leads to {voice.name.value!r}"


def _leads_to(told: Told, voice: Voice, at: int, *, of_body: bool = False) -> bool:
    """Whether somebody is meant by "he" at a place: who spoke last, who was named last, or the first person
    named in the sentence before. By a noun or name for a body one is meant that was named lately.
    """
    if told.before is not None and told.before.entity == voice.entity:
        return True
    page, own = told.page, voice.entity
    last = page.person_before(at)
    if last is not None and own in last.entities:
        return True
    sentence = page.sentence(at)
    begins, ends = page.bounds(sentence - 1, sentence - 1) if sentence else (0, 0)
    first = page.person_from(begins)
    if first is not None and first.start < ends and own in first.entities:
        return True
    if voice.kind is ActorKind.PERSON:
        return False
    last = page.body_before(at)
    return (last is not None and own in last.entities) or (of_body and page.lately(own, at, LATELY))


# --- office and country --------------------------------------------------------------------


def _office_beside(told: Told) -> str | None:
    role, voice = told.statement.role, told.voice
    return office_fault(role, voice, told.page) if role and voice else None


def office_fault(role: Cited, voice: Voice, page: Page) -> str | None:
    """An office stands beside a name of its holder, or in the sentence next to it and beside nobody's."""
    first, last = page.sentences(role.citation)
    own = page.nearest(voice.entity, role.citation, *page.bounds(first, last))
    if any(_attached(page, voice, name, role) for name in own):
        return None
    around = page.has(voice.entity, *page.bounds(first - 1, last + 1))
    if not own and around and _holder(page, role) is None:
        return None
    return f"{role.value!r} does not stand beside a name of {voice.name.value!r}"


def _attached(page: Page, voice: Voice, name: Named, cited: Cited) -> bool:
    """Whether nobody else is named between a name and what is said to be its own.

    Somebody else may stand directly before the name: "pengacara X, Y".
    """
    span = cited.citation
    start, end = (span.end, name.start) if name.start >= span.end else (name.end, span.start)
    if end - start > FAR:
        return False
    others = [n for n in page.named(start, end) if n.person and voice.entity not in n.entities]
    if not others:
        return True
    near = (others[-1].end, name.start) if name.start >= span.end else (name.end, others[0].start)
    words = page.article.text[slice(*near)].split()
    return near[1] - near[0] <= BESIDE and not any(word[:1].islower() for word in words)


def _holder(page: Page, cited: Cited) -> Named | None:
    """The person whose name follows at once, with no comma or full stop between."""
    end = cited.citation.end
    for name in page.named(end, end + BESIDE):
        if name.person:
            return None if set(".,;:()") & set(page.article.text[end : name.start]) else name
    return None


def _country_his(told: Told) -> str | None:
    country, voice = told.statement.country, told.voice
    return country_fault(country, voice, told.page) if country and voice else None


def country_fault(country: Cited, voice: Voice, page: Page) -> str | None:
    """A country is somebody's where it stands in a sentence that names him, or where more than that
    tells it: his name, office or body, the lists of well-known persons and of office-holders.
    """
    own = " ".join(c.value for c in (voice.name, voice.role, voice.body) if c)
    if names_country(country.value, own, page.article):
        return None
    known = country_of(voice, page.article)
    if known:
        return None if known == country.value else f"{voice.name.value!r} is known to be of {known}"
    first, last = page.sentences(country.citation)
    if page.has(voice.entity, *page.bounds(first, last)):
        return None
    holder = _holder(page, country)
    if holder is not None:
        return f"{country.value!r} is said of {_words(page, holder)!r}, not of {voice.name.value!r}"
    return None


def _words(page: Page, name: Named) -> str:
    return page.article.text[name.start : name.end]


PLAIN = "states"
RULES: tuple[tuple[str, Callable[[Told], str | None]], ...] = (
    ("text", _one_quotation),
    ("text", _not_the_outlets),
    ("text", _one_sentence),
    ("cue", _verb_beside),
    ("act", _act_has_a_word),
    ("said_on", _day_beside),
    ("chain", _outlet_beside),
    ("named", _name_beside),
    ("speaker", _names_him),
    ("speaker", _antecedent),
    ("speaker", _follows),
    ("role", _office_beside),
    ("country", _country_his),
)
