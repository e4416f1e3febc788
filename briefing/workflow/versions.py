"""A version of a brief as mail: what may be in it, in whose language, with which files beside it."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Mapping
from dataclasses import replace

from briefing import workflow
from briefing.deliver.headers import clean
from briefing.deliver.message import Attachment, Content, Picture, content_bytes
from briefing.model import Brief, record
from briefing.settings import Settings
from briefing.settings.standards import weights
from briefing.workflow.recipients import Kind
from briefing.workflow.titles import titled

TYPES = {"pdf": "application/pdf", "json": "application/json", "md": "text/markdown"}
PDF = "pdf"
BODIES = ("email", "email text")
"""The names of the two bodies among the formats (render.MAIL)."""


@record
class Version:
    """What a kind of recipients gets: the brief as it is for them, the content, and the subject's fields."""

    brief: Brief
    content: bytes
    fields: Mapping[str, str]

    def line(self, template: str) -> str:
        """A line with its fields filled in, on one line whatever is in them."""
        return clean(template.format_map(self.fields))

    def subject(self, template: str) -> str:
        """The subject: the marking first in any case, and once."""
        marking = clean(self.brief.marking)
        named = re.compile(rf"(?<![\w:+]){re.escape(marking)}(?![\w+])")
        line = self.line(template)
        first = named.match(line)
        rest = line[first.end() :] if first else f" {line}"
        once = re.sub(rf"\s*[\[(]?{named.pattern}[\])]?", "", rest).rstrip(" -–—|:,/")
        return clean(f"{marking}{once}")


def version(brief: Brief, kind: Kind, settings: Settings) -> Version:
    """The version of a brief for a kind of recipients, verified.

    Raises MarkingError where the brief as a whole may not reach them.
    """
    from briefing import compose
    from briefing.render.mail import SHORTENED, mail_pictures

    if kind.ceiling:
        brief = compose.withhold(brief, kind.ceiling, weights(settings.interests))
    workflow.check(brief)
    language = kind.language or brief.language
    named = titled(brief, language, settings.labels)
    stem = f"{named.title} {brief.date}"
    themed = replace(settings, theme=kind.theme)
    bodies = workflow.rendered(brief, BODIES, stem="", settings=themed, language=language)
    html, text = bodies[f".{BODIES[0]}"], bodies[f".{BODIES[1]}"]
    attached = settings.email.attach
    if attached:
        workflow.check_formats(attached)
    if html.endswith(SHORTENED) and PDF not in attached:
        attached = (*attached, PDF)
    files = workflow.rendered(brief, attached, stem="", settings=settings, language=language)
    content = Content(
        text=text.decode(),
        html=html.decode(),
        language=language,
        pictures=tuple(
            Picture(name=p.name, png=p.png)
            for p in mail_pictures(
                html,
                brief,
                language=language,
                catalogues=settings.labels,
                full=settings.edition == "full",
            )
        ),
        attachments=tuple(
            Attachment(name=f"{stem}{ending}", media_type=_type(ending), data=data)
            for ending, data in files.items()
        ),
    )
    return Version(brief=named, content=content_bytes(content), fields=_fields(named, language, settings))


def _type(ending: str) -> str:
    guessed, _ = mimetypes.guess_type(f"brief{ending}")
    return TYPES.get(ending.removeprefix(".")) or guessed or "application/octet-stream"


def _fields(brief: Brief, language: str, settings: Settings) -> Mapping[str, str]:
    """What the templates of subject and sender may name (settings.email.SUBJECT_FIELDS)."""
    from briefing.render.catalogue import labels
    from briefing.render.filters import filters

    day = filters(brief, labels(language, settings.labels))["day"]
    return {
        "title": brief.title,
        "number": brief.number,
        "date": brief.date,
        "day": day(brief.date),
        "marking": brief.marking,
        "articles": str(len(brief.sources)),
        "prepared_by": brief.prepared_by or "",
        "prepared_for": brief.prepared_for or "",
    }
