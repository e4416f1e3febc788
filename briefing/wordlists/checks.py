"""Which reading tries the examples of a word list: the name in its `[about] checks`, and a checker for it.

A checker answers whether an entry does its work in a text. `briefing lexicon` and the tests run every
`example` (it must) and every `not` (it must not) through it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefing.dossier.agreement import fires as agreement
from briefing.dossier.sourcing import fires as handovers
from briefing.dossier.standing import fires as front
from briefing.extract.events.military import fires as military
from briefing.extract.summary import fires as summary
from briefing.language.detection import fires as languages
from briefing.language.sentences import fires as abbreviations
from briefing.lexicon import Entry
from briefing.lexicon.dates import fires as dates
from briefing.lexicon.headings import fires as sections
from briefing.lexicon.numbers import fires as numbers
from briefing.lint import fires as estimates
from briefing.sources.clean import fires as boilerplate
from briefing.sources.datelines import fires as outlets
from briefing.sources.head import fires as bylines
from briefing.sources.metadata import fires as metadata
from briefing.sources.names import fires as newsrooms
from briefing.sources.published import fires as dating
from briefing.sources.titles import fires as titles
from briefing.sources.webpage import fires as pages
from briefing.wordlists.examples import countries
from briefing.wordlists.examples import fires as names
from briefing.wordlists.happenings import fires as events
from briefing.wordlists.reports import fires as claims
from briefing.wordlists.vouching import fires as status

CHECKERS: Mapping[str, Callable[[Entry, str], bool]] = {
    "abbreviations": abbreviations,
    "agreement": agreement,
    "boilerplate": boilerplate,
    "bylines": bylines,
    "claims": claims,
    "countries": countries,
    "dates": dates,
    "dating": dating,
    "estimates": estimates,
    "events": events,
    "front": front,
    "handovers": handovers,
    "languages": languages,
    "metadata": metadata,
    "military": military,
    "names": names,
    "newsrooms": newsrooms,
    "numbers": numbers,
    "outlets": outlets,
    "pages": pages,
    "sections": sections,
    "status": status,
    "summary": summary,
    "titles": titles,
}
