"""Which sections a brief has, in which order: an empty one is left out, and the reason told."""

from __future__ import annotations

from collections.abc import Callable

from briefing.errors import SettingError
from briefing.model import Brief, NoteKind, record
from briefing.render import standards
from briefing.render.catalogue import Labels
from briefing.render.missing import nearest
from briefing.render.themes import Theme


@record
class Section:
    """A section: its template is `sections/<id>.html.j2`."""

    id: str
    number: int
    title: str


# Id, title, whether the brief has it, and what to say where it has not.
_SECTIONS: tuple[tuple[str, str, Callable[[Brief], bool], str], ...] = (
    (
        "bottom-line",
        "Bottom line",
        lambda b: bool(b.bottom_line),
        "No statement with a named speaker was found.",
    ),
    ("judgements", "Key judgements", lambda b: standards.has(b, NoteKind.JUDGEMENTS), ""),
    ("voices", "Who said what", lambda b: bool(b.statements), "No statements were found."),
    ("military", "Military picture", lambda b: bool(b.military), "No military details were found."),
    (
        "differences",
        "Where sources differ",
        lambda b: bool(b.differences),
        "No differing figures or denials were found by rule.",
    ),
    ("chronology", "Chronology", lambda b: bool(b.chronology), "No dates were found."),
    ("assumptions", "Assumptions", lambda b: standards.has(b, NoteKind.ASSUMPTIONS), ""),
    ("outlook", "Outlook", lambda b: standards.has(b, NoteKind.OUTLOOK), ""),
    ("gaps", "Gaps", lambda b: standards.has(b, NoteKind.GAPS), ""),
    ("digests", "Digest of each article", lambda b: bool(b.digests), "No article could be summarised."),
    ("sources", "Sources", lambda b: bool(b.sources), "There are no sources."),
    ("method", "Method and limits", lambda b: True, ""),
    (
        "problems",
        "What could not be read",
        lambda b: bool(b.problems),
        "Every input was read without trouble.",
    ),
    ("annex", "Annex: source texts", lambda b: bool(b.sources), ""),
)


def outline(
    brief: Brief, labels: Labels, theme: Theme | None = None
) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """The sections that the brief has, numbered, and a line for each that it has not.

    The theme's option `sections` chooses and orders them; its own sections have a template and a
    title (`titles` in `theme.toml`) and are always there.
    """
    ours = {section[0]: section for section in _SECTIONS}
    own = theme.titles if theme else {}
    wanted = _wanted(theme, (*ours, *own)) or list(ours)
    chosen = [ours.get(id_) or (id_, own[id_], lambda b: True, "") for id_ in wanted]
    present = [(id_, title) for id_, title, has, _ in chosen if has(brief)]
    # Of a version with something left out nobody can say that it had no trouble.
    absent = [
        why
        for id_, _, has, why in chosen
        if why and not has(brief) and not (brief.withheld and id_ == "problems")
    ]
    sections = tuple(
        Section(id=id_, number=n, title=labels.text(title)) for n, (id_, title) in enumerate(present, start=1)
    )
    return sections, tuple(labels.text(why) for why in absent)


def _wanted(theme: Theme | None, known: tuple[str, ...]) -> list[str]:
    """The sections that the theme's options ask for, in order; none named means all of ours."""
    if theme is None:
        return []
    wanted = theme.options.get("sections") or [id_ for id_ in known if id_ not in theme.titles]
    for id_ in wanted:
        if id_ not in known:
            near = nearest(id_, known)
            hint = f"The nearest is {near!r}" if near else f"There are: {', '.join(known)}"
            raise SettingError(f"there is no section {id_!r}", where="theme_options.sections", hint=hint)
        if wanted.count(id_) > 1:  # its anchors would stand on the page twice, and links lead anywhere
            hint = "Name each section once"
            raise SettingError(f"{id_!r} is named twice", where="theme_options.sections", hint=hint)
    return [id_ for id_ in wanted if id_ != "annex" or theme.options.get("annex", True)]
