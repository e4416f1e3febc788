"""What the user follows: words, actors and places with weights, for the choice of the front page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.dossier.sentences import Sentence
from briefing.model import Brief

Interests = Sequence[tuple[str, float]]
"""What is followed, and by how much it counts for more (2.0) or less (0.5)."""


class Followed:
    """The interests as they are found in a brief: an actor by any name that its sources give him."""

    def __init__(self, interests: Interests, brief: Brief) -> None:
        self.patterns: list[tuple[re.Pattern[str], float]] = []
        for words, weight in interests:
            names = {words}
            for voice in brief.voices:
                forms = {voice.name.value, *(also.value for also in voice.also)}
                if words.casefold() in {form.casefold() for form in forms}:
                    names |= forms
            either = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
            self.patterns.append((re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE), weight))

    def weight(self, sentence: Sentence) -> float:
        """By how much a sentence counts for more: the weights of all that is found in it, multiplied."""
        found = 1.0
        for pattern, weight in self.patterns:
            found *= weight if pattern.search(sentence.text) else 1.0
        return found
