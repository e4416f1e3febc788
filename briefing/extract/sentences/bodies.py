"""Names of bodies: known ones, and unknown ones by their head noun ("Kementerian X", "X Corporation")."""

from __future__ import annotations

import itertools
from dataclasses import replace

from briefing.extract.sentences.chunks import Body, Row
from briefing.extract.sentences.names import border
from briefing.lexicon.countries import CountryMention

LONGEST = 9
FIELD = 3
"""Words of a ministry's field at most."""


def body_at(line: Row, at: int, *, led: bool = False) -> Body | None:
    """The body that is named from here on, with its country and the abbreviation in brackets behind it.

    `led`: an office stands before it, so that its holder's name may follow.
    """
    key = -at - 1 if led else at
    if key not in line.bodies:
        line.bodies[key] = _body_at(line, at, led)
    return line.bodies[key]


def _body_at(line: Row, at: int, led: bool) -> Body | None:
    listed = line.low(at) in line.vocabulary.starts
    found = _known(line, at) or _headed(line, at, led) if listed else None
    found = found or _foreign(line, at) or _armed(line, at)
    if listed and (found is None or found.bare):
        found = _lower(line, at) or found
    return _introduced(line, found) if found and not found.bare else found


def _known(line: Row, at: int) -> Body | None:
    vocabulary = line.vocabulary
    match = vocabulary.organisations.match(line.words, at)
    if match is None:
        return None
    end, entry = match
    local = line.low(end) in vocabulary.region_heads
    if line.domain(end) and not local and vocabulary.heads.match(line.words, at):
        return None
    if end == at + 1 and line.words[at].loud and line.text(end).isdecimal():
        return None
    own = Body(begin=at, end=end, entry=entry, kind=entry.get("kind"), rule="body:known")
    if line.low(at - 1) in ("(", "/"):
        return own
    united = vocabulary.organisations.match(line.words, end)
    if united and united[1].values.get("umbrella"):  # "Badan Energi Atom Internasional PBB"
        return replace(own, end=united[0])
    country = line.country(end)
    home = entry.get("country") == vocabulary.home
    if country and (entry.values.get("ministry") or (home and country[1].code != vocabulary.home)):
        # A body known at home, with another country behind it, is that country's: "Mahkamah Agung AS".
        stop, mention = country
        return replace(own, end=stop, country=(end, stop, mention.code), entry=None, rule="body:ministry")
    region = vocabulary.regions.match(line.words, end + local)
    if region and home:
        return replace(own, end=region[0], entry=None, rule="body:regional")
    if country and country[1].code == entry.get("country"):
        return replace(own, end=country[0], country=(end, country[0], country[1].code))
    return own


def _headed(line: Row, at: int, led: bool) -> Body | None:
    vocabulary = line.vocabulary
    match = vocabulary.heads.match(line.words, at)
    if match is None:
        return None
    start, entry = match
    medium = vocabulary.descriptors.match(line.words, at)
    if medium and medium[0] > start and not line.cap(start):
        return None  # "Kantor berita X": of "Kantor" nothing is told
    near = line.country(start)
    if near and vocabulary.armies.match(line.words, at):
        return _service(at, start, near)
    if near and vocabulary.powers.match(line.words, at):
        return None
    kind = "group" if entry.get("kind") == "movement" else "organisation"
    unit = bool(entry.values.get("unit"))
    body = Body(begin=at, end=start, kind=kind, rule=f"body:{entry.get('kind')}", unit=unit)
    office = vocabulary.offices.match(line.words, start)
    if entry.values.get("seat") and office:
        body = replace(body, end=office[0], held=(start, office[0]))
        country = line.country(office[0])
        return _of_country(body, office[0], country) if country else body
    if entry.get("kind") == "ministry" and not line.domain(start) and (field := _to_country(line, start)):
        body = replace(body, end=field)
    body = _grow(line, body, entry.get("kind"), led)
    letter = body.end == start + 1 and len(line.text(start)) == 1
    return replace(body, bare=True) if body.end == start or letter else body


def _grow(line: Row, body: Body, kind: str, led: bool) -> Body:
    """The body with the words of its name that stand behind the head noun."""
    at, aliases = body.end, list(body.aliases)
    while at - body.begin < LONGEST:
        country, bracket = line.country(at), line.abbreviation(at)
        if country:
            body = replace(body, country=(at, country[0], country[1].code))
            at = country[0]
            purpose = line.vocabulary.office_links.match(line.words, at)
            if purpose and purpose[1].values.get("field") and line.domain(purpose[0]):
                at = purpose[0] + 1  # "Observatorium Suriah untuk Hak …"
            elif not line.domain(at):
                break
        elif bracket and line.country(bracket):
            aliases.append((at + 1, bracket - 1))
            at = bracket
        else:
            step = _step(line, body, at, kind, led)
            if not step:
                break
            known = line.vocabulary.organisations.match(line.words, at)
            code = known[1].get("country") if known else ""
            body = replace(body, country=(at, at + step, code)) if code and not body.country else body
            at += step
    return replace(body, end=at, aliases=tuple(aliases))


def _of_country(body: Body, at: int, country: tuple[int, CountryMention]) -> Body:
    """The body with the country whose name stands behind it."""
    return replace(body, end=country[0], country=(at, country[0], country[1].code))


def _to_country(line: Row, at: int) -> int:
    """The place of the country behind a field that no list has: "Kementerian Unifikasi | Kenya"."""
    end = at
    while end - at < FIELD and line.cap(end) and not line.words[end].mark and not line.country(end):
        end += 1
    return end if end > at and line.country(end) else 0


def _step(line: Row, body: Body, at: int, kind: str, led: bool) -> int:
    """How many words from here on go on the name; 0 where it ends."""
    vocabulary, low = line.vocabulary, line.low(at)
    known = vocabulary.organisations.match(line.words, at)
    if known:
        return 0 if line.low(body.begin) in vocabulary.parts else known[0] - at
    region = vocabulary.regions.match(line.words, at)
    if region and low not in line.solo:
        return region[0] - at
    if line.text(at) == "," and line.domain(at - 1):
        return series(line, at)
    if (low in vocabulary.body_links or low in vocabulary.joins) and at > body.begin + 1:
        return _joined(line, body, at)
    if line.domain(at):
        return 1
    if not line.cap(at) or low in vocabulary.things or low in line.solo:
        return 0
    office = vocabulary.offices.match(line.words, at)
    others = (vocabulary.ranks, vocabulary.honorifics, vocabulary.heads)
    if (office and office[1].get("kind") == "office") or any(t.match(line.words, at) for t in others):
        return 0
    if kind in ("ministry", "forces"):
        return int(led and line.words[at].loud and border(line, at, needs=True) > at)
    if not led:
        return 1
    # A noun alone is no body: the first word behind it belongs to it whatever it is.
    return max(border(line, at + (at == body.end), needs=True) - at, int(at == body.end))


def series(line: Row, at: int) -> int:
    """How many words "Bidang Politik | , Hukum, dan Keamanan" goes on for; 0 where it does not."""
    end = at
    while line.text(end) == "," and line.domain(end + 1):
        end += 2
    end += line.text(end) == ","
    vocabulary, words = line.vocabulary, line.words
    other = vocabulary.heads.match(words, end + 1) or vocabulary.offices.match(words, end + 1)
    return end + 2 - at if line.low(end) in vocabulary.joins and line.domain(end + 1) and not other else 0


def _joined(line: Row, body: Body, at: int) -> int:
    """ "dan" goes on where a domain word follows; "untuk", "di" where an abbreviation closes the name."""
    vocabulary, low = line.vocabulary, line.low(at)
    if low in vocabulary.english_links:
        return 2 if line.cap(at + 1) else 0
    fits = line.domain(at + 1) or (line.cap(at + 1) and line.words[at + 1].loud and line.domain(at - 1))
    if fits and not vocabulary.heads.match(line.words, at + 1) and low not in vocabulary.inside:
        return 2
    end = at + 1
    while line.cap(end):
        end += 1
    return end - at if low not in vocabulary.joins and line.abbreviation(end) else 0


def _foreign(line: Row, at: int) -> Body | None:
    """A run of capitalised words with a foreign noun of bodies in it: "Nordic Shipyard Corporation"."""
    vocabulary = line.vocabulary
    if not line.foreign or not line.cap(at) or vocabulary.offices.match(line.words, at):
        return None
    if line.words[at].opens and line.low(at) in vocabulary.openers:
        return None
    end, last, linked = at, at, False
    while end - at < LONGEST:
        low = line.low(end)
        joins = end > at and (low in vocabulary.english_links or low == "&")
        other = low in vocabulary.things or (end > at and low in line.solo)
        if not joins and (not line.cap(end) or other):
            break
        if low in vocabulary.foreign and (end > at or line.low(at + 1) in vocabulary.english_links):
            last = end + 1
        linked = linked or (joins and last > at)
        end += 1
    # An occasion or a place may bear such a name too: "Ridgeway Air Force Base".
    words = {line.low(i) for i in range(at, end)}
    if last == at or words & vocabulary.occasions or line.low(last) in vocabulary.sites:
        return None
    return Body(begin=at, end=end if linked else last, rule="body:foreign")


def _armed(line: Row, at: int) -> Body | None:
    """ "pemberontak Houthi": the group's name behind a noun for armed groups."""
    vocabulary, end = line.vocabulary, at
    if not any((m := vocabulary.armed.match(line.words, n)) and m[0] == at for n in (at - 2, at - 1)):
        return None
    while line.cap(end) and not line.country(end) and line.low(at) not in vocabulary.things:
        end += 1
    return Body(begin=at, end=end, kind="group", rule="body:armed") if end > at else None


def _lower(line: Row, at: int) -> Body | None:
    """ "militer Korea Selatan": a service named by a common noun and its country."""
    match = line.vocabulary.lower.match(line.words, at)
    country = line.country(match[0]) if match else None
    return _service(at, match[0], country) if match and country else None


def _service(at: int, start: int, country: tuple[int, CountryMention]) -> Body:
    own = (start, country[0], country[1].code)
    return Body(begin=at, end=country[0], country=own, rule="body:service", weak=True)


def _introduced(line: Row, body: Body) -> Body:
    """The body with the short forms that the bracket behind it introduces: "X (ABBR)"."""
    bracket = line.abbreviation(body.end)
    if bracket is None:
        return body
    edges = [body.end, *(i for i in range(body.end, bracket) if line.text(i) in ("/", ",")), bracket - 1]
    parts = [(a + 1, b) for a, b in itertools.pairwise(edges)]
    return replace(body, aliases=(*body.aliases, *parts))
