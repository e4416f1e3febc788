"""What of an analyst's edits goes with a version of the brief for those who may read less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from briefing.model import Action, Brief, Citation, Edit, Field, Voice

_ID = re.compile(r"([a-z])(\d{1,9})(-.+)")


def left_of(brief: Brief, numbers: Mapping[int, int]) -> Brief:
    """The brief with the edits that are of sources with these old numbers, by their new ones.

    Reasons stay behind: what an analyst writes there may tell of what is withheld. So does a speaker whom
    only his judgement names, where no source that is left does.
    """
    if not brief.edits:
        return brief
    nameless = {
        edit.lines[0]
        for edit in brief.edits
        if edit.judged and edit.field is Field.SPEAKER and not _named(brief, edit, numbers)
    }
    statements = tuple(
        replace(s, entity=None, speaker=None, named=None) if s.id in nameless else s for s in brief.statements
    )
    voices = tuple(
        replace(v, statements=tuple(s for s in v.statements if s not in nameless)) for v in brief.voices
    )
    edits = [e for e in brief.edits if not (e.field is Field.SPEAKER and e.lines[0] in nameless)]
    kept = tuple(one for edit in edits for one in _edit(edit, numbers))
    return replace(brief, statements=statements, voices=voices, edits=kept)


def _named(brief: Brief, edit: Edit, numbers: Mapping[int, int]) -> bool:
    """Whether a source that is left has the name of whom the analyst holds to speak."""

    def names(voice: Voice) -> set[str]:
        return {c.value for c in (voice.name, *voice.also) if c.citation.source in numbers}

    return any(edit.value in names(voice) for voice in brief.voices)


def _edit(edit: Edit, numbers: Mapping[int, int]) -> Iterator[Edit]:
    ids = tuple(new for id_ in edit.lines if (new := _id(id_, numbers)))
    first_gone = _id(edit.lines[0], numbers) is None and edit.action in {Action.SPLIT, Action.MERGE}
    if ids and not first_gone:
        cited = tuple(_moved(c, numbers) for c in edit.cited if c.source in numbers)
        yield replace(edit, lines=ids, cited=cited, reason="")


def _id(id_: str, numbers: Mapping[int, int]) -> str | None:
    """The id by the new number of its source; none where that is withheld."""
    match = _ID.fullmatch(id_)
    number = numbers.get(int(match[2])) if match else None
    return f"{match[1]}{number}{match[3]}" if match and number else None


def _moved(citation: Citation, numbers: Mapping[int, int]) -> Citation:
    return replace(citation, source=numbers[citation.source])
