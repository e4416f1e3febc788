"""One article in the terminal: its paragraphs with the found spans coloured, then what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from briefing.cli.screen import line, visible
from briefing.model import Actor, Article, Evidence, Findings, Paragraph, ParagraphKind, Participant, Reading

# Later ones are laid over earlier ones.
STYLES = {
    "summary": "underline",
    "claim": "green",
    "cue": "bold yellow",
    "actor": "cyan",
    "military": "bold red",
    "event": "magenta",
}
# In a pipe nothing is folded: a finding is one line, for grep.
WIDTH_IN_A_PIPE = 2_000


def show(findings: Findings, console: Console | None = None) -> None:
    """Print the article and everything read in it. Colours on a terminal only."""
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH_IN_A_PIPE, file=console.file)
    console.print(_view(findings))


def _view(findings: Findings) -> Group:
    article = findings.article
    return Group(
        *_head(article),
        Text(),
        _legend(),
        Text(),
        *(_paragraph(article, paragraph, tuple(_spans(findings))) for paragraph in article.paragraphs),
        *_tables(findings),
    )


def _legend() -> Text:
    return Text("  ").join(Text(kind, style=style) for kind, style in STYLES.items())


def _head(article: Article) -> Iterator[Text]:
    facts = {
        "source": article.source,
        "title": article.title,
        "outlet": article.outlet,
        "authors": ", ".join(article.authors),
        "published": article.published,
        "dateline": article.dateline,
        "language": article.language,
        "encoding": article.encoding,
        "id": article.id,
    }
    rules = {reading.field: reading.rule for reading in article.header}
    for name, value in facts.items():
        rule = f"  ({rules[name]})" if name in rules else ""
        yield Text.assemble((f"{name:<10} ", "bold"), line(value) if value else "-", (rule, "dim"))


def _spans(findings: Findings) -> Iterator[tuple[str, Evidence]]:
    yield from (("summary", sentence) for sentence in findings.summary)
    yield from (("claim", claim.evidence) for claim in findings.claims)
    yield from (("cue", claim.cue) for claim in findings.claims if claim.cue)
    yield from (("actor", mention) for actor in findings.actors for mention in actor.mentions)
    yield from (("military", detail.evidence) for detail in findings.military)
    yield from (("event", event.cue) for event in findings.events)


def _paragraph(article: Article, paragraph: Paragraph, spans: Iterable[tuple[str, Evidence]]) -> Text:
    text = Text(visible(article.text[paragraph.start : paragraph.end]))
    for found, span in spans:
        start, end = max(span.start, paragraph.start), min(span.end, paragraph.end)
        if start < end:
            text.stylize(STYLES[found], start - paragraph.start, end - paragraph.start)
    kind = "" if paragraph.kind is ParagraphKind.BODY else f" {paragraph.kind.value}"
    label = f"¶{paragraph.number}{kind}"
    return Text.assemble((f"{label} ", "dim"), text, "\n")


def _tables(findings: Findings) -> Iterator[RenderableType]:
    article = findings.article
    names = {actor.id: actor.name for actor in findings.actors}
    yield _table(
        "Actors",
        ("id", "name", "kind", "country", "role", "also", "mentions", "rule"),
        [
            (
                a.id + ("*" if a.key else ""),
                a.name,
                a.kind.value,
                _of(a.country),
                _of(a.role),
                ", ".join(a.aliases),
                str(len(a.mentions)),
                _rules(a),
            )
            for a in findings.actors
        ],
    )
    yield _table(
        "Claims",
        ("id", "speaker", "act", "said", "words", "where and rule"),
        [
            (
                c.id,
                names.get(c.speaker or "", "-"),
                f"{c.act}, {c.mode.value}",
                _of(c.said_on),
                article.words(c.evidence),
                _where(article, c.evidence),
            )
            for c in findings.claims
        ],
    )
    yield _table(
        "Military details",
        ("id", "kind", "words", "how many", "whose", "place, date", "where and rule"),
        [
            (
                m.id,
                f"{m.kind.value}, {m.status.value}",
                article.words(m.evidence),
                article.words(m.quantity.evidence) if m.quantity else "-",
                " ".join(o.value for o in m.operators) or "-",
                ", ".join(reading.value for reading in (m.place, m.date) if reading) or "-",
                _where(article, m.evidence),
            )
            for m in findings.military
        ],
    )
    yield _table(
        "Events",
        ("id", "kind", "who", "to whom", "place, date", "figures", "words", "where and rule"),
        [
            (
                e.id,
                f"{e.kind}, {e.status.value}" + (f" ({e.claim})" if e.claim else ""),
                _names(e.doers, names),
                _names(e.targets, names),
                ", ".join(reading.value for reading in (e.place, e.date) if reading) or "-",
                ", ".join(f"{article.words(f.evidence)} {f.of}" for f in e.figures) or "-",
                article.words(e.evidence),
                _where(article, e.evidence),
            )
            for e in findings.events
        ],
    )
    yield _table(
        "Summary",
        ("words", "where and rule"),
        [(article.words(s), _where(article, s)) for s in findings.summary],
    )
    yield _table(
        "Problems",
        ("stage", "problem", "what to do"),
        [(p.stage, p.message, p.hint) for p in findings.problems],
    )


def _names(participants: tuple[Participant, ...], names: dict[str, str]) -> str:
    return ", ".join(names.get(p.actor, p.actor) for p in participants) or "-"


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> RenderableType:
    if not rows:
        return Text(f"{title}: none\n")
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column == "id")
    for row in rows:
        table.add_row(*(Text(line(cell)) for cell in row))
    return table


def _of(reading: Reading | None) -> str:
    return reading.value if reading else "-"


def _rules(actor: Actor) -> str:
    return ", ".join(dict.fromkeys(mention.rule for mention in actor.mentions))


def _where(article: Article, evidence: Evidence) -> str:
    """Paragraph, offsets and rule: "¶5 1204-1260 quotation before its verb"."""
    n = article.paragraph_at(evidence.start)
    paragraph = "-" if n is None else article.paragraphs[n].number
    return f"¶{paragraph} {evidence.start}-{evidence.end} {evidence.rule}"
