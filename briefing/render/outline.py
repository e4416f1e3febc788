"""Which sections a brief has, in which order: an empty one is left out, and the reason told."""

from __future__ import annotations

from collections.abc import Callable

from briefing.compose.editions import Edition
from briefing.errors import SettingError
from briefing.model import ActorKind, Brief, NoteKind, Outcome, record
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


_Has = Callable[[Brief, Edition], bool]

# Id, title, whether the brief has it, and what to say where it has not.
_SECTIONS: tuple[tuple[str, str, _Has, str], ...] = (
    ("front", "Bottom line", lambda b, e: bool(b.front), "No line for the front page was found."),
    ("judgements", "Key judgements", lambda b, e: standards.has(b, NoteKind.JUDGEMENTS), ""),
    (
        "stories",
        "Main stories",
        lambda b, e: bool(e.stories or e.singles or e.said),
        "No matter is told in two articles or more.",
    ),
    ("voices", "Who said what", lambda b, e: bool(b.statements), "No statements were found."),
    ("events", "What happened", lambda b, e: bool(b.events), "No events were found."),
    ("military", "Military picture", lambda b, e: bool(b.military), "No military details were found."),
    (
        "differences",
        "Where sources differ",
        lambda b, e: bool(b.differences),
        "No differing figures or denials were found by rule.",
    ),
    ("chronology", "Chronology", lambda b, e: bool(b.chronology), "No dates were found."),
    (
        "people",
        "Who is who",
        lambda b, e: any(v.role and v.kind is ActorKind.PERSON for v in b.voices),
        "No source names a person with an office.",
    ),
    ("assumptions", "Assumptions", lambda b, e: standards.has(b, NoteKind.ASSUMPTIONS), ""),
    ("outlook", "Outlook", lambda b, e: standards.has(b, NoteKind.OUTLOOK), ""),
    ("gaps", "Gaps", lambda b, e: standards.has(b, NoteKind.GAPS), ""),
    ("digests", "Digest of each article", lambda b, e: bool(b.digests), "No article could be summarised."),
    ("sources", "Sources", lambda b, e: bool(b.sources), "There are no sources."),
    ("method", "Method and limits", lambda b, e: True, ""),
    (
        "problems",
        "What could not be read",
        lambda b, e: bool(b.problems) or any(i.outcome is not Outcome.READ for i in b.inputs),
        "Every input was read without trouble.",
    ),
    ("annex", "Annex: source texts", lambda b, e: bool(b.sources), ""),
)

# What an edition prints, in order.
_EDITIONS = {
    "brief": (
        *("front", "judgements", "stories", "military", "chronology", "people"),
        *("assumptions", "outlook", "gaps", "sources", "method", "problems", "annex"),
    ),
    "full": (
        *("front", "judgements", "events", "voices", "military", "differences", "chronology"),
        *("assumptions", "outlook", "gaps", "digests", "sources", "method", "problems", "annex"),
    ),
    "page": ("front", "judgements", "sources"),
}

# What the brief edition has of these sections, where it has less of them than the record.
_SHORT: dict[str, _Has] = {
    "military": lambda b, e: bool(e.military),
    "chronology": lambda b, e: bool(e.chronology),
    "people": lambda b, e: bool(e.people),
    "problems": lambda b, e: bool(e.problems),
}


def outline(
    brief: Brief, labels: Labels, edition: Edition, theme: Theme | None = None
) -> tuple[tuple[Section, ...], tuple[str, ...]]:
    """The sections that the brief has, numbered, and a line for each that it has not.

    The theme's option `sections` chooses and orders them; its own sections have a template and a
    title (`titles` in `theme.toml`) and are always there.
    """
    ours = {section[0]: section for section in _SECTIONS}
    own = theme.titles if theme else {}
    wanted = _wanted(theme, (*ours, *own)) or list(ours)
    chosen = [ours.get(id_) or (id_, own[id_], lambda b, e: True, "") for id_ in wanted]
    short = _SHORT if theme and theme.options.get("edition") == "brief" else {}
    present = [(id_, title) for id_, title, has, _ in chosen if short.get(id_, has)(brief, edition)]
    # Of a version with something left out nobody can say that it had no trouble.
    absent = [
        why
        for id_, _, has, why in chosen
        if why and not has(brief, edition) and not (brief.withheld and id_ == "problems")
    ]
    sections = tuple(
        Section(id=id_, number=n, title=labels.text(title)) for n, (id_, title) in enumerate(present, start=1)
    )
    return sections, tuple(labels.text(why) for why in absent)


def _wanted(theme: Theme | None, known: tuple[str, ...]) -> list[str]:
    """The sections that the theme's options ask for, in order; none named means those of its edition."""
    if theme is None:
        return []
    of_edition = _EDITIONS[str(theme.options.get("edition", "full"))]
    wanted = theme.options.get("sections") or list(of_edition)
    for id_ in wanted:
        if id_ not in known:
            near = nearest(id_, known)
            hint = f"The nearest is {near!r}" if near else f"There are: {', '.join(known)}"
            raise SettingError(f"there is no section {id_!r}", where="theme_options.sections", hint=hint)
        if wanted.count(id_) > 1:  # its anchors would stand on the page twice, and links lead anywhere
            hint = "Name each section once"
            raise SettingError(f"{id_!r} is named twice", where="theme_options.sections", hint=hint)
    if theme.options.get("edition") == "page":  # no more than fits; a theme's own sections may stand on it
        ours = {id_ for sections in _EDITIONS.values() for id_ in sections}
        wanted = [id_ for id_ in wanted if id_ in of_edition or id_ not in ours]
    return [id_ for id_ in wanted if id_ != "annex" or theme.options.get("annex") != "none"]
