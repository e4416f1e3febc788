"""Office phrases: "Wakil Direktur Pusat Komando Rusia", "kepala intelijen militer Ukraina".

An office is known by its shape: a head noun of the word list, then words that say what it is for, then the
country, body or place that it belongs to. The words of the role are told apart from those. Where the
office says little without its body ("kepala Komite Urusan Luar Negeri Senat Rusia") the body stays in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.extract.sentences.bodies import body_at, series
from briefing.extract.sentences.chunks import PLACE, Body, Office, Row
from briefing.extract.sentences.names import border
from briefing.lexicon import Entry
from briefing.lexicon.countries import FormKind

CHAIN = 4
"""No more plain words than this stand between an office and its country ("intelijen militer")."""
ORDINAL = re.compile(r"ke-\d+")


@dataclass(slots=True)
class _Phrase:
    """An office phrase while it is read: its words so far, those of the role, `closed` once that is over."""

    begin: int
    at: int
    role: int
    entry: Entry
    country: tuple[int, int, str] | None = None
    body: Body | None = None
    inner: tuple[int, int, Entry] | None = None
    possessive: bool = False
    closed: bool = False

    def take(self, end: int, *, role: bool = False) -> bool:
        """Take the words up to a place in, which belong to the role or close it; false for none."""
        if end <= self.at:
            return False
        self.at = end
        if role and not self.closed:
            self.role = end
        self.closed = self.closed or not role
        return True

    def flag(self, name: str) -> bool:
        """Whether the word list's entry of the office has a mark."""
        return bool(self.entry.values.get(name))


def office_at(line: Row, at: int) -> Office | None:
    """The office phrase that starts here, as far as it goes; none where no office is named."""
    if line.low(at) not in line.vocabulary.starts:
        return None
    start, opens = _prefixes(line, at)
    head = _head(line, start)
    if head is None:
        return None
    end, entry, possessive = head
    phrase = _Phrase(begin=at, at=end, role=end, entry=entry, possessive=possessive)
    while phrase.at < len(line.words) and any(reader(line, phrase) for reader in READERS):
        pass
    return Office(
        begin=at,
        end=phrase.at,
        role=(opens, phrase.role),
        entry=entry,
        country=phrase.country,
        body=phrase.body,
        inner=phrase.inner,
        possessive=possessive,
    )


def _prefixes(line: Row, at: int) -> tuple[int, int]:
    """Past "mantan", "wakil", "salah satu": the places of the head and of the role's first word."""
    opens = at
    while True:
        match = line.vocabulary.prefixes.match(line.words, at)
        whole = line.vocabulary.offices.match(line.words, at)
        if match is None or (whole and whole[0] > match[0]):
            return at, opens
        at = match[0] + (line.text(match[0]) == "-")
        opens = at if match[1].values.get("bare") else opens


def _head(line: Row, at: int) -> tuple[int, Entry, bool] | None:
    offices, low = line.vocabulary.offices, line.low(at)
    match = offices.match(line.words, at)
    if match and _meant(line, at, *match):
        return match[0], match[1], False
    stem = line.vocabulary.forms.possessive_stem(low)
    if stem != low and stem in offices.words():
        entry = next(e for e in offices.entries if stem in (w.casefold() for w in e.words))
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


def _bracket(line: Row, phrase: _Phrase) -> bool:
    """The short form in brackets: "Perdana Menteri (PM) Jepang", "Menteri Pertahanan (Menhan) Prabowo"."""
    end = line.abbreviation(phrase.at)
    if end is None or end != phrase.at + 3:
        return False
    inside = phrase.at + 1
    if not (line.words[inside].loud or line.vocabulary.offices.match(line.words, inside)):
        return False
    phrase.at = end
    return True


def _inner(line: Row, phrase: _Phrase) -> bool:
    """An office within the office: "penasihat utama Presiden", "juru bicara Menteri Luar Negeri"."""
    match = line.vocabulary.offices.match(line.words, phrase.at)
    if phrase.closed or phrase.inner or match is None:
        return False
    if body_at(line, phrase.at) or not _meant(line, phrase.at, *match):
        return False
    phrase.inner = (phrase.at, match[0], match[1])
    return phrase.take(match[0], role=True)


def _body(line: Row, phrase: _Phrase) -> bool:
    body = body_at(line, phrase.at, led=True)
    if body is None or (phrase.closed and phrase.body is None and phrase.country is not None):
        return False
    if body.weak:
        return body.country is not None and phrase.take(body.country[0], role=True)
    part = line.low(body.begin) in line.vocabulary.parts
    if body.bare and not (part or line.low(body.begin) in line.vocabulary.domains):
        return False
    # "kepala | Komite …" says little without its body; "Kepala Logistik | Angkatan Laut" does not.
    little = phrase.role == phrase.at and phrase.flag("keeps") and body.unit and not body.aliases
    within = not phrase.closed and (part or body.bare or little)
    phrase.closed = not within or body.country is not None
    if within:
        ends = body.country is not None and body.country[1] == body.end
        phrase.role = body.country[0] if body.country and ends else body.end
    if not part and not body.bare:
        phrase.body = body
    phrase.country = phrase.country or body.country
    phrase.at = line.abbreviation(body.end) or body.end
    return True


def _country(line: Row, phrase: _Phrase) -> bool:
    country = line.country(phrase.at)
    if country is None:
        return False
    end, mention = country
    # "bintang Real Madrid": what an occupation's capital belongs to is a club or a firm.
    if phrase.entry.get("kind") == "office" or mention.kind is not FormKind.CAPITAL:
        phrase.country = phrase.country or (phrase.at, end, mention.code)
    bracket = line.abbreviation(end)
    return phrase.take(bracket if bracket and line.country(end + 1) else end)


def _word(line: Row, phrase: _Phrase) -> bool:
    """A domain word or modifier that belongs to the role: "Luar Negeri", "senior", "Hukum dan Politik"."""
    at, vocabulary = phrase.at, line.vocabulary
    if line.low(at) in vocabulary.joins and {line.low(at - 1), line.low(at + 1)} <= vocabulary.modifiers:
        return phrase.take(at + 2, role=True)
    plain = not line.cap(at) and line.low(at) in vocabulary.modifiers
    domain = line.domain(at) and not vocabulary.ranks.match(line.words, at)
    if plain or domain:
        return phrase.take(at + 1, role=True)
    spans = (n for n in (1, 3) if ORDINAL.fullmatch("".join(line.low(at + i) for i in range(n))))
    if ordinal := next(spans, 0):  # "ke-7", "ke - 7"
        return phrase.take(at + ordinal, role=True)
    return line.domain(at - 1) and phrase.take(at + series(line, at), role=True)


def _region(line: Row, phrase: _Phrase) -> bool:
    """A region between the office and a name: "Kabupaten Malaka", "Sulut", the wider one behind a comma."""
    vocabulary, comma = line.vocabulary, line.text(phrase.at) == ","
    at = phrase.at + comma
    if line.text(at)[:1].isdigit() and line.low(at - 1) in vocabulary.heads.starts():
        # "Komisi 1 DPR", "Kodim 0501/Jakarta Pusat": a unit's number, then its body or place.
        place = line.text(at + 1) == "/"
        return phrase.take(at + 1 + place, role=not place)
    heads = line.low(at) in vocabulary.region_heads and (line.cap(at) or line.cap(at + 1))
    region = vocabulary.regions.match(line.words, at + heads)
    if not heads and (comma or line.low(at) in line.solo):
        return False
    end = region[0] if region else at + 1 + int(line.cap(at + 1) and line.country(at + 1) is None)
    while line.cap(end) and line.low(end) in vocabulary.region_tails:
        end += 1
    return bool(region or heads) and (not comma or line.text(end) == ",") and phrase.take(end)


def _unlisted(line: Row, phrase: _Phrase) -> bool:
    """A body or place that no list has, up to where a person's name begins.

    Before a country or known body it is the role's own: "Kepala | Administrasi Militer | Kyiv".
    """
    at = phrase.at
    if (phrase.closed and phrase.country) or not line.cap(at) or line.low(at) in line.solo:
        return False
    if line.vocabulary.ranks.match(line.words, at) or line.vocabulary.honorifics.match(line.words, at):
        return False
    needs = phrase.flag("keeps") or phrase.flag("place")
    end = border(line, at, needs=needs, serves=phrase.flag("serves") or phrase.flag("kin"))
    known = (i for i in range(at + 1, end) if line.vocabulary.organisations.match(line.words, i))
    end = next(known, end)
    leads = line.country(end) or line.vocabulary.organisations.match(line.words, end)
    duties = leads and not phrase.flag("place") and any(line.domain(i) for i in range(at, end))
    return phrase.take(end, role=bool(duties))


def _linked(line: Row, phrase: _Phrase) -> bool:
    """ "untuk PBB", "dari Institut X", "bidang Politik": a link and what the office belongs to."""
    at, vocabulary = phrase.at, line.vocabulary
    link = vocabulary.office_links.match(line.words, at)
    if link is None:
        return False
    inside = link[0]
    noun = None if line.cap(inside) else vocabulary.descriptors.match(line.words, inside)
    inside = noun[0] if noun else inside
    body, country = body_at(line, inside, led=True), line.country(inside)
    if body and not body.bare:
        phrase.body = phrase.body or body
        phrase.country = phrase.country or body.country
        return phrase.take(line.abbreviation(body.end) or body.end)
    if link[1].values.get("field") and line.domain(inside):
        return phrase.take(inside + 1, role=True)
    if country and link[1].values.get("land"):
        end, mention = country
        if link[1].values.get("own") and phrase.country is None and mention.kind is not FormKind.CAPITAL:
            phrase.country = (inside, end, mention.code)
        return phrase.take(end)
    where, label = line.labels.get(inside, (0, ""))
    if link[1].values.get("land") and label == PLACE:
        return phrase.take(where)
    end = country[0] if country else border(line, inside, needs=True)
    return bool(link[1].values.get("seat")) and line.text(end) == "," and phrase.take(end)


def _chain(line: Row, phrase: _Phrase) -> bool:
    """Plain words that lead to the country, body or name: "istana kepresidenan Rusia"."""
    if phrase.closed:
        return False
    end = phrase.at
    while end - phrase.at < CHAIN and _plain(line, end):
        end += 1
    if end == phrase.at:
        return False
    pointed = line.low(end) in line.vocabulary.pointers and line.text(end + 1) == ","
    if pointed and line.cap(end + 2):
        # "kepala politik kelompok tersebut, NAME": the noun stands for a body named before.
        return phrase.take(end + 1)
    linked = line.vocabulary.office_links.match(line.words, end)
    body = linked is not None and body_at(line, linked[0], led=True) is not None
    comma = line.text(end) == "," and line.cap(end + 1) and line.low(end + 1) not in line.vocabulary.openers
    name = line.cap(end) and (phrase.entry.get("kind") == "title" or phrase.flag("state"))
    region = line.vocabulary.regions.match(line.words, end)
    leads = line.country(end) or body_at(line, end, led=True) or region or body or comma or name
    leads = comma if phrase.flag("kin") else leads
    return bool(leads) and phrase.take(end, role=True)


def _plain(line: Row, at: int) -> bool:
    """Whether a common noun or adjective stands there: no verb, no small word of the grammar."""
    if at >= len(line.words) or line.words[at].mark or line.cap(at) or not line.text(at).isalpha():
        return False
    vocabulary, low = line.vocabulary, line.low(at)
    noun = low in vocabulary.domains or low in vocabulary.modifiers or low in vocabulary.rules
    if noun or low in vocabulary.prepositions or low in vocabulary.openers:
        return noun and low not in vocabulary.prepositions
    clings = vocabulary.forms.possessive_stem(low) != low
    return not (vocabulary.is_verb(low) or clings or low in vocabulary.roots.words())


READERS = (_bracket, _inner, _body, _country, _region, _word, _unlisted, _linked, _chain)
"""How an office phrase goes on, tried in this order."""
