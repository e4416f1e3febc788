"""Office phrases: "Wakil Direktur Pusat Komando Rusia", "kepala intelijen militer Ukraina".

The words of the role are told apart from the country and the body that it belongs to. Where the
office says little without its body ("kepala Komite Urusan Luar Negeri Senat Rusia") the body stays
part of the role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.extract.sentences.bodies import body_at, series
from briefing.extract.sentences.chunks import Body, Office, Row
from briefing.extract.sentences.unlisted import region_end, seat_end, unlisted_end, wider_end
from briefing.lexicon import Entry
from briefing.lexicon.countries import FormKind

LINKS = frozenset({"untuk", "dari", "di", "pada", "bidang"})
VERBAL = re.compile(r"(?:meng|mem|men|meny|me|ber|di|ter)[a-z]{3,}$")
CHAIN = 4
"""No more plain words than this stand between an office and its country ("intelijen militer")."""


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
    return _close(draft, region_end(line, draft.at) or wider_end(line, draft.at))


def _unlisted(line: Row, draft: _Draft) -> bool:
    """A body that no list has."""
    if draft.closed and draft.country:
        return False
    keeps, local = (bool(draft.entry.values.get(key)) for key in ("keeps", "place"))
    return _close(draft, unlisted_end(line, draft.at, keeps=keeps, local=local, first=not draft.closed))


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
    elif line.low(at) == "di" and (end := seat_end(line, at + 1)):
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
