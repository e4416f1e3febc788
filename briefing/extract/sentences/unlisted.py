"""What stands between an office and a name and is in no list: "Lemdiklat Polri", "Daop 1", "KPUD Muna, X".

Each rule tells where such a body or place ends by what follows it: a known body or country, a
figure, a comma and a name, or a name that the article uses alone elsewhere.
"""

from __future__ import annotations

from briefing.extract.sentences.chunks import PERSON, PLACE, Row

SHORT = 2
"""Two capitals are initials ("RZ Panca Putra"); more are a body ("KPUD")."""
PLACE_LENGTH = 3
AHEAD = 8
"""A body behind an office has no more words than this."""


def region_end(line: Row, at: int) -> int:
    """The end of the region that is named here ("Kabupaten Malaka", "Sulut"); 0 where none is."""
    vocabulary = line.vocabulary
    if line.low(at) in vocabulary.region_heads and line.cap(at):
        region = vocabulary.regions.match(line.words, at + 1)
        end = region[0] if region else at + 1 + int(line.cap(at + 1))
    else:
        region = vocabulary.regions.match(line.words, at)
        if region is None or line.low(at) in line.solo:
            return 0
        end = region[0]
    while line.cap(end) and line.low(end) in vocabulary.region_tails:
        end += 1
    return end


def wider_end(line: Row, at: int) -> int:
    """The end of the wider region behind a place: "Camat Neglasari, Kabupaten Tangerang | , Ubaidillah"."""
    if line.text(at) != "," or not line.cap(at + 1) or line.low(at + 1) not in line.vocabulary.region_heads:
        return 0
    region = line.vocabulary.regions.match(line.words, at + 2)
    end = region[0] if region else at + 3
    return end if line.text(end) == "," else 0


def seat_end(line: Row, at: int) -> int:
    """The end of a place between an office and its holder: "kepala polisi di Kota Baru | , Karim Danial"."""
    end = at
    while line.cap(end) and end - at < PLACE_LENGTH:
        end += 1
    name = end + 1
    vocabulary, low = line.vocabulary, line.low(name)
    taken = low in vocabulary.openers or low in vocabulary.things or low in vocabulary.region_heads
    taken = taken or vocabulary.regions.match(line.words, name) is not None
    named = end > at and line.text(end) == "," and line.cap(name) and line.cap(name + 1) and not taken
    return end if named and not line.country(name) else 0


def unlisted_end(line: Row, at: int, *, keeps: bool, local: bool, first: bool) -> int:
    """The end of an unknown body or place behind an office; 0 where a name may begin here.

    `keeps`: the office says little without its body; `local`: a place stands behind it; `first`:
    nothing that it belongs to was named yet.
    """
    words, vocabulary = line.words, line.vocabulary
    tables = (vocabulary.known, vocabulary.ranks, vocabulary.honorifics)
    if (
        not line.cap(at)
        or line.low(at) in line.solo
        or line.low(at) in vocabulary.given
        or any(t.match(words, at) for t in tables)
    ):
        return 0
    solo = _up_to_solo(line, at, keeps=keeps)
    said_end, said = line.labels.get(at, (0, ""))
    if solo or said != PERSON:
        ahead = solo or line.person_ahead(at)
        if ahead:
            if line.low(ahead).split("-")[0] in vocabulary.articles:
                return 0
            given = not first and ahead == at + 1 and not line.cap(ahead + 1)
            if given:
                return 0
            return min(ahead, said_end) if said == PLACE else ahead
    elif said_end > at + 1:
        return 0
    end = _run(line, at)
    if end > at + 1 and not _name_behind_comma(line, end):
        end = at + 1
    if words[at].loud and len(words[at].text) > SHORT:
        return end
    if line.text(end).isdecimal() and line.cap(end + 1):
        return end + 1
    told = keeps and first and line.country(end) is not None
    told = told or (first and vocabulary.organisations.match(words, end) is not None)
    told = told or (local and first and _name_behind(line, end)) or _name_behind_comma(line, end)
    return end if told else 0


def _up_to_solo(line: Row, at: int, *, keeps: bool) -> int:
    """Where a name begins that the article uses alone elsewhere, a body's words before it; 0 where none does.

    One word alone before it may be a first name, unless the office asks for a body and the name goes on.
    """
    end = at
    while end - at < AHEAD and (line.cap(end) or (line.low(end) == "dan" and line.cap(end + 1))):
        enough = end - at > 1 or (end > at and keeps and line.cap(end + 1))
        if enough and line.low(end) in line.solo:
            given = line.low(end - 1) in line.vocabulary.given or line.low(at) in line.vocabulary.given
            surname = not line.cap(end + 1) and (not keeps or line.sentence.labels)
            if given or (surname and line.labels.get(end, (0, ""))[1] != PERSON):
                return 0
            return end
        end += 1
    return 0


def _run(line: Row, at: int) -> int:
    """The end of the capitalised words that start here, none of them known for a person's."""
    from briefing.extract.sentences.names import name_at

    end = name_at(line, at) or at + 1
    lows = {line.low(i) for i in range(at, end)}
    return at + 1 if lows & line.solo or lows & line.vocabulary.given else end


def _name_behind(line: Row, at: int) -> bool:
    """Whether a name of two words or more can begin here, or one behind "Kabupaten X,"."""
    if line.text(at) == ",":
        at += 1
        while line.cap(at) and line.low(at) in line.vocabulary.region_heads:
            at += 3
    return line.cap(at) and line.cap(at + 1)


def _name_behind_comma(line: Row, at: int) -> bool:
    """ "peneliti Centropolis, Suryono Herlambang, di": a name that begins behind a comma, and ends there."""
    if line.text(at) != "," or not line.cap(at + 1) or line.low(at + 1) in line.vocabulary.openers:
        return False
    end = at + 1
    while line.cap(end) and not line.country(end):
        end += 1
    many = end - at > 2 or line.low(at + 1) in line.solo
    return many and (line.text(end) in (",", "(", ".") or line.low(end) == "di")
