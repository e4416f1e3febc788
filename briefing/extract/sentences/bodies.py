"""Names of bodies: known ones, and unknown ones by their head noun ("Kementerian X", "X Corporation")."""

from __future__ import annotations

import itertools
from dataclasses import replace

from briefing.extract.sentences.chunks import PLACE, Body, Row
from briefing.extract.sentences.spacing import plural

LONGEST = 9
HEADED = 3
"""Words of an office before the body that it heads ("wakil ketua umum")."""
FULL_NAME = (2, 3)
"""Words of a full name."""
HOME = "ID"
"""A body known here, with another country behind it, is that country's ("Mahkamah Agung AS")."""
UNITED = "PBB"
"""The United Nations behind the name of one of their bodies ("Badan Energi Atom Internasional PBB")."""
JOINING = frozenset({"dan", "untuk", "di", "bagi", "atas"})
ENGLISH = frozenset({"of", "for", "and", "the", "on"})
LINKING = JOINING | ENGLISH
SITES = frozenset({"base", "station", "airport", "airfield"})
"""A foreign name that one of these closes is a place's ("Ridgeway Air Force Base")."""


def body_at(line: Row, at: int) -> Body | None:
    """The body that is named from here on, with its country and the abbreviation in brackets behind it."""
    if at not in line.bodies:
        line.bodies[at] = _body_at(line, at)
    return line.bodies[at]


def _body_at(line: Row, at: int) -> Body | None:
    listed = line.low(at) in line.vocabulary.starts
    found = (listed and (_known(line, at) or _headed(line, at))) or _foreign(line, at) or _armed(line, at)
    found = found or (_lower(line, at) if listed else None)
    return _introduced(line, found) if found and not found.bare else found


def _known(line: Row, at: int) -> Body | None:
    match = line.vocabulary.organisations.match(line.words, at)
    if match is None:
        return None
    end, entry = match
    local = line.low(end) in line.vocabulary.region_heads
    if line.domain(end) and not local and line.vocabulary.heads.match(line.words, at):
        return None
    if line.low(at - 1) in ("(", "/") or line.text(end) == ")":
        return Body(begin=at, end=end, entry=entry, kind=entry.get("kind"), rule="body:known")
    if line.text(end) == UNITED and UNITED not in line.text(at) and line.text(end - 1) != ")":
        return Body(begin=at, end=end + 1, entry=entry, kind=entry.get("kind"), rule="body:known")
    country = line.country(end)
    own = Body(begin=at, end=end, entry=entry, kind=entry.get("kind"), rule="body:known")
    abroad = country and entry.get("country") == HOME and country[1].code != HOME
    if country and (entry.values.get("ministry") or abroad):
        stop, mention = country
        return replace(own, end=stop, country=(end, stop, mention.code), entry=None, rule="body:ministry")
    region = line.vocabulary.regions.match(line.words, end + local)
    if region and entry.get("country") == HOME:
        return replace(own, end=region[0], entry=None, rule="body:regional")
    if country and country[1].code == entry.get("country"):
        return replace(own, end=country[0], country=(end, country[0], country[1].code))
    return own


def _headed(line: Row, at: int) -> Body | None:
    match = line.vocabulary.heads.match(line.words, at)
    if match is None:
        return None
    start, entry = match
    if entry.get("kind") == "forces" and line.words[at].loud and start == at + 1 and not line.country(start):
        return None
    if line.low(at) == "pasukan" and line.vocabulary.organisations.match(line.words, start):
        return None
    near = line.country(start)
    if near and line.low(at) in ("pasukan", "tentara", "otoritas"):
        end, mention = near
        own = Body(begin=at, end=end, country=(start, end, mention.code), rule="body:service", weak=True)
        return None if line.low(at) == "otoritas" else own
    kind = "group" if entry.get("kind") == "movement" else "organisation"
    body = Body(begin=at, end=start, kind=kind, rule=f"body:{entry.get('kind')}")
    office = line.vocabulary.offices.match(line.words, start)
    if line.low(at) == "kantor" and office:
        body = replace(body, end=office[0], held=(start, office[0]))
        country = line.country(office[0])
        if country:
            body = replace(body, end=country[0], country=(office[0], country[0], country[1].code))
        return body
    body = _grow(line, body, entry.get("kind"))
    letter = body.end == start + 1 and len(line.text(start)) == 1
    return replace(body, bare=True) if body.end == start or letter else body


def _grow(line: Row, body: Body, kind: str) -> Body:
    """The body with the words of its name that stand behind the head noun."""
    at, aliases = body.end, list(body.aliases)
    while at < len(line.words) and at - body.begin < LONGEST:
        country = line.country(at)
        if country:
            body = replace(body, country=(at, country[0], country[1].code))
            at = country[0]
            if line.low(at) in ("untuk", "bagi") and line.domain(at + 1) and not line.country(at + 1):
                at += 2
            elif not line.domain(at):
                break
            continue
        bracket = line.abbreviation(at)
        if bracket and line.country(bracket):
            aliases.append((at + 1, bracket - 1))
            at = bracket
            continue
        step = _step(line, body, at, kind)
        if not step:
            break
        at += step
    return replace(body, end=at, aliases=tuple(aliases))


def _step(line: Row, body: Body, at: int, kind: str) -> int:
    """How many words from here on go on the name; 0 where it ends."""
    vocabulary = line.vocabulary
    known = vocabulary.organisations.match(line.words, at)
    if known:
        return 0 if line.low(body.begin) in vocabulary.parts else known[0] - at
    region = vocabulary.regions.match(line.words, at)
    if region and line.low(at) not in line.solo:
        return region[0] - at
    if line.text(at) == "," and line.domain(at - 1):
        return series(line, at)
    if line.low(at) in LINKING and at > body.begin + 1:
        return _joined(line, body, at)
    if line.domain(at):
        return 1
    if not line.cap(at) or line.low(at) in vocabulary.things or line.words[at].mark:
        return 0
    if line.low(at) in line.solo or _after_region(line, body, at):
        return 0
    office = vocabulary.offices.match(line.words, at)
    if vocabulary.ranks.match(line.words, at) or (office and office[1].get("kind") == "office"):
        return 0
    if vocabulary.honorifics.match(line.words, at) or vocabulary.heads.match(line.words, at):
        return 0
    if _holder(line, body, at):
        return 0
    return 0 if kind in ("ministry", "forces") else 1


def _holder(line: Row, body: Body, at: int) -> bool:
    """Whether the name of an office's holder begins: "Kepala Kantor Staf Kepresidenan | Teten Masduki"."""
    office = any(
        (found := line.vocabulary.offices.match(line.words, start)) and found[0] == body.begin
        for start in range(max(0, body.begin - HEADED), body.begin)
    )
    if not (office and line.domain(at - 1)):
        return False
    end = at
    while line.cap(end) and not line.domain(end) and not line.country(end):
        end += 1
    within = line.vocabulary.heads.match(line.words, end) or any(plural(line.text(i)) for i in range(at, end))
    named = end - at in FULL_NAME and not within
    return named and line.text(end) != "(" and line.label(at, end) != PLACE


def series(line: Row, at: int) -> int:
    """How many words "Bidang Politik | , Hukum, dan Keamanan" goes on for; 0 where it does not."""
    end = at
    while line.text(end) == "," and line.domain(end + 1):
        end += 2
    end += line.text(end) == ","
    goes_on = line.low(end) == "dan" and line.domain(end + 1)
    other = line.vocabulary.heads.match(line.words, end + 1)
    return end + 2 - at if goes_on and not other else 0


def _after_region(line: Row, body: Body, at: int) -> bool:
    """Whether a region was named just before: "Dinas Pertanian Kota Kediri | Joko Lestari"."""
    return any(
        (m := line.vocabulary.regions.match(line.words, begin)) and m[0] == at
        for begin in range(max(body.begin + 1, at - 3), at)
    )


def _joined(line: Row, body: Body, at: int) -> int:
    """ "dan" goes on where a domain word follows; "untuk", "di" where an abbreviation closes the name."""
    if line.low(at) in ENGLISH:
        return 2 if line.cap(at + 1) else 0
    head = line.vocabulary.heads.match(line.words, at + 1)
    fits = line.domain(at + 1) or (line.cap(at + 1) and line.words[at + 1].loud and line.domain(at - 1))
    if line.low(at) in ("dan", "untuk") and fits and not head:
        return 2
    if line.low(at) == "dan" or not line.cap(at + 1):
        return 0
    end = at + 1
    while end < len(line.words) and end - at < LONGEST and (line.cap(end) or line.low(end) in JOINING):
        end += 1
    return end - at if line.abbreviation(end) else 0


def _foreign(line: Row, at: int) -> Body | None:
    """A run of capitalised words with a foreign noun of bodies in it: "Nordic Shipyard Corporation"."""
    vocabulary = line.vocabulary
    if not line.foreign or not line.cap(at) or vocabulary.offices.match(line.words, at):
        return None
    if line.words[at].opens and line.low(at) in vocabulary.openers:
        return None
    end, found, last, linked = at, False, at, False
    while end < len(line.words) and end - at < LONGEST:
        joining = line.low(end) in ENGLISH or line.low(end) == "&"
        ahead = end + 1 + (line.low(end + 1) == "the")
        joins = end > at and joining and line.cap(ahead)
        other = line.low(end) in vocabulary.things or (end > at and line.low(end) in line.solo)
        if not joins and (not line.cap(end) or other):
            break
        opens = end == at and line.low(at + 1) in ENGLISH
        if line.low(end) in vocabulary.foreign and (end > at or opens):
            found, last = True, end + 1
        linked = linked or (joins and found)
        end += 1
    if not found:
        return None
    last = end if linked else last
    if line.words[last - 1].low == "corporation" and end > last and not line.domain(last):
        last = min(end, last + 1)
    if line.low(last) in SITES:
        return None
    event = any(line.low(i) in ("expo", "forum", "show", "summit", "cup") for i in range(at, end))
    return None if event else Body(begin=at, end=last, rule="body:foreign")


def _armed(line: Row, at: int) -> Body | None:
    """ "pemberontak Houthi": the group's name behind a noun for armed groups."""
    if not line.cap(at) or line.country(at) or line.low(at) in line.vocabulary.things:
        return None
    armed = line.vocabulary.armed
    before = [m[0] for begin in range(max(0, at - 2), at) if (m := armed.match(line.words, begin))]
    if at not in before:
        return None
    end = at + 1
    while line.cap(end) and not line.country(end) and end - at < 4:
        end += 1
    return Body(begin=at, end=end, kind="group", rule="body:armed")


def _lower(line: Row, at: int) -> Body | None:
    """ "militer Korea Selatan": a service named by a common noun and its country."""
    match = line.vocabulary.lower.match(line.words, at)
    if match is None:
        return None
    country = line.country(match[0])
    if country is None or country[1].kind == "capital":
        return None
    end, mention = country
    return Body(begin=at, end=end, country=(match[0], end, mention.code), rule="body:service", weak=True)


def _introduced(line: Row, body: Body) -> Body:
    """The body with the short form that the bracket behind it introduces: "X (ABBR)"."""
    bracket = line.abbreviation(body.end)
    if bracket is None or line.country(body.end + 1):
        return body
    inside = list(range(body.end + 1, bracket - 1))
    cuts = [i for i in inside if line.text(i) in ("/", ",")]
    edges = [body.end, *cuts, bracket - 1]
    parts = [(a + 1, b) for a, b in itertools.pairwise(edges) if b > a + 1]
    if any(line.words[i].text.isdecimal() for i in inside):
        return body
    return replace(body, aliases=(*body.aliases, *parts))
