"""Office phrases: "Wakil Direktur Pusat Komando Rusia", "kepala intelijen militer Ukraina".

The words of the role are told apart from the country and the body that it belongs to. Where the
office says little without its body ("kepala Komite Urusan Luar Negeri Senat Rusia") the body stays
part of the role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.extract.sentences.bodies import body_at, series
from briefing.extract.sentences.chunks import PERSON, PLACE, Body, Office, Row
from briefing.extract.sentences.names import name_at
from briefing.lexicon import Entry
from briefing.lexicon.countries import FormKind

LINKS = frozenset({"untuk", "dari", "di", "pada", "bidang"})
VERBAL = re.compile(r"(?:meng|mem|men|meny|me|ber|di|ter)[a-z]{3,}$")
CHAIN = 4
"""No more plain words than this stand between an office and its country ("intelijen militer")."""

SHORT = 2
"""Two capitals are initials ("RZ Panca Putra"); more are a body ("KPUD")."""
PLACE_LENGTH = 3
AHEAD = 8
"""A body behind an office has no more words than this."""


@dataclass(slots=True)
class _Draft:
    """An office phrase while it is read."""

    begin: int
    at: int
    role: int
    entry: Entry
    country: tuple[int, int, str] | None = None
    body: Body | None = None
    inner: tuple[int, int, Entry] | None = None
    possessive: bool = False
    closed: bool = False


def office_at(line: Row, at: int) -> Office | None:
    """The office phrase that starts here, as far as it goes; none where no office is named."""
    if line.low(at) not in line.vocabulary.starts:
        return None
    start, opens, former = _prefixes(line, at)
    head = _head(line, start)
    if head is None:
        return None
    end, entry, possessive = head
    draft = _Draft(begin=at, at=end, role=end, entry=entry, possessive=possessive)
    while draft.at < len(line.words) and _extend(line, draft):
        pass
    return Office(
        begin=at,
        end=draft.at,
        role=(opens, draft.role),
        entry=entry,
        country=draft.country,
        body=draft.body,
        inner=draft.inner,
        possessive=possessive,
        former=former,
    )


def _prefixes(line: Row, at: int) -> tuple[int, int, bool]:
    """Past "mantan", "wakil", "salah satu": the places of head and role, and whether the office is over."""
    former, opens = False, at
    while True:
        match = line.vocabulary.prefixes.match(line.words, at)
        whole = line.vocabulary.offices.match(line.words, at)
        if match is None or (whole and whole[0] > match[0]):
            return at, opens, former
        former = former or line.low(at) in ("mantan", "eks", "bekas")
        at = match[0]
        opens = at if match[1].values.get("bare") else opens


def _head(line: Row, at: int) -> tuple[int, Entry, bool] | None:
    match = line.vocabulary.offices.match(line.words, at)
    if match and _meant(line, at, *match):
        return match[0], match[1], False
    low = line.low(at)
    if low.endswith("nya") and low[:-3] in line.vocabulary.offices.words():
        entries = line.vocabulary.offices.entries
        entry = next(e for e in entries if low[:-3] in (w.casefold() for w in e.words))
        return None if entry.values.get("keeps") else (at + 1, entry, True)
    return None


def _meant(line: Row, at: int, end: int, entry: Entry) -> bool:
    """Whether an occupation is one: with a capital in mid-sentence it may be a name ("Imam", "Putra")."""
    word = line.words[at]
    rank = line.vocabulary.ranks.match(line.words, at)
    if word.low in line.solo or (rank and rank[0] > end):
        return False
    if entry.values.get("cased"):
        return word.cap
    if entry.get("kind") != "title" or not word.cap or word.opens:
        return True
    return any(w[:1].isupper() and w.casefold().startswith(word.low) for w in entry.words)


def _extend(line: Row, draft: _Draft) -> bool:
    """Take the next words into the phrase; false where it ends."""
    return (
        _bracket(line, draft)
        or _inner(line, draft)
        or _body(line, draft)
        or _country(line, draft)
        or _region(line, draft)
        or _word(line, draft)
        or _unlisted(line, draft)
        or _linked(line, draft)
        or _chain(line, draft)
    )


def _bracket(line: Row, draft: _Draft) -> bool:
    """The short form in brackets: "Perdana Menteri (PM) Jepang", "Menteri Pertahanan (Menhan) Prabowo"."""
    end = line.abbreviation(draft.at)
    if end is None or end != draft.at + 3:
        return False
    if not (line.words[draft.at + 1].loud or line.vocabulary.offices.match(line.words, draft.at + 1)):
        return False
    draft.at = end
    return True


def _country(line: Row, draft: _Draft) -> bool:
    country = line.country(draft.at)
    if country is None:
        return False
    end, mention = country
    if draft.country is None:
        draft.country = (draft.at, end, mention.code)
    bracket = line.abbreviation(end)
    draft.at = bracket if bracket and line.country(end + 1) else end
    draft.closed = True
    return True


def _body(line: Row, draft: _Draft) -> bool:
    body = body_at(line, draft.at)
    if body and body.weak:
        return False
    if body is None or (draft.closed and draft.body is None and draft.country is not None):
        return False
    part = line.low(body.begin) in line.vocabulary.parts
    if body.bare and not (part or line.low(body.begin) in line.vocabulary.domains):
        return False
    if not draft.closed and (part or body.bare or _says_little(line, draft, body)):
        inside = body.country[0] if body.country else body.end
        draft.role = inside if body.country and body.country[1] == body.end else body.end
        draft.closed = body.country is not None
    else:
        draft.closed = True
    if not part and not body.bare:
        draft.body = body
    draft.country = draft.country or body.country
    bracket = line.abbreviation(body.end)
    draft.at = bracket or body.end
    return True


def _says_little(line: Row, draft: _Draft, body: Body) -> bool:
    """Whether the office needs this body: "kepala | Komite …", not "Kepala Logistik | Angkatan Laut"."""
    bare = draft.role == draft.at and bool(draft.entry.values.get("keeps"))
    office = body.rule in ("body:office", "body:ministry") and not body.aliases
    return bare and office and body.entry is None


def _inner(line: Row, draft: _Draft) -> bool:
    """An office within the office: "penasihat utama Presiden", "juru bicara Menteri Luar Negeri"."""
    if draft.closed or draft.inner:
        return False
    match = line.vocabulary.offices.match(line.words, draft.at)
    if match is None or body_at(line, draft.at) or not _meant(line, draft.at, *match):
        return False
    draft.inner = (draft.at, match[0], match[1])
    draft.at = draft.role = match[0]
    return True


def _region(line: Row, draft: _Draft) -> bool:
    """A region between the office and a name."""
    return _close(draft, _region_end(line, draft.at) or _wider_end(line, draft.at))


def _unlisted(line: Row, draft: _Draft) -> bool:
    """A body that no list has."""
    if draft.closed and draft.country:
        return False
    keeps, local = (bool(draft.entry.values.get(key)) for key in ("keeps", "place"))
    return _close(draft, _unlisted_end(line, draft.at, keeps=keeps, local=local, first=not draft.closed))


def _close(draft: _Draft, end: int) -> bool:
    if end:
        draft.at, draft.closed = end, True
    return bool(end)


def _word(line: Row, draft: _Draft) -> bool:
    """A domain word or modifier that belongs to the role: "Luar Negeri", "senior", "Hukum dan Politik"."""
    at = draft.at
    plain = line.low(at) in line.vocabulary.modifiers and not line.cap(at)
    domain = line.domain(at) and not line.vocabulary.ranks.match(line.words, at)
    if _small(line, draft) or plain or domain:
        step = 1
    elif line.low(at) in ("dan", "&") and line.domain(at + 1) and line.domain(at - 1):
        if line.vocabulary.offices.match(line.words, at + 1):
            return False
        step = 2
    elif line.text(at) == "," and line.domain(at - 1):
        step = series(line, at)
    else:
        step = 0
    if not step:
        return False
    draft.at += step
    if not draft.closed:
        draft.role = draft.at
    return True


def _small(line: Row, draft: _Draft) -> bool:
    """A minister's domain in lower case: "mantan menteri pertanian", "menteri luar negeri"."""
    low = line.low(draft.at)
    if line.low(draft.role - 1) == "luar" and low == "negeri":
        return True
    if line.low(draft.at - 1) not in ("menteri", "departemen") or line.cap(draft.at):
        return False
    return low in line.vocabulary.domains and low not in line.vocabulary.openers


def _linked(line: Row, draft: _Draft) -> bool:
    """ "untuk PBB", "dari Institut X", "bidang Politik": a link and what the office belongs to."""
    at = draft.at
    if line.low(at) not in LINKS:
        return False
    body = body_at(line, at + 1)
    if body and not body.bare:
        draft.body = draft.body or body
        draft.country = draft.country or body.country
        draft.at = line.abbreviation(body.end) or body.end
    elif line.low(at) in ("untuk", "dari") and line.country(at + 1):
        end, mention = line.country(at + 1) or (at, None)
        state = mention is not None and mention.kind is not FormKind.CAPITAL
        if line.low(at) == "dari" and draft.country is None and mention and state:
            draft.country = (at + 1, end, mention.code)
        draft.at = end
    elif line.low(at) in ("untuk", "bidang") and line.domain(at + 1):
        draft.at += 2
        if not draft.closed:
            draft.role = draft.at
        return True
    elif line.low(at) == "di" and (end := _seat_end(line, at + 1)):
        draft.at = end
    else:
        return False
    draft.closed = True
    return True


def _chain(line: Row, draft: _Draft) -> bool:
    """Plain words that lead to the country, body or name: "istana kepresidenan Rusia"."""
    if draft.closed:
        return False
    end = draft.at
    while end - draft.at < CHAIN and _plain(line, end):
        end += 1
    if end == draft.at:
        return False
    linked = line.low(end) in ("dari", "di") and body_at(line, end + 1)
    comma = line.text(end) == "," and line.cap(end + 1) and line.low(end + 1) not in line.vocabulary.openers
    name = line.cap(end) and draft.entry.get("kind") == "title"
    if not (line.country(end) or body_at(line, end) or linked or comma or name):
        return False
    draft.at = draft.role = end
    return True


def _plain(line: Row, at: int) -> bool:
    if at >= len(line.words) or line.words[at].mark or line.cap(at):
        return False
    vocabulary, low = line.vocabulary, line.low(at)
    if not line.text(at).isalpha() or low in vocabulary.openers:
        return False
    return not VERBAL.match(low) and not low.endswith("nya") and low not in vocabulary.roots.words()


def _region_end(line: Row, at: int) -> int:
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


def _wider_end(line: Row, at: int) -> int:
    """The end of the wider region behind a place: "Camat Neglasari, Kabupaten Tangerang | , Ubaidillah"."""
    if line.text(at) != "," or not line.cap(at + 1) or line.low(at + 1) not in line.vocabulary.region_heads:
        return 0
    region = line.vocabulary.regions.match(line.words, at + 2)
    end = region[0] if region else at + 3
    return end if line.text(end) == "," else 0


def _seat_end(line: Row, at: int) -> int:
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


def _unlisted_end(line: Row, at: int, *, keeps: bool, local: bool, first: bool) -> int:
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
