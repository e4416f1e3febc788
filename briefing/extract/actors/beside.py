"""The offices that stand beside names, and what they tell: the role in words, the country.

"OFFICE NAME", "OFFICE, NAME", "NAME, OFFICE", "NAME (OFFICE)", "NAME selaku OFFICE"; an office within an
office belongs to the first of two names ("penasihat Presiden X, Y").
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.extract.sentences.chunks import Body, Chunk, ChunkKind, Office, Row
from briefing.extract.sentences.vocabulary import spelled
from briefing.model import record

NEXT = frozenset({"selaku", "sebagai", "adalah", "merupakan", "yaitu"})


@record
class Told:
    """A value that the words beside a name tell, and where they tell it (offsets in the article)."""

    value: str
    start: int
    end: int
    rule: str


def office_of(line: Row, parts: Sequence[Chunk], at: int) -> tuple[Office | None, str]:
    """The office that the words around a name give its holder, and the rule that says so."""
    left = at - 1
    while left >= 0 and parts[left].kind is ChunkKind.RANK:
        left -= 1
    near = parts[left] if left >= 0 else None
    if near and near.kind is ChunkKind.OFFICE and near.office:
        return (_inner(near.office) if _outer_follows(line, parts, at) else near.office), "person:role-before"
    if near and near.body and near.body.held:
        return _held(line, near.body), "person:role-in-body"
    if near and line.text(near.begin) in (",", "(") and left > 0:
        found = _before_comma(line, parts, left)
        if found:
            return found, "person:role-before"
    after = _after(line, parts, at)
    return (after, "person:role-after") if after else (None, "")


def _outer_follows(line: Row, parts: Sequence[Chunk], at: int) -> bool:
    """ "penasihat Presiden Boric, Tomas Ibarra, mengatakan": the outer office is the second name's."""
    office = next((p.office for p in reversed(parts[:at]) if p.kind is not ChunkKind.RANK), None)
    return bool(office and office.inner)


def _inner(office: Office) -> Office:
    if office.inner is None:
        return office
    begin, end, entry = office.inner
    return Office(begin=begin, end=office.end, role=(begin, end), entry=entry, country=office.country)


def _held(line: Row, body: Body) -> Office | None:
    if body.held is None:
        return None
    begin, end = body.held
    match = line.vocabulary.offices.match(line.words, begin)
    return Office(begin=begin, end=end, role=(begin, end), entry=match[1]) if match else None


def _before_comma(line: Row, parts: Sequence[Chunk], comma: int) -> Office | None:
    """The office in "OFFICE, NAME", "OFFICE, Kremlin, NAME" or "OFFICE NAME1, NAME"."""
    near = parts[comma - 1]
    if near.kind is ChunkKind.OFFICE:
        taken = (
            comma >= 3
            and line.text(parts[comma - 2].begin) == ","
            and parts[comma - 3].kind is ChunkKind.NAME
        )
        return None if taken and not _listed(line, parts, comma) else near.office
    if (
        near.kind in (ChunkKind.COUNTRY, ChunkKind.BODY)
        and comma >= 3
        and line.text(parts[comma - 2].begin) == ","
    ):
        office = parts[comma - 3].office
        return office if parts[comma - 3].kind is ChunkKind.OFFICE else None
    if near.kind is ChunkKind.NAME and comma >= 2 and line.text(parts[comma].begin) == ",":
        office = parts[comma - 2].office
        return office if office and (office.inner or served(line, parts, comma - 1)) else None
    return None


def served(line: Row, parts: Sequence[Chunk], at: int) -> bool:
    """ "pengacara X, Y, mengatakan": the office before X is that of Y, who serves X."""
    office = parts[at - 1].office if at else None
    if not office or not office.entry.values.get("serves") or at + 3 >= len(parts):
        return False
    comma, other, behind = parts[at + 1], parts[at + 2], line.text(parts[at + 3].begin)
    if line.text(comma.begin) != "," or other.kind is not ChunkKind.NAME or other.end - other.begin < 2:
        return False
    listed = parts[at + 4].kind is ChunkKind.NAME if at + 4 < len(parts) else False
    return (behind == "," and not listed and line.low(parts[at + 3].end) not in ("dan", "serta")) or (
        line.vocabulary.verbs.match(line.words, other.end) is not None
    )


def _listed(line: Row, parts: Sequence[Chunk], comma: int) -> bool:
    """In "X, Menlu Rusia, Y" the office is X's, unless X has one before ("Presiden X, Menlu Rusia, Y")."""
    return comma >= 4 and parts[comma - 4].kind in (ChunkKind.OFFICE, ChunkKind.RANK)


def _after(line: Row, parts: Sequence[Chunk], at: int) -> Office | None:
    """The office behind a name: "NAME, OFFICE", "NAME (OFFICE)", "NAME selaku OFFICE"."""
    step = _past_bracket(line, parts, at + 1)
    if step >= len(parts):
        return None
    mark = line.text(parts[step].begin)
    if mark not in (",", "(", "–", "-", "—") and line.low(parts[step].begin) not in NEXT:
        return None
    step += 1
    while step < len(parts) and line.low(parts[step].begin) in line.vocabulary.links:
        step += 1
    if step >= len(parts) or parts[step].kind is not ChunkKind.OFFICE:
        return None
    behind = parts[step + 1] if step + 1 < len(parts) else None
    if behind and behind.kind in (ChunkKind.NAME, ChunkKind.RANK) and not closing(line, parts, step):
        return None
    return parts[step].office


def closing(line: Row, parts: Sequence[Chunk], at: int) -> bool:
    """Whether an office behind a speaker ends the sentence with the name of what it belongs to.

    "kata NAME, juru bicara NAME." tells the first one's office; the second is no holder of it.
    """
    if at < 3 or at + 1 >= len(parts) or parts[at].kind is not ChunkKind.OFFICE:
        return False
    if parts[at + 1].kind is not ChunkKind.NAME or line.text(parts[at + 1].end) not in (".", ""):
        return False
    named, comma = parts[at - 2], parts[at - 1]
    said = line.vocabulary.roots.match(line.words, named.begin - 1)
    return named.kind is ChunkKind.NAME and line.text(comma.begin) == "," and said is not None


def _past_bracket(line: Row, parts: Sequence[Chunk], at: int) -> int:
    """Past "(37)" or "(Golkar)" behind a name."""
    if at < len(parts) and line.text(parts[at].begin) == "(":
        for end in range(at + 1, min(at + 5, len(parts))):
            if line.text(parts[end].begin) == ")":
                inside = parts[at + 1 : end]
                return at if any(p.kind is ChunkKind.OFFICE for p in inside) else end + 1
    return at


def span_of(line: Row, begin: int, end: int, rule: str) -> Told:
    """The words from one place to another as a value."""
    words = line.words[begin:end]
    return Told(value=spelled(words), start=words[0].start, end=words[-1].end, rule=rule)


def role_of(line: Row, office: Office, rule: str) -> Told:
    """The role as the article gives it, an abbreviated office in full ("Menlu" is "Menteri Luar Negeri")."""
    begin, end = office.role
    told = span_of(line, begin, end, rule.replace("person:", "role:"))
    if office.possessive and end - begin == 1:
        return Told(value=told.value[:-3], start=told.start, end=told.end - 3, rule=told.rule)
    full = office.entry.get("full")
    short = next((w for w in office.entry.words if told.value.casefold().startswith(w.casefold())), None)
    if full and short:
        return Told(value=full + told.value[len(short) :], start=told.start, end=told.end, rule=told.rule)
    return told


def country_of(line: Row, office: Office | None) -> Told | None:
    """The country that an office phrase names."""
    if office is None or office.country is None:
        return None
    begin, end, code = office.country
    return Told(value=code, start=line.words[begin].start, end=line.words[end - 1].end, rule="country:role")


def seat_of(line: Row, parts: Sequence[Chunk], at: int, office: Office | None) -> Told | None:
    """The country of an office that names none: its region's, or that of the office listed before it.

    "Gubernur Provinsi Kandahar" is Afghanistan's; in "Kepala Angkatan Bersenjata Peru, Kepala
    Angkatan Udara NAME" the second office is the same country's.
    """
    if office is None:
        return None
    for begin in range(office.begin + 1, office.end):
        region = line.vocabulary.regions.match(line.words, begin)
        if region and region[0] <= office.end and line.low(begin) not in line.solo:
            code = region[1].get("country")
            told = span_of(line, begin, region[0], "country:region")
            return Told(value=code, start=told.start, end=told.end, rule=told.rule) if code else None
    left = at - 1
    while left >= 0 and parts[left].kind is ChunkKind.RANK:
        left -= 1
    if left < 2 or parts[left].office is not office or line.text(parts[left - 1].begin) != ",":
        return None
    return country_of(line, parts[left - 2].office)


def beside(line: Row, parts: Sequence[Chunk], at: int) -> bool:
    """Whether a name stands on either side of an office."""
    named = (ChunkKind.NAME, ChunkKind.RANK)
    if any(p.kind in named for p in parts[at + 1 : at + 2]):
        return True
    after = parts[at + 1 : at + 3]
    if len(after) > 1 and line.text(after[0].begin) in (",", "(") and after[1].kind in named:
        return True
    before = parts[max(0, at - 2) : at]
    return len(before) > 1 and line.text(before[1].begin) == "," and before[0].kind is ChunkKind.NAME
