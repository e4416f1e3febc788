"""The brief without what its sources do not bear out: a refused line is left out and told, the rest goes on.

Nothing is cut out of the brief itself. What was read in the articles loses what verification refused,
and the brief is composed anew of what remains, so that numbers, voices and lists fit one another. All
that is refused in one round is left out at once; what is still refused after a few rounds costs its
article all that was read in it (the article stays among the sources), and at last all articles theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from briefing import dossier, verify
from briefing.errors import VerificationError
from briefing.model import (
    Article,
    Brief,
    Cited,
    Difference,
    Digest,
    Dossier,
    EventItem,
    FigureItem,
    Findings,
    FrontLine,
    MilitaryItem,
    Problem,
    Statement,
    Story,
    Voice,
    record,
)
from briefing.progress import report, step
from briefing.verify import Refusal
from briefing.workflow.pruning import Cut, Part, cut_at, pruned

STAGE = "verify"
ROUNDS = 3
"""How often single lines and fields are left out before it is the whole of an article's findings."""
LONGEST = 90
"""Characters of a line that a problem repeats."""
HINT = "The source has its own words for it"
OF_SPEAKERS = {"role", "country", "body"}
EMPTIED = {
    "said_on": "said_on",
    "day": "said_on",
    "chain": "via",
    "name": "name",
    "place": "place",
    "date": "date",
    "operators": "operators",
    "quantity": "quantity",
    "quantity_words": "quantity",
    "qualifier": "quantity",
    "unit": "quantity",
    "doers": "doers",
    "targets": "targets",
    "figures": "figures",
    "military": "military",
    "statement": "claim",
}
"""Fields that a line can do without, by the field of the findings that they are made from."""

NAMES = {Statement: "statement", MilitaryItem: "military item", EventItem: "event"}

Made = tuple[str, tuple[object, ...]]
Composer = Callable[[Dossier, Sequence[Problem]], Brief]


@record
class Left:
    """What is left of the findings, the lines made of several that were refused, and what is told of all."""

    findings: tuple[Findings, ...]
    lines: frozenset[Made] = frozenset()
    problems: tuple[Problem, ...] = ()

    def printed(self, brief: Brief) -> Brief:
        """The brief without the stories, differences and lines of the front page that were refused."""
        if not self.lines:
            return brief
        stories = [s for s in brief.stories if _key(s) not in self.lines]
        differences = [d for d in brief.differences if _key(d) not in self.lines]
        front = [line for line in brief.front if _key(line) not in self.lines]
        numbers = {s.number: n for n, s in enumerate(stories, start=1)}
        return replace(
            brief,
            stories=tuple(replace(s, number=n) for n, s in enumerate(stories, start=1)),
            differences=tuple(replace(d, number=n) for n, d in enumerate(differences, start=1)),
            front=tuple(replace(line, story=numbers.get(line.story or 0)) for line in front),
        )


def _key(line: Story | Difference | FrontLine) -> Made:
    """What a line is made of, whatever its number."""
    match line:
        case Story():
            return ("stories", line.sources)
        case Difference():
            return ("differences", line.items)
        case FrontLine():
            return ("front", (line.text, line.citations))


def borne_out(findings: Sequence[Findings], composed: Composer, *, user_folder: Path | None = None) -> Brief:
    """The brief that `composed` makes of the findings' dossier, without any line that verification refuses.

    Raises VerificationError when no article is left, or when lines are refused that were read in none.
    """
    left = Left(findings=tuple(findings))
    for n in range(ROUNDS + 3):
        step("compose", n, n + 1)
        told = dossier.build(left.findings)
        brief = left.printed(composed(told, left.problems))
        step("verify", n, n + 1)
        refused = tuple(verify.refusals(brief, user_folder=user_folder))
        if not refused:
            return brief
        remedy = _lines if n < ROUNDS else _articles if n == ROUNDS else _everything
        left = remedy(left, told, brief, refused)
        if not left.findings:
            break
    raise not_verified(refused)


def not_verified(refused: Sequence[Refusal]) -> VerificationError:
    """The error of a brief that can't be left, with the first reason."""
    more = f" (and {len(refused) - 1} more)" if len(refused) > 1 else ""
    return VerificationError(
        f"not verified: {refused[0].reason}{more}", where=refused[0].where, hint="Nothing was written"
    )


# --- three remedies, the mildest first -----------------------------------------------------


def _lines(left: Left, told: Dossier, brief: Brief, refused: Sequence[Refusal]) -> Left:
    """Without the lines and fields that are refused; without an article whose own text or marking is."""
    articles = {s.number: s.article for s in brief.sources}
    by_id = {article.id: article for article in articles.values()}
    cuts: dict[str, set[Cut]] = {}
    gone: set[str] = set()
    problems: list[Problem] = []
    for refusal in refused:
        own = list(_cuts(refusal, told, articles))
        for article, cut in own:
            if cut is None:
                gone.add(article)
            else:
                cuts.setdefault(article, set()).add(cut)
        if own:
            problems.append(_told_of(refusal, by_id[own[0][0]], whole=own[0][1] is None))
        elif refusal.part:
            problems.append(Problem(stage=STAGE, where=refusal.where, message=f"left out: {refusal.reason}"))
    kept = [f for f in left.findings if f.article.id not in gone]
    return Left(
        findings=tuple(pruned(f, cuts[f.article.id]) if f.article.id in cuts else f for f in kept),
        lines=left.lines.union(_made_of_several(brief, refused)),
        problems=_joined(left.problems, problems),
    )


def _articles(left: Left, told: Dossier, brief: Brief, refused: Sequence[Refusal]) -> Left:
    """Without all that was read in the articles that something is still refused of."""
    articles = {s.number: s.article for s in brief.sources}
    reasons: dict[str, str] = {}
    for refusal in refused:
        for article, _ in _cuts(refusal, told, articles):
            reasons.setdefault(article, f"{refusal.where}: {refusal.reason}")
    return _bare(left, reasons)


def _everything(left: Left, told: Dossier, brief: Brief, refused: Sequence[Refusal]) -> Left:
    """Without all that was read: the sources are listed, and their texts are in the annex. Without the front
    page too, where that is refused.
    """
    reason = f"{refused[0].where}: {refused[0].reason}"
    page = brief.front if any(refusal.part == "front" for refusal in refused) else ()
    left = replace(left, lines=left.lines.union(map(_key, page)))
    return _bare(left, {f.article.id: reason for f in left.findings})


def _bare(left: Left, reasons: dict[str, str]) -> Left:
    findings, problems = [], []
    for found in left.findings:
        reason = reasons.get(found.article.id)
        if reason and (found.actors or found.claims or found.military or found.summary):
            message = f"what was read in it is left out: {reason}"
            problems.append(_problem(found.article, message, "It is listed among the sources"))
            found = Findings(article=found.article, problems=found.problems)
        findings.append(found)
    return replace(left, findings=tuple(findings), problems=_joined(left.problems, problems))


def _made_of_several(brief: Brief, refused: Iterable[Refusal]) -> Iterator[Made]:
    """The stories, differences and lines of the front page that are refused; they were made, not read.

    Of a list that is refused as a whole (a front page that is too long) the last line goes, and in the next
    round the one before it.
    """
    lists: dict[str, Sequence[Story | Difference | FrontLine]] = {
        "stories": brief.stories,
        "differences": brief.differences,
        "front": brief.front,
    }
    for refusal in refused:
        made = lists.get(refusal.part or "", ())
        if made:
            yield _key(made[(refusal.number or 0) - 1])


# --- from a refusal to what was read -------------------------------------------------------


def _cuts(refusal: Refusal, told: Dossier, articles: dict[int, Article]) -> Iterator[tuple[str, Cut | None]]:
    """The articles that a refusal touches, each with what is to be cut in it; none for the whole article."""
    match refusal.thing:
        case Voice() as voice:
            yield from _of_voice(voice, refusal, told, articles)
        case None if refusal.source is not None:
            whole = refusal.field in {None, "marking"}
            cut = None if whole else Cut(part=Part.HEAD, field=refusal.field)
            yield articles[refusal.source].id, cut
        case None:
            return
        case thing if thing.source in articles:
            yield articles[thing.source].id, _of_line(thing, refusal, told)


def _of_line(thing: Statement | MilitaryItem | EventItem | Digest, refusal: Refusal, told: Dossier) -> Cut:
    if isinstance(thing, Digest):
        return cut_at(Part.SUMMARY, refusal.cited)
    own = thing.id.partition("-")[2]
    if isinstance(thing, MilitaryItem):
        field = "date" if refusal.field == "day" else EMPTIED.get(refusal.field or "")
        cited = refusal.cited if field == "operators" else None
        return cut_at(Part.DETAIL, cited, id_=own, field=field)
    if isinstance(thing, EventItem):
        return _of_event(thing, refusal, own)
    if refusal.field in OF_SPEAKERS:
        claims = told.findings[thing.source - 1].claims
        speaker = next((c.speaker for c in claims if c.id == own), None)
        return Cut(part=Part.ACTOR, id=speaker, field=refusal.field)
    if refusal.cited and refusal.cited in {mention.named.citation for mention in thing.about}:
        return cut_at(Part.MENTION, refusal.cited)
    return Cut(part=Part.CLAIM, id=own, field=EMPTIED.get(refusal.field or ""))


def _of_event(event: EventItem, refusal: Refusal, own: str) -> Cut:
    """A side or figure of an event by its words; another field of it, or the event."""
    for field in ("doers", "targets", "figures"):
        cited = (f.quantity_words if isinstance(f, FigureItem) else f.named for f in getattr(event, field))
        if refusal.cited and refusal.cited in {words.citation for words in cited}:
            return cut_at(Part.EVENT, refusal.cited, id_=own, field=field)
    field_left = "date" if refusal.field == "day" else EMPTIED.get(refusal.field or "")
    return Cut(part=Part.EVENT, id=own, field=field_left)


def _of_voice(
    voice: Voice, refusal: Refusal, told: Dossier, articles: dict[int, Article]
) -> Iterator[tuple[str, Cut]]:
    """An actor's name or office, in the article that it cites; the actor, where it is about all of him."""
    only = articles[refusal.source].id if refusal.source in articles else None
    members = next((e.members for e in told.entities if e.id == voice.entity), ())
    for article, actor in members:
        if only in {None, article}:
            if refusal.field in OF_SPEAKERS or refusal.field is None:
                yield article, Cut(part=Part.ACTOR, id=actor, field=refusal.field)
            else:
                yield article, cut_at(Part.MENTION, refusal.cited)


# --- what is told --------------------------------------------------------------------------


def _told_of(refusal: Refusal, article: Article, *, whole: bool) -> Problem:
    """What was left out, in which words, and why."""
    field = refusal.field or ""
    what = field.replace("_", " ")
    match refusal.thing:
        case None:
            return _problem(article, f"{'' if whole else f'{what} '}left out: {refusal.reason}")
        case Statement(speaker=Cited() as speaker) if field in OF_SPEAKERS:
            return _problem(article, f"{what} of {speaker.value} left out: {refusal.reason}")
        case Statement() | MilitaryItem() | EventItem() as line:
            name = NAMES[type(line)]
            part = f"{what} of {name}" if field in EMPTIED else name
            return _problem(article, f"{part} left out: {_short(line.text.value)}: {refusal.reason}")
        case Voice() as voice:
            return _problem(article, f"{what or 'name'} of {voice.name.value} left out: {refusal.reason}")
        case Digest():
            return _problem(article, f"sentence left out: {refusal.reason}")


def _short(words: str) -> str:
    """The words on one line, in quotation marks, as much of them as tells which they are."""
    line = " ".join(words.split())
    return f"“{line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + '…'}”"


def _problem(article: Article, message: str, hint: str = HINT) -> Problem:
    return Problem(stage=STAGE, where=article.source, message=message, hint=hint)


def _joined(met: Sequence[Problem], more: Iterable[Problem]) -> tuple[Problem, ...]:
    """Every problem once; new ones are told as they are met."""
    new = tuple(p for p in dict.fromkeys(more) if p not in met)
    return (*met, *(report(problem) for problem in new))
