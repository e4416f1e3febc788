"""How an article was read, line by line, for `briefing read --why`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.model import Findings
from briefing.settings import Settings

if TYPE_CHECKING:
    from briefing.extract.claims import Trace


def traces(findings: Findings, *, settings: Settings) -> tuple[Trace, ...]:
    """The traces of an article's claims: read anew, from the actors that were found in it."""
    from briefing import language, lexicon
    from briefing.extract.claims import trace

    article = findings.article
    if article.language not in language.supported():
        return ()
    return trace(language.read(article), lexicon.load(article.language, settings.lexicon), findings)
