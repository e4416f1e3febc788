"""Claims: somebody's words or position as the article gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.lexicon import Lexicon
from briefing.model import Findings

if TYPE_CHECKING:
    from spacy.tokens import Doc


def claims(doc: Doc, lexicon: Lexicon, found: Findings) -> Findings:
    """The findings with the claims of the article, in reading order."""
    return found
