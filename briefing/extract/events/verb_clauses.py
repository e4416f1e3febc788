"""Events that a verb tells: who fired, bought, sent what; what stood where; who was killed.

Each rule looks at one kind of verb and gives the clause as a phrase: the verb with its subject, its
object phrases and what follows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefing.extract.events.noun_phrases import Phrase, adjunct, day, item_entry, read_phrase, target
from briefing.extract.events.small_words import Sentence, nation_list
from briefing.extract.sentences.row import Item
from briefing.lexicon import Entry

REACH = 4
"""So many pieces may stand between a verb and its object's head."""


def of_form(piece: Item, form: str) -> tuple[Entry, ...]:
    """The entries of a piece that have a form: verb, passive, toll, people, light, noun."""
    return tuple(e for e in piece.entries if e.get("form") == form)


def verb_clause(row: Sentence, at: int, entry: Entry) -> Phrase | None:
    """ "Pakistan | menembakkan | sejumlah roket, termasuk rudal jelajah | di lepas pantai"."""
    takes = entry.values.get("takes")
    objects = list(_objects(row, at + 1, takes))
    if not objects:
        return _attack(row, at, entry) if isinstance(takes, list) and "target" in takes else None
    clause = Phrase(
        row=row, entry=entry, head=at, first=_subject(row, at), last=objects[-1].last, type_end=at
    )
    clause.inner = objects
    clause.last = over(clause, clause.last + 1, _goes_on) - 1
    return clause


def _attack(row: Sentence, at: int, entry: Entry) -> Phrase | None:
    """ "Israel | menyerang | wilayah Iran": the object is a place or a state."""
    clause = Phrase(row=row, entry=entry, head=at, first=_subject(row, at), last=at, type_end=at)
    begin = at + 1 + row.run(at + 1, "place")
    after = target(clause, begin) if begin < len(row) else begin
    noun = begin
    while noun < after and (row[noun].number is not None or row.run(noun, "quantifier")):
        noun += 1
    if after == begin or not (clause.targets or begin > at + 1 or row.run(noun, "place noun")):
        return None
    clause.last = over(clause, after, _goes_on) - 1
    return clause


Step = Callable[[Phrase, int], int]


def over(clause: Phrase, at: int, *steps: Step) -> int:
    """The place after everything that the steps take from here on."""
    while at < len(clause.row) and (after := max(step(clause, at) for step in steps)) > at:
        at = after
    return at


def _goes_on(clause: Phrase, at: int) -> int:
    """An adjunct or a day behind the object, past a comma where "di" follows it."""
    row = clause.row
    skip = int(row[at].low == "," and row.run(at + 1, "place") > 0)
    after = max(adjunct(clause, at + skip), day(clause, at + skip))
    return after if after > at + skip else at


def _objects(row: Sentence, at: int, takes: object):  # type: ignore[no-untyped-def]
    """The object phrases of a verb: the first within reach, then what is joined to it."""
    for place in range(at, min(at + REACH, len(row))):
        if entry := item_entry(row[place], takes):
            phrase = read_phrase(row, place, entry)
            if phrase.first > at and any(p.kind not in ("number", "word") for p in row[at : phrase.first]):
                return
            yield phrase
            break
        if row[place].kind not in ("number", "word") or row.run(place, "and") or row.run(place, "relative"):
            return
    else:
        return
    while (after := _joined(row, phrase.last + 1)) is not None:
        phrase = read_phrase(row, *after)
        yield phrase


def _joined(row: Sentence, at: int) -> tuple[int, Entry] | None:
    """The next item of a list: "dan 477 drone", ", termasuk rudal balistik"."""
    place, linked = at, False
    while place < len(row) and place - at < REACH + 1:
        piece = row[place]
        if linked and (entry := item_entry(piece, None)):
            return place, entry
        if piece.low == "," or row.run(place, "and") or row.run(place, "inclusive"):
            linked = True
        elif not (linked and (piece.number or row.run(place, "classifier"))):
            return None
        place += 1
    return None


def _subject(row: Sentence, at: int) -> int:
    """The place where the verb's subject begins, if a state or a name stands right before it."""
    place = at
    while place > 0 and (step := row.back(place, "auxiliary")):
        place -= step
    begin = place
    while begin > 0 and row[begin - 1].kind in ("nation", "name"):
        begin -= 1
    begin += row.run(begin, "pronoun")
    while begin > 0 and (step := _of_subject(row, begin)):
        begin -= step
    return (
        begin
        if begin < place
        else (at if any(row.run(place, r) for r in ("relative", "purpose", "and")) else place)
    )


def _of_subject(row: Sentence, at: int) -> int:
    """How many pieces before a place belong to the subject: "sejumlah | militan", "dua | jet tempur | AS"."""
    before = row[at - 1]
    troops = before.number is not None or any(e.get("kind") in ("unit", "platform") for e in before.entries)
    return row.back(at, "group") or row.back(at, "service") or row.back(at, "quantifier") or int(troops)


def passive_clause(row: Sentence, at: int, entry: Entry, phrases: Sequence[Phrase]) -> Phrase | None:
    """ "ribuan personel | telah | ditempatkan | di sana sejak tahun lalu"."""
    place = at
    while place > 0 and (step := row.back(place, "auxiliary")):
        place -= step
    subject = next(
        (p for p in phrases if p.last == place - 1 and p.kind in tuple(entry.values.get("takes", ()))), None
    )
    if subject is None:
        return None
    clause = Phrase(row=row, entry=entry, head=at, first=subject.first, last=at, type_end=at)
    clause.number, clause.unit, clause.owners = subject.number, subject.unit, subject.owners
    clause.possessive, clause.definite, clause.sources = subject.possessive, subject.definite, subject.sources
    if entry.values.get("befalls"):
        return _befallen(clause, subject, phrases)
    clause.inner = [subject]
    clause.last = over(clause, at + 1, _goes_on) - 1
    subject.foreign = subject.foreign or clause.foreign
    subject.sources = subject.sources or clause.sources
    for listed in phrases:
        if listed.last == subject.first - 2 and row.run(subject.first - 1, "and"):
            listed.foreign, listed.sources = subject.foreign, subject.sources
    return clause


def _befallen(clause: Phrase, subject: Phrase, phrases: Sequence[Phrase]) -> Phrase | None:
    """ "pangkalan AS di Irak | diserang | milisi", "… dihantam | rudal Iran": whose it is suffers."""
    row, by = clause.row, clause.head + 1
    by += row.run(by, "by")
    means = next((p for p in phrases if p.first == by), None)
    if means is not None and means.kind == "strike":
        return None
    clause.targets, clause.owners, clause.sources = list(subject.owners), [], []
    clause.aimed = clause.targets
    clause.number = clause.unit = None
    if means is not None:
        clause.last, clause.sources = means.last, list(means.owners)
    else:
        nations, after = nation_list(row, by)
        clause.sources, clause.last = list(nations), after - 1 if nations else clause.head
    if clause.entry.values.get("needs_means") and not (means or clause.sources):
        return None
    clause.last = over(clause, clause.last + 1, _goes_on) - 1
    return clause


COUNTED = frozenset({"number", "word", "term"})
LONGEST_TOLL = 12
"""So many pieces may stand between the people and what became of them."""


def toll(row: Sentence, at: int, entry: Entry) -> Phrase | None:
    """ "19 orang dikabarkan tewas", "menewaskan 20 warga sipil", "tiga marinir … yang gugur pada Maret"."""
    clause = _toll_after(row, at, entry) if entry.values.get("after") else _toll_before(row, at, entry)
    if clause is not None:
        clause.verb = at
        clause.definite = clause.last + 1 < len(row) and row.run(clause.last + 1, "definite") > 0
        clause.last = over(clause, clause.last + 1, _included, _goes_on) - 1
    return clause


def _included(clause: Phrase, at: int) -> int:
    """ ", terdiri atas sembilan warga sipil dan dua tentara", ", termasuk tujuh perwira"."""
    row = clause.row
    place = at + (row[at].low == ",")
    step = row.run(place, "inclusive")
    while step and place < len(row) and row[place].kind in COUNTED and not row.run(place, "relative"):
        place += 1
    return place if step else at


def _toll_after(row: Sentence, at: int, entry: Entry) -> Phrase | None:
    number = row[at + 1].number if at + 1 < len(row) else None
    if number is None or not number.counts:
        return None
    people = next((p for p in range(at + 2, min(at + 4, len(row))) if of_form(row[p], "people")), None)
    if people is None and entry.values.get("people"):
        return None
    last = people if people is not None else at + 1
    clause = Phrase(
        row=row,
        entry=entry,
        head=people or at,
        first=at,
        last=last,
        number=number,
        type_end=people or at,
    )
    if people is not None:
        clause.unit = (row[people].start, row[people].stop)
        _owned(clause, people + 1)
    return clause


def _toll_before(row: Sentence, at: int, entry: Entry) -> Phrase | None:
    for people in range(at - 1, max(-1, at - LONGEST_TOLL), -1):
        piece = row[people]
        if piece.low in (".", ";", ":") or of_form(piece, "verb") or of_form(piece, "toll"):
            break
        if of_form(piece, "people") and people and row[people - 1].number is not None:
            number = row[people - 1].number
            clause = Phrase(
                row=row, entry=entry, head=people, first=people - 1, last=at, number=number, type_end=people
            )
            clause.unit = (piece.start, piece.stop)
            _owned(clause, people + 1)
            clause.last = at
            return clause
    return _named(row, at, entry)


def _named(row: Sentence, at: int, entry: Entry) -> Phrase | None:
    """ "Villalba tewas setelah …": one who is named."""
    first = end = _before_auxiliaries(row, at)
    while first > 0 and row[first - 1].kind == "name":
        first -= 1
    if first == end or not entry.values.get("dead") or row.run(first, "pronoun"):
        return None
    name = (row[first].start, row[end - 1].stop)
    return Phrase(row=row, entry=entry, head=at, first=first, last=at, type_end=at, name=name)


def _before_auxiliaries(row: Sentence, at: int) -> int:
    """The place behind the subject: "Abu Amna | dilaporkan telah | tewas"."""
    while at > 0 and (step := row.back(at, "auxiliary")):
        at -= step
    return at


def _owned(clause: Phrase, at: int) -> None:
    """Whose people they are: "asal Indonesia", "Korea Selatan"."""
    after = at
    while after < len(clause.row) and after - at < 3:
        step = clause.row.run(after, "owner") or clause.row.run(after, "adjective")
        step = step or len(of_form(clause.row[after], "people")[:1])  # "tiga orang | tentara | India"
        if clause.row[after].mention is not None:
            clause.owners.append(clause.row[after].mention)  # type: ignore[arg-type]
            clause.last = after
            return
        if not step:
            return
        after += step
