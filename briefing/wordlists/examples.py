"""The checkers of the word lists that actors are read by: does an entry do its work in a text?

Each is tried on the chunks that the text is cut into, so that an example fails when the reading
changes, not only when the word is gone. An entry that is not among ours is laid on top first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from briefing.extract.actors import actors
from briefing.extract.actors.people import people
from briefing.extract.actors.states import reads_as_country
from briefing.extract.sentences.chunks import Chunk, ChunkKind, Row
from briefing.extract.sentences.reading import Lines, example, example_lines
from briefing.lexicon import Entry, Lexicon, WordList, load
from briefing.lexicon.countries import countries as table
from briefing.model import Actor, ActorKind, Findings

Check = Callable[[Entry, str, Lexicon], bool]


def fires(entry: Entry, text: str) -> bool:
    """Whether an entry of a word list of names is read in the text as what it is."""
    lexicon = _with(entry)
    return CHECKS[Path(entry.where.split("#")[0]).stem](entry, text, lexicon)


def _with(entry: Entry) -> Lexicon:
    """Our lexicon, with the entry on top where it is not ours."""
    ours = load("id")
    name = Path(entry.where.split("#")[0]).stem
    if any(e.words == entry.words and e.values == entry.values for e in ours[name]):
        return ours
    return _laid(entry.where, entry.words, tuple(sorted((k, str(v)) for k, v in entry.values.items())))


@lru_cache(maxsize=4)
def _laid(where: str, words: tuple[str, ...], values: tuple[tuple[str, str], ...]) -> Lexicon:
    ours, name = load("id"), Path(where.split("#")[0]).stem
    own = Entry(words=words, values=dict(values), example=(), silent=(), where=where)
    base = ours[name]
    top = WordList(name=name, title=base.title, checks=base.checks, entries=(own, *base.entries))
    return Lexicon("id", {**ours.lists, name: top})


def _lows(entry: Entry) -> frozenset[str]:
    return frozenset(w.casefold() for w in entry.words)


def _chunks(lines: Lines, kind: ChunkKind) -> Iterator[tuple[Row, Chunk]]:
    return ((line, c) for line, parts in lines for c in parts if c.kind is kind)


def _text(line: Row, begin: int, end: int) -> str:
    return " " + " ".join(w.low for w in line.words[begin:end]) + " "


def _holds(line: Row, begin: int, end: int, entry: Entry) -> bool:
    """Whether some form of the entry stands among the words."""
    text = _text(line, begin, end)
    return any(f" {low} " in text for low in _lows(entry))


def _actors(text: str, lexicon: Lexicon) -> tuple[Actor, ...]:
    from briefing.language import read

    article = example(text)
    return actors(read(article), lexicon, Findings(article=article)).actors


def _role(entry: Entry, text: str, lexicon: Lexicon) -> bool:
    """An office: its phrase; an occupation: somebody's; what goes with one: a phrase that takes it in."""
    if entry.get("kind") == "title":
        roles = [p for p in people(example_lines(text, lexicon)) if p.role or p.rule == "person:kin"]
        return bool(roles) and any(low in text.casefold() for low in _lows(entry))
    for line, chunk in _chunks(example_lines(text, lexicon), ChunkKind.OFFICE):
        office = chunk.office
        if office and entry.get("kind") == "office" and office.entry.words == entry.words:
            return True
        inside = office and _holds(line, chunk.begin, office.role[1], entry)
        if inside and entry.get("kind") in ("prefix", "modifier"):
            return True
    return False


def _rank(entry: Entry, text: str, lexicon: Lexicon) -> bool:
    return any(
        c.kind is ChunkKind.RANK and after.kind is ChunkKind.NAME and _holds(line, c.begin, c.end, entry)
        for line, parts in example_lines(text, lexicon)
        for c, after in pairwise(parts)
    )


def _body(entry: Entry, text: str, lexicon: Lexicon) -> bool:
    lines = example_lines(text, lexicon)
    if entry.get("kind") == "descriptor":
        offices = _chunks(lines, ChunkKind.OFFICE)
        return any(c.office and c.office.body and _holds(line, c.begin, c.end, entry) for line, c in offices)
    bodies = [(line, c.body or (c.office and c.office.body)) for line, parts in lines for c in parts]
    if entry.get("kind") in ("occasion", "site", "power"):
        return not any(b for _, b in bodies) and any(
            _holds(line, 0, len(line.words), entry) for line, _ in lines
        )
    if entry.get("kind") == "armed":
        return any((b and b.rule == "body:armed") or (b and b.kind == "group") for _, b in bodies)
    if entry.get("kind") == "part":
        offices = _chunks(lines, ChunkKind.OFFICE)
        return any(c.office and _holds(line, *c.office.role, entry) for line, c in offices)
    return any(b and not b.bare and _holds(line, b.begin, b.end, entry) for line, b in bodies)


def _organisation(entry: Entry, text: str, lexicon: Lexicon) -> bool:
    """A body that becomes an actor: an outlet that only carries somebody's words does not."""
    kinds = (ActorKind.ORGANISATION, ActorKind.GROUP)
    forms = {f for a in _actors(text, lexicon) if a.kind in kinds for f in (a.name, *a.aliases)}
    return bool(forms & set(entry.words))


def _inside_office(entry: Entry, text: str, lexicon: Lexicon) -> bool:
    return any(
        _holds(line, c.begin, c.end, entry)
        for line, parts in example_lines(text, lexicon)
        for c in parts
        if c.kind in (ChunkKind.OFFICE, ChunkKind.BODY)
    )


def countries(entry: Entry, text: str) -> bool:
    """Whether a form of an entry of `countries.toml` is read in the text as its country names an actor."""
    if entry.get("kind") == "glued":
        return any(m.end < len(text) and text[m.end].isalpha() for m in table("id").find(text))
    rows = [(line, parts, at) for line, parts in example_lines(text, load("id")) for at in range(len(parts))]
    if entry.get("kind") == "place":
        return any(w in text for w in entry.words) and not any(parts[at].mention for _, parts, at in rows)
    for line, parts, at in rows:
        chunk = parts[at]
        held = (chunk.office.country if chunk.office else None) or (
            chunk.body.country if chunk.body else None
        )
        if held and held[2] == entry.get("code"):
            return True
        named = chunk.mention is not None and chunk.mention.code == entry.get("code")
        if named and reads_as_country(line, parts, at):
            return True
    return False


def _opener(entry: Entry, text: str, lexicon: Lexicon) -> bool:
    words = _chunks(example_lines(text, lexicon), ChunkKind.WORD)
    return any(line.words[c.begin].cap and _holds(line, c.begin, c.end, entry) for line, c in words)


def _person(entry: Entry, text: str, lexicon: Lexicon) -> bool:
    found = people(example_lines(text, lexicon))
    if entry.get("kind") in ("known", "surname", "nickname"):
        return any(p.name in entry.words for p in found)
    return any(set(p.low) & _lows(entry) for p in found)


def _pronoun(entry: Entry, text: str, lexicon: Lexicon) -> bool:
    """The word stands there; a capital behind a "place before" is no actor, a country in a war is one."""
    lines = example_lines(text, lexicon)
    if not any(_holds(line, 0, len(line.words), entry) for line, _ in lines):
        return False
    if entry.get("kind") not in ("place before", "war"):
        return True
    named = [
        reads_as_country(line, parts, at) for line, parts in lines for at, c in enumerate(parts) if c.mention
    ]
    return any(named) == (entry.get("kind") == "war")


CHECKS: Mapping[str, Check] = {
    "roles": _role,
    "ranks": _rank,
    "bodies": _body,
    "organisations": _organisation,
    "domains": _inside_office,
    "regions": _inside_office,
    "openers": _opener,
    "persons": _person,
    "pronouns": _pronoun,
}
