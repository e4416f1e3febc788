"""Why an article's claims were read as they were: row, cues, candidates, and the shape or the refusals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from briefing.cli.article import WIDTH_IN_A_PIPE
from briefing.cli.screen import visible
from briefing.model import Findings

if TYPE_CHECKING:
    from briefing.extract.claims import Trace
    from briefing.extract.claims.shapes import Draft, Step
    from briefing.extract.claims.speakers import Candidate, Choice

PLAIN = ("word", "mark")
MOST = 4
"""Candidates that are shown of one claim."""


def show(findings: Findings, traces: Iterable[Trace], words: str, console: Console | None = None) -> None:
    """Print the lines in which the words stand, each with how it was read; all lines for no words."""
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH_IN_A_PIPE, file=console.file)
    text, names = findings.article.text, {a.id: a.name for a in findings.actors}
    for trace in traces:
        if words.casefold() in text[trace.line.stretch.start : trace.line.stretch.stop].casefold():
            for row in _trace(trace, text, names):
                console.print(row)


def _trace(trace: Trace, text: str, names: dict[str, str]) -> Iterator[Text]:
    stretch = trace.line.stretch
    yield Text(f"¶{stretch.paragraph.number} {visible(text[stretch.start : stretch.stop])}", style="bold")
    yield Text("  row: ").append_text(_row(trace))
    if trace.pointer is not None:
        named = trace.pointer.named
        whose = visible(text[named.start : named.stop]) if named else "nobody"
        yield Text(f"  points back to what stands before, said by: {whose}", style="green")
    for step in trace.steps:
        yield _step(trace, step, text)
    for draft, choice in trace.choices:
        yield from _choice(draft, choice, text, names)
    yield Text()


def _row(trace: Trace) -> Text:
    shown = Text()
    for item in trace.line.items:
        kind = item.kind.value
        words = "“…”" if kind == "quote" else visible(item.low)
        shown.append(
            f"{words} " if kind in PLAIN else f"[{kind} {words}] ", style="" if kind in PLAIN else "cyan"
        )
    return shown


def _step(trace: Trace, step: Step, text: str) -> Text:
    cue = "“…”" if trace.line.quote(step.place) else visible(trace.line[step.place].low)
    head = f"  {cue}: {step.shape}: "
    if isinstance(step.result, tuple):
        found = " | ".join(visible(text[d.start : d.stop]) for d in step.result)
        return Text(head).append(f"read: {found}", style="green")
    return Text(head).append(f"refused, {step.result.why.value}", style="dim")


def _choice(draft: Draft, choice: Choice, text: str, names: dict[str, str]) -> Iterator[Text]:
    speaker = names.get(choice.speaker or "", "nobody is certain enough")
    said = visible(text[draft.start : draft.stop])
    by = visible(text[draft.named.start : draft.named.stop]) if draft.named else "-"
    yield Text(f"  speaker of “{said}” (named: {by}): ").append(speaker, style="bold green")
    for candidate in choice.candidates[:MOST]:
        yield Text(f"    {_candidate(candidate, names)}", style="dim")


def _candidate(candidate: Candidate, names: dict[str, str]) -> str:
    name = names.get(candidate.actor, candidate.actor)
    return f"{candidate.score:+.1f} {name}: {', '.join(candidate.features)}"
