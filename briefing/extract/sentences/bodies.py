"""Names of bodies: known ones, and unknown ones by their head noun ("Kementerian X", "X Corporation")."""

from __future__ import annotations

import itertools
from dataclasses import replace

from briefing.extract.sentences.chunks import Body, Row
from briefing.extract.sentences.names import border

LONGEST = 9
LINE = 4
"""Words of an armed group's name behind its noun at most."""


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
    found = found or (_lower(line, at) if listed else None)
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
    if line.low(at - 1) in ("(", "/") or line.text(end) == ")":
        return own
    # The United Nations behind the name of one of their bodies: "Badan Energi Atom Internasional PBB".
    united = vocabulary.organisations.match(line.words, end)
    if united and united[1].values.get("umbrella") and united[1] is not entry and line.text(end - 1) != ")":
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
    near = line.country(start)
    if entry.get("kind") == "forces" and line.words[at].loud and start == at + 1 and not near:
        return None
    if vocabulary.armies.match(line.words, at):
        if vocabulary.organisations.match(line.words, start):
            return None
        if near:
            own = (start, near[0], near[1].code)
            return Body(begin=at, end=near[0], country=own, rule="body:service", weak=True)
    if vocabulary.powers.match(line.words, at) and near:
        return None
    kind = "group" if entry.get("kind") == "movement" else "organisation"
    unit = bool(entry.values.get("unit"))
    body = Body(begin=at, end=start, kind=kind, rule=f"body:{entry.get('kind')}", unit=unit)
    office = vocabulary.offices.match(line.words, start)
    if entry.values.get("seat") and office:
        body = replace(body, end=office[0], held=(start, office[0]))
        country = line.country(office[0])
        if country:
            return replace(body, end=country[0], country=(office[0], country[0], country[1].code))
        return body
    body = _grow(line, body, entry.get("kind"), led)
    letter = body.end == start + 1 and len(line.text(start)) == 1
    return replace(body, bare=True) if body.end == start or letter else body


def _grow(line: Row, body: Body, kind: str, led: bool) -> Body:
    """The body with the words of its name that stand behind the head noun."""
    at, aliases = body.end, list(body.aliases)
    while at < len(line.words) and at - body.begin < LONGEST:
        country, bracket = line.country(at), line.abbreviation(at)
        if country:
            body = replace(body, country=(at, country[0], country[1].code))
            at = country[0]
            purpose = line.vocabulary.office_links.match(line.words, at)
            if purpose and purpose[1].values.get("field") and line.domain(purpose[0]):
                at = purpose[0] + 1
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
    if not line.cap(at) or low in vocabulary.things or line.words[at].mark:
        return 0
    if low in line.solo:
        return 0
    office = vocabulary.offices.match(line.words, at)
    if vocabulary.ranks.match(line.words, at) or (office and office[1].get("kind") == "office"):
        return 0
    if vocabulary.honorifics.match(line.words, at) or vocabulary.heads.match(line.words, at):
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
    goes_on = line.low(end) in line.vocabulary.joins and line.domain(end + 1)
    other = line.vocabulary.heads.match(line.words, end + 1)
    return end + 2 - at if goes_on and not other else 0


def _joined(line: Row, body: Body, at: int) -> int:
    """ "dan" goes on where a domain word follows; "untuk", "di" where an abbreviation closes the name."""
    vocabulary, low = line.vocabulary, line.low(at)
    if low in vocabulary.english_links:
        return 2 if line.cap(at + 1) else 0
    head = vocabulary.heads.match(line.words, at + 1)
    fits = line.domain(at + 1) or (line.cap(at + 1) and line.words[at + 1].loud and line.domain(at - 1))
    if fits and not head and low not in vocabulary.inside:
        return 2
    if low in vocabulary.joins or not line.cap(at + 1):
        return 0
    end = at + 1
    while end - at < LONGEST and (line.cap(end) or line.low(end) in vocabulary.body_links):
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
        joining = line.low(end) in vocabulary.english_links or line.low(end) == "&"
        ahead = end + 1 + (line.low(end + 1) in vocabulary.english_links)
        joins = end > at and joining and line.cap(ahead)
        other = line.low(end) in vocabulary.things or (end > at and line.low(end) in line.solo)
        if not joins and (not line.cap(end) or other):
            break
        opens = end == at and line.low(at + 1) in vocabulary.english_links
        if line.low(end) in vocabulary.foreign and (end > at or opens):
            found, last = True, end + 1
        linked = linked or (joins and found)
        end += 1
    if not found or any(line.low(i) in vocabulary.occasions for i in range(at, end)):
        return None
    last = end if linked else last
    # A foreign name that one of these words closes is a place's: "Ridgeway Air Force Base".
    return None if line.low(last) in vocabulary.sites else Body(begin=at, end=last, rule="body:foreign")


def _armed(line: Row, at: int) -> Body | None:
    """ "pemberontak Houthi": the group's name behind a noun for armed groups."""
    if not line.cap(at) or line.country(at) or line.low(at) in line.vocabulary.things:
        return None
    armed = line.vocabulary.armed
    if not any((m := armed.match(line.words, begin)) and m[0] == at for begin in range(max(0, at - 2), at)):
        return None
    end = at + 1
    while line.cap(end) and not line.country(end) and end - at < LINE:
        end += 1
    return Body(begin=at, end=end, kind="group", rule="body:armed")


def _lower(line: Row, at: int) -> Body | None:
    """ "militer Korea Selatan": a service named by a common noun and its country."""
    match = line.vocabulary.lower.match(line.words, at)
    country = line.country(match[0]) if match else None
    if match is None or country is None or country[1].kind == "capital":
        return None
    own = (match[0], country[0], country[1].code)
    return Body(begin=at, end=country[0], country=own, rule="body:service", weak=True)


def _introduced(line: Row, body: Body) -> Body:
    """The body with the short form that the bracket behind it introduces: "X (ABBR)"."""
    bracket = line.abbreviation(body.end)
    if bracket is None or line.country(body.end + 1):
        return body
    inside = list(range(body.end + 1, bracket - 1))
    if any(line.words[i].text.isdecimal() for i in inside):
        return body
    edges = [body.end, *(i for i in inside if line.text(i) in ("/", ",")), bracket - 1]
    parts = [(a + 1, b) for a, b in itertools.pairwise(edges) if b > a + 1]
    return replace(body, aliases=(*body.aliases, *parts))
