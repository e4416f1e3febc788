"""The records: what passes from stage to stage. Frozen, standard library only.

Reading order: `Article` (one text, cleaned once), `Findings` (what was read in it), `Dossier`
(across articles), `Brief` (what is printed). Nothing that was read from an article can be
constructed without `Evidence`: which words it was read from, and by which rule.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class one of the project's records: frozen, slotted, keyword-only."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


# --- closed sets ---------------------------------------------------------------------------


class ActorKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    COUNTRY = "country"


class Mode(StrEnum):
    """How an article gives somebody's words: quoted, reported, or reported with a quoted piece."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class MilitaryKind(StrEnum):
    WEAPON = "weapon"
    PLATFORM = "platform"
    EXERCISE = "exercise"
    TEST = "test"
    STRIKE = "strike"
    DEPLOYMENT = "deployment"
    SUPPLY = "supply"
    CASUALTIES = "casualties"
    FACILITY = "facility"
    OPERATION = "operation"
    UNIT = "unit"


class Status(StrEnum):
    """How an article vouches for an event or a military detail. "Failed" is also what was cancelled."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    PLANNED = "planned"
    FAILED = "failed"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


class Qualifier(StrEnum):
    """How exact a quantity is meant: "sekitar 40" is about, "lebih dari 7" over, "sedikitnya 7" at least."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    AT_LEAST = "at least"
    UP_TO = "up to"


class DifferenceKind(StrEnum):
    """How accounts of one thing differ: in figures, in a name or somebody's office, or as somebody denies
    what another says.
    """

    FIGURES = "figures"
    DENIAL = "denial"
    NAME = "name"
    ROLE = "role"


class Verdict(StrEnum):
    """What figures for one thing are to one another: all can hold, they rise with the days, or neither."""

    AGREE = "agree"
    GREW = "grew"
    DIFFER = "differ"


class EntryKind(StrEnum):
    """What a line of the chronology is about."""

    STATEMENT = "statement"
    MILITARY = "military"
    EVENT = "event"
    PUBLICATION = "publication"


class Outcome(StrEnum):
    """What became of an input, or of a piece of one. A duplicate is the same as another, or nearly so."""

    READ = "read"
    DUPLICATE = "duplicate"
    OUT_OF_SCOPE = "out of scope"
    FAILED = "failed"


class News(StrEnum):
    """What a line is beside the last brief of its series: a new matter, one that goes on, or told already."""

    NEW = "new"
    CONTINUED = "continued"
    TOLD = "told before"


class ParagraphKind(StrEnum):
    TITLE = "title"
    STANDFIRST = "standfirst"
    HEADING = "heading"
    CAPTION = "caption"
    BODY = "body"


# --- evidence ------------------------------------------------------------------------------


@record
class Evidence:
    """A stretch of an article's text: code-point offsets, and the rule or model that read it."""

    article: str
    start: int
    end: int
    rule: str

    def __post_init__(self) -> None:
        if not (self.article and self.rule and 0 <= self.start < self.end):
            raise ValueError(f"no evidence: {self.article!r} {self.start}-{self.end} {self.rule!r}")


@record
class Reading:
    """A value and the words it was read from: role, country code, outlet, ISO date, place."""

    value: str
    evidence: Evidence


@record
class Problem:
    """Trouble with one article or step that did not stop the work; printed in the annex."""

    stage: str
    where: str
    message: str
    hint: str = ""


@record
class Input:
    """One input, or a piece of one, and what became of it.

    `article` is the id of the article that it gave, if it gave one; `source` its number in the brief, if it
    is there. A duplicate says by `of` what it is a copy of, and by `source`, unless it is a source itself,
    the number of that.
    """

    where: str
    outcome: Outcome
    reason: str = ""
    article: str = ""
    of: str = ""
    source: int | None = None


@record
class Marking:
    """One label of a marking scheme: as it is printed, its short form, and its colours (#rrggbb)."""

    label: str
    short: str
    ink: str
    ground: str

    def __post_init__(self) -> None:
        colours = (self.ink, self.ground)
        if not self.label or not all(len(c) == 7 and c[0] == "#" and c[1:].isalnum() for c in colours):
            raise ValueError(f"no marking: {self.label!r} {self.ink!r} {self.ground!r}")


# --- one article ---------------------------------------------------------------------------


@record
class Paragraph:
    """A block of `Article.text`. The title is number 0; the others count from 1 ("S3 ¶5")."""

    number: int
    kind: ParagraphKind
    start: int
    end: int


@record
class HeaderReading:
    """A field of the article's head and the file's own words that it was read from.

    The head's lines (byline, date, source) are not part of `Article.text`, so their words are
    kept here.
    """

    field: str
    value: str
    words: str
    rule: str


@record
class Article:
    """One article. `text` is cleaned once, in sources; from then on offsets into it are sacred.

    `published` is an ISO date or date-time, as far as the file tells. `digest` is the SHA-256
    of the bytes read; `id` is made from the cleaned text, so the same text has the same id.
    `marking` is the strictest label that the file itself carries.
    """

    id: str
    source: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    language: str
    digest: str
    encoding: str = "utf-8"
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    dateline: str | None = None
    url: str | None = None
    marking: str | None = None
    header: tuple[HeaderReading, ...] = ()

    def words(self, evidence: Evidence) -> str:
        """The words that the evidence points to."""
        return self.text[evidence.start : evidence.end]

    def paragraph_at(self, at: int) -> int | None:
        """Which of the paragraphs an offset lies in, counted from 0; none where it lies between two."""
        n = bisect_right(self.paragraphs, at, key=lambda p: p.end)
        return n if n < len(self.paragraphs) and self.paragraphs[n].start <= at else None


@record
class Actor:
    """Somebody who does, says or suffers something in the article, merged over all mentions."""

    id: str
    name: str
    kind: ActorKind
    mentions: tuple[Evidence, ...]
    role: Reading | None = None
    body: Reading | None = None
    country: Reading | None = None
    aliases: tuple[str, ...] = ()
    key: bool = False


@record
class Claim:
    """Somebody's words or position as the article gives them.

    `evidence` is the content alone; `cue` the verb or noun that reports it; `named` the words
    that name its speaker there ("sang jubir"), `antecedent` those before them for which a pronoun or noun
    stands ("jubir Kremlin Dmitry Peskov"). `via` is the outlet that carried it.
    """

    id: str
    speaker: str | None
    mode: Mode
    act: str
    evidence: Evidence
    cue: Evidence | None = None
    named: Evidence | None = None
    via: Reading | None = None
    said_on: Reading | None = None
    antecedent: Evidence | None = None


@record
class Quantity:
    """A number as the article gives it; "ribuan" (thousands) has words but no value.

    A range ("10-15", "antara 10 dan 20") has no value either, but its two ends, `low` and `high`.
    """

    value: float | None
    unit: str | None
    qualifier: Qualifier
    evidence: Evidence
    low: float | None = None
    high: float | None = None


@record
class MilitaryDetail:
    id: str
    kind: MilitaryKind
    status: Status
    evidence: Evidence
    name: Reading | None = None
    quantity: Quantity | None = None
    operators: tuple[Reading, ...] = ()
    place: Reading | None = None
    date: Reading | None = None
    marker: Evidence | None = None
    """The words that tell the status, where it is not plainly reported ("diklaim")."""


@record
class Participant:
    """An actor that does or suffers an event: his id in the article, and the words that name him there."""

    actor: str
    evidence: Evidence


@record
class Figure:
    """A number of an event: of what ("killed", "missiles fired"), and both ends where it is a range.

    `low` and `high` are the same for a plain number; one of them is None where the words set no bound on
    that side ("at least 7", "up to 40").
    """

    of: str
    low: float | None
    high: float | None
    qualifier: Qualifier
    evidence: Evidence


@record
class Event:
    """What happened, with or without somebody who tells it. Slots that are not sure stay empty.

    `kind` is one of the lexicon's kinds of events ("attack", "law"); `evidence` is the sentence or clause
    that tells it, `cue` the word that tells the kind; `military` are the ids of the details within it,
    `claim` the id of the claim that it stands in.
    """

    id: str
    kind: str
    status: Status
    evidence: Evidence
    cue: Evidence
    doers: tuple[Participant, ...] = ()
    targets: tuple[Participant, ...] = ()
    place: Reading | None = None
    date: Reading | None = None
    figures: tuple[Figure, ...] = ()
    military: tuple[str, ...] = ()
    claim: str | None = None
    marker: Evidence | None = None
    """The words that tell the status, where it is not plainly reported ("batal")."""


@record
class Findings:
    """What was read in one article: input and output of every extractor."""

    article: Article
    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    military: tuple[MilitaryDetail, ...] = ()
    events: tuple[Event, ...] = ()
    summary: tuple[Evidence, ...] = ()
    problems: tuple[Problem, ...] = ()


# --- across articles -----------------------------------------------------------------------


@record
class Entity:
    """One actor over all articles. `members` are (article id, actor id), in source order."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    members: tuple[tuple[str, str], ...]


@record
class Dated:
    """Something with a day: a statement, a military detail, an event, or a publication. `date` is ISO."""

    date: str
    kind: EntryKind
    article: str
    item: str | None
    """Id of the claim or military detail in the article's findings; none for a publication."""


@record
class Disagreement:
    """Claims or military details, as (article id, item id), that give different accounts of one thing.

    `subject` is what figures are of: the fate of casualties ("killed"), else the kind of detail.
    """

    kind: DifferenceKind
    subject: str
    items: tuple[tuple[str, str], ...]


@record
class Dossier:
    """All articles of a brief in source order (source number = position + 1), and what joins them.

    `stories` are the ids of the articles of each.
    """

    findings: tuple[Findings, ...]
    entities: tuple[Entity, ...] = ()
    days: tuple[Dated, ...] = ()
    stories: tuple[tuple[str, ...], ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    problems: tuple[Problem, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    """Articles that are nearly the same as another of them, each with that one (ids)."""


# --- what is printed -----------------------------------------------------------------------


@record
class Citation:
    """Where printed words stand: source number, paragraph number, code-point offsets, rule."""

    source: int
    paragraph: int
    start: int
    end: int
    rule: str


@record
class Cited:
    """Something printed that was read from a source: a quotation, name, role, number, date, place.

    `value` is what the reader is told (a name, an ISO date, a country code, a quotation);
    the citation's words must bear it out, and `verify` checks that they do.
    """

    value: str
    citation: Citation


@record
class Mention:
    """Somebody whom a statement's own words name: who, and by which words."""

    entity: str
    named: Cited


@record
class Statement:
    """One claim as printed.

    `speaker` is the name as the statement's own source has it, `named` the words that stand for
    him there ("sang jubir"). `chain` are the outlets that carried the words, first hand first,
    without the source's own outlet. `about` are the others whom its words name, each once.
    """

    id: str
    number: int
    source: int
    entity: str | None
    speaker: Cited | None
    named: Cited | None
    role: Cited | None
    country: Cited | None
    act: str
    mode: Mode
    text: Cited
    cue: Cited | None
    said_on: Cited | None
    chain: tuple[Cited, ...]
    about: tuple[Mention, ...] = ()
    body: Cited | None = None
    """The body that the role is of ("NATO"), where the source names it."""
    also: tuple[Citation, ...] = ()
    """Where else the same is told: the same words, a translation of them, or the same position."""
    repeats: str | None = None
    """The id of the statement that is printed in its stead, with this one among its `also`."""
    continues: bool = False
    continued: bool = False
    """Whether a quoted sentence goes on here from the statement before, or in the next one, where the source
    says in its midst who speaks."""
    antecedent: Cited | None = None
    """The words before `named` for which it stands, where it is a pronoun or a noun that names nobody."""


@record
class Voice:
    """An actor as printed, with what he said (ids of statements, newest first).

    `also` are the other names that sources give him; `sources` those that name him.
    """

    entity: str
    name: Cited
    also: tuple[Cited, ...]
    kind: ActorKind
    role: Cited | None
    country: Cited | None
    sources: tuple[int, ...]
    statements: tuple[str, ...]
    body: Cited | None = None
    """The body that the role is of ("NATO"), where the source names it."""


@record
class MilitaryItem:
    """One row of the military picture. `quantity` is what `quantity_words` say, where they have a value;
    `low` and `high` are the ends where they tell a range.
    """

    id: str
    number: int
    source: int
    kind: MilitaryKind
    status: Status
    marker: Cited | None
    text: Cited
    name: Cited | None
    quantity: float | None
    unit: str | None
    qualifier: Qualifier
    quantity_words: Cited | None
    operators: tuple[Cited, ...]
    place: Cited | None
    date: Cited | None
    low: float | None = None
    high: float | None = None


@record
class FigureItem:
    """A number of an event as printed: of what, its bounds, and the words that give it."""

    of: str
    low: float | None
    high: float | None
    qualifier: Qualifier
    quantity_words: Cited


@record
class EventItem:
    """One event as printed: `military` are the details within it, `statement` the one that tells it (ids)."""

    id: str
    number: int
    source: int
    kind: str
    status: Status
    marker: Cited | None
    text: Cited
    cue: Cited
    doers: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    place: Cited | None = None
    date: Cited | None = None
    figures: tuple[FigureItem, ...] = ()
    military: tuple[str, ...] = ()
    statement: str | None = None
    also: tuple[Citation, ...] = ()
    """Where else the same event is told."""
    repeats: str | None = None
    """The id of the event that is printed in its stead."""


@record
class FrontLine:
    """A line of the front page: a headline or sentence of a source, word for word, with its frame before it.

    `frame` says in the brief's language what the typed slots hold ("Strike · Israel → Gaza · 111 dead");
    `item` is the id of the event or statement that the frame is read from. The first citation is where
    `text` stands, the others where the same is told; "…" in `text` stands for words left off at that end.
    `independent` is how many of the sources do not take it from one another, or from one agency.
    """

    text: str
    frame: str
    story: int | None
    citations: tuple[Citation, ...]
    item: str | None = None
    independent: int = 1
    news: News | None = None
    """None where there is no earlier brief of the series."""

    @property
    def id(self) -> str:
        """By what a user's edits name it: where its words begin ("f2-140"); "" where it cites nothing."""
        return f"f{self.citations[0].source}-{self.citations[0].start}" if self.citations else ""


@record
class Earlier:
    """Words of an earlier brief, and the outlet that had them there."""

    text: str
    outlet: str


@record
class Revised:
    """A number that grew since the earlier brief: as a source has it now, and as the earlier brief had it."""

    of: str
    quantity_words: Cited
    low: float
    earlier: Earlier
    earlier_low: float


@record
class Since:
    """The last brief of the same series, and what changed: numbers that grew, matters told no more."""

    series: str
    date: str
    number: str
    title: str
    revised: tuple[Revised, ...] = ()
    silent: tuple[Earlier, ...] = ()


@record
class ChronologyEntry:
    """A day and what was said, happened or was published on it.

    `item` is the id of the statement, military item or event, which holds the words of the date; none
    for a publication, whose words stand in the source's header.
    """

    date: str
    kind: EntryKind
    source: int
    item: str | None


@record
class Story:
    """Two or more sources that tell of the same matter; the first is the one most like the others.

    `name` is the best title among them, `first` and `latest` are the days that they are of; `items` are the
    ids of the events and statements in them that repeat no other, what weighs most first.
    """

    number: int
    sources: tuple[int, ...]
    name: Cited | None = None
    first: str | None = None
    latest: str | None = None
    items: tuple[str, ...] = ()


@record
class FigureRow:
    """A number as one source tells it, by the event that it is of; `day` is that of the source."""

    event: str
    source: int
    day: str | None
    figure: FigureItem


@record
class FigureTable:
    """What several sources of a story say of one number ("killed"), in the order of days.

    `story` is none where its sources are of several.
    """

    number: int
    story: int | None
    of: str
    verdict: Verdict
    rows: tuple[FigureRow, ...]


@record
class Difference:
    """Where accounts of one thing differ.

    `items` are the ids of lines with other figures, names or offices, or of what is denied and of the
    statements that deny it; `subject` is what figures are of: the fate of people ("killed"), else the kind of
    detail, empty where it is a thing. `told` are the words of each item that differ; empty for denials and
    for figures of military details alone. `grew` says that figures rose with the days.
    """

    number: int
    kind: DifferenceKind
    subject: str
    items: tuple[str, ...]
    told: tuple[Cited, ...] = ()
    grew: bool = False


@record
class Digest:
    """An article's own sentences that carry most."""

    source: int
    sentences: tuple[Cited, ...]


@record
class Source:
    """One article as a source of the brief, with its whole text for the annex."""

    number: int
    article: Article
    read: bool
    """False where it is listed only (no extractors for its language, for example)."""
    carried: tuple[str, ...]
    """Outlets that the article itself says it draws on, in the order they are named."""
    marking: str = ""
    """The label that holds for all that was read from it; empty in older records."""
    grading: str | None = None
    """Reliability and credibility in the Admiralty system ("B2"), as the user gave it; never worked out."""
    copy_of: int | None = None
    """The number of the source that it nearly is the same as: it confirms nothing that this one says."""


class NoteKind(StrEnum):
    """What a section of the analyst's notes is."""

    JUDGEMENTS = "key judgements"
    ASSUMPTIONS = "assumptions"
    COMMENT = "comment"
    OUTLOOK = "outlook"
    GAPS = "gaps"


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    HEADING = "heading"


class RunStyle(StrEnum):
    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"


@record
class Pointer:
    """What an analyst's citation leads to: a source, a paragraph of it, or a printed item in it.

    `item` is the id of a statement or military item; `entity` that of a voice, which is of no one source.
    """

    source: int | None = None
    paragraph: int | None = None
    item: str | None = None
    entity: str | None = None


@record
class NoteRun:
    """A run of the analyst's words in one style; or a citation, with what it leads to."""

    text: str
    style: RunStyle = RunStyle.PLAIN
    pointer: Pointer | None = None
    url: str | None = None


@record
class NoteBlock:
    """A paragraph or list item of the notes. `number` counts over all notes ("N3")."""

    number: int
    kind: BlockKind
    marking: str
    runs: tuple[NoteRun, ...]


@record
class Note:
    """One section of the notes; a comment says what it is `about`."""

    kind: NoteKind
    about: Pointer | None
    blocks: tuple[NoteBlock, ...]


@record
class Notes:
    """The analyst's own text: judged or assumed, where everything else in a brief is reported."""

    author: str | None
    date: str | None
    language: str
    sections: tuple[Note, ...]


class Action(StrEnum):
    """What an edit does to the lines that it names."""

    DROP = "drop"
    PIN = "pin"
    ORDER = "order"
    MERGE = "merge"
    SPLIT = "split"
    CORRECT = "correct"


class Field(StrEnum):
    """A reading that an edit may correct; quoted words are not among them."""

    SPEAKER = "speaker"
    ACT = "act"
    DAY = "day"
    STATUS = "status"
    FIGURE = "figure"


@record
class Edit:
    """A decision of an analyst about lines of the brief, by their ids, with his name and reason.

    A correction has `field`, `value`, and for a figure what it is `of`; `words` are those of the source
    that say so. One that is `judged` is not borne out by the source: it is printed under his name. `cited`
    is where the words of dropped lines stand, so that they stay out when the front page is chosen anew.
    """

    action: Action
    lines: tuple[str, ...]
    author: str = ""
    reason: str = ""
    field: Field | None = None
    value: str | None = None
    of: str | None = None
    words: str | None = None
    judged: bool = False
    cited: tuple[Citation, ...] = ()


@record
class Brief:
    """The one record of a brief; every output format is made from it and nothing else."""

    schema: str
    title: str
    number: str
    date: str
    language: str
    marking: str
    generator: str
    period: tuple[str, str] | None
    """First and last day of publication; none where no article is dated."""
    prepared_by: str | None
    prepared_for: str | None
    statements: tuple[Statement, ...]
    voices: tuple[Voice, ...]
    military: tuple[MilitaryItem, ...]
    chronology: tuple[ChronologyEntry, ...]
    digests: tuple[Digest, ...]
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    scheme: tuple[Marking, ...] = ()
    """The labels that markings are of, least strict first; empty for TLP 2.0."""
    floor: str = ""
    """The marking that the maker asked for: the brief is never marked, or handed on, below it."""
    withheld: bool = False
    """Whether material above this version's marking was left out of it."""
    notes: Notes | None = None
    stories: tuple[Story, ...] = ()
    differences: tuple[Difference, ...] = ()
    events: tuple[EventItem, ...] = ()
    front: tuple[FrontLine, ...] = ()
    figures: tuple[FigureTable, ...] = ()
    since: Since | None = None
    """What changed since the last brief of its series; none where there is none, or it may not be told."""
    edits: tuple[Edit, ...] = ()
    """What analysts decided about its lines, in the order in which it was done."""
    inputs: tuple[Input, ...] = ()
    """What became of each input, in the order in which they were given; none in older records."""
