"""Colours of the pictures: told apart in black and white and with any colour vision, and never alone.

Whatever a colour says is said again by a shape, a dash or a word. The values for the dark page are
here beside those for paper, so that one test looks at both.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COLOURS: Mapping[str, str] = MappingProxyType({
    "ink": "#17212b", "muted": "#55616d", "rule": "#c8d0d8", "wash": "#eef2f6", "paper": "#ffffff",
    "deep": "#0a3d6b", "warm": "#d68a2e", "mark": "#17212b", "pale": "#d9e4ee",
    "critical": "#5f1a06", "supportive": "#2b67a3", "neutral": "#8a95a0",
    "land": "#e9e6df", "sea": "#f7fafc", "none": "none", "named": "#c9d6e2", "border": "#a9b2ba",
})  # fmt: skip
"""On paper, and on a web page in the light."""

DARK: Mapping[str, str] = MappingProxyType({
    "ink": "#e3e9ef", "muted": "#9dabb8", "rule": "#34414e", "wash": "#18222c", "paper": "#0f161d",
    "deep": "#a9d2f7", "warm": "#c77f2e", "mark": "#10171d", "pale": "#24384b",
    "critical": "#ffc9ad", "supportive": "#6ea4d8", "neutral": "#6a7682",
    "land": "#26313c", "sea": "#131c25", "none": "none", "named": "#3f566c", "border": "#55636f",
})  # fmt: skip
"""The same on a dark page; `common.css` of the theme may choose others."""

KINDS = ("deep", "warm", "paper")
"""Statement, military detail, publication: the chronology's marks."""

TONES = ("critical", "supportive", "neutral")
"""How a statement's act stands to those whom it names."""
