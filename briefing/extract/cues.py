"""The reporting words of a lexicon, compiled once: what stands for saying, and what stands around it.

All patterns are tried on the *frame* of a text (see stretches.py), in which quoted words are hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefing.lexicon import Entry, Lexicon
from briefing.lexicon.patterns import any_of
from briefing.model import record

WORD = r"[^\W_][\w'’./-]*"
"""A word of running text: "Choe", "Song-hui", "Jum'at"."""
WIDE = r"\s+"
FIRST = re.compile(r"\w+")
GLUED = r"(?<=[a-z])"
"""Pages lose the space beside a link: "Trumpmengatakan", "menuduhnelayan asing"."""
LONG = 7
"""Letters of a verb that may be told from what it ran together with."""
LISTS = ("cues", "stance", "statements")
SPEAKERS = ("person", "body", "aide", "kin")
NAMED = ("bodies", "ranks")
"""Word lists of the actors' room whose words can open a speaker's name."""


@record
class Cues:
    """Compiled words of one lexicon; `entry` finds the entry of a form."""

    forms: dict[str, Entry]
    begins: dict[str, frozenset[str]]
    """By kind of cue ("per", "noun"): the first words of its forms, with "nya" too."""
    root: re.Pattern[str]
    """A root and what clings to it: groups `cue` and `nya`."""
    verb: re.Pattern[str]
    marked: re.Pattern[str]
    """A verb with what tells that a content follows: "mengatakan bahwa", "mengatakan, "."""
    per: re.Pattern[str]
    noun: re.Pattern[str]
    object: re.Pattern[str]
    told: re.Pattern[str]
    behind: re.Pattern[str]
    pronouns: frozenset[str]
    plurals: frozenset[str]
    pointers: frozenset[str]
    definite: frozenset[str]
    """Words before a noun that was named before: "sang jubir"."""
    speakers: frozenset[str]
    """First words of noun phrases that can speak: offices, bodies, "sejumlah", "para"."""
    media: frozenset[str]
    things: frozenset[str]
    adverb: re.Pattern[str]
    """An adverb (or several) at the end of a subject."""
    unsaid: re.Pattern[str]
    preposition: re.Pattern[str]
    """The beginning of an adverbial."""
    inner_cut: re.Pattern[str]
    """A word that ends a speaker's name within a clause."""
    cuts: frozenset[str]
    openers: frozenset[str]
    """Words with a capital that begin no name."""
    times: frozenset[str]
    """Weekdays and months."""
    day_behind: re.Pattern[str]
    """A day right behind a verb: "melaporkan pada Rabu"."""
    day: re.Pattern[str]
    """A piece between commas that only tells the day: "Kamis (7/12)"."""
    subordinator: re.Pattern[str]
    contrast: re.Pattern[str]
    """What leads to another's report: "sedangkan", "meski"."""
    connective: re.Pattern[str]
    coordinator: re.Pattern[str]
    """Words before a verb that shares its subject with the one before: "dan ", "sambil "."""
    by: re.Pattern[str]
    anew: re.Pattern[str]
    """A verb that goes on behind a comma with the subject of the one before: "…, menyebutnya …"."""
    issued: re.Pattern[str]
    """ "mengeluarkan pernyataan yang": whoever does it says what the statement says."""
    """What may stand between a passive and its agent."""
    opener: re.Pattern[str]
    """Words that open a sentence before its subject without a comma: "sementara itu"."""
    outlet: re.Pattern[str]
    """The name of an outlet that others carry."""
    press: re.Pattern[str]
    """Whom words are told to, with no comma behind: "kepada wartawan ", "kepada kantor berita AFP "."""
    paper: re.Pattern[str]
    """What an outlet is called: "laman berita"."""
    posted: re.Pattern[str]
    """What joins an envoy with where he is posted: "duta besar X untuk Y"."""
    modifiers: frozenset[str]
    """Words that look like verbs and belong to a noun: "kelompok bersenjata"."""
    over: re.Pattern[str]
    """From a verb with its object to what it is about: "(kepada X) atas "."""
    name: re.Pattern[str]
    """A run of capitalised words with the small words that names have ("bin", "van")."""
    aside: re.Pattern[str]
    """The narrator's circumstances behind an object: "… usai bentrokan itu"."""
    idioms: dict[str, re.Pattern[str]]
    """By verb: objects behind which it reports nothing ("meminta maaf")."""
    between: re.Pattern[str]
    """The beginning of what may stand between a verb and "bahwa"."""
    address: frozenset[str]
    """First words of what may stand between a verb and a comma that opens the content."""
    goes_on: re.Pattern[str]
    """The beginning of a content that goes on behind an aside."""
    carried: re.Pattern[str]
    """"Dilansir Reuters, Senin (4/3/2024)," at the beginning of a sentence."""
    carried_back: re.Pattern[str]
    """"Demikian dilaporkan X": a sentence that only says who carried the words before."""
    points: re.Pattern[str]
    """The subject of a passive that points to what was said: "hal itu", "permintaan tersebut"."""
    says: re.Pattern[str]
    """The same, where it can only be words: "hal itu", "keterangan tersebut"."""
    as_told: re.Pattern[str]
    """"seperti" before a passive that reports what stands before: "…, seperti diungkap X"."""
    joint: re.Pattern[str]
    """What joins a noun that reports with the content: "bahwa", "yang menyatakan"."""
    report: re.Pattern[str]
    """A further report by the same speaker: "dan menambahkan bahwa"."""
    narrator: re.Pattern[str]
    """Words of the narrator behind a content: "seperti dikutip dari X"."""
    filler: re.Pattern[str]
    """What may stand between a quotation and the root that reports it: "begitu", "demikian"."""
    filler_end: re.Pattern[str]
    whose: re.Pattern[str]
    """Group `whose`: a noun that tells whose lawyer, kin or adviser speaks, before the name."""
    private: re.Pattern[str]
    """The beginning of a phrase that speaks for itself, not for the state it names: "sejumlah warga"."""
    kin: frozenset[str]
    """Those of them that never are the office of whoever stands behind them: "istri"."""
    pers: frozenset[str]
    predicates: frozenset[str]
    """Small words that only a clause has: "adalah", "akan", "tidak"."""
    statement: re.Pattern[str]
    """Nouns behind "demikian": "pernyataan resmi dari"."""
    calls: re.Pattern[str]
    """What stands between a verb and a quotation that names something: "latihan itu sebagai"."""

    def entry(self, form: str) -> Entry | None:
        """The entry that reports with this form ("katanya", "Menegaskan")."""
        plain = " ".join(form.casefold().split())
        return self.forms.get(plain) or self.forms.get(plain.removesuffix("nya"))


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first, spaces of any width."""
    return f"(?:{any_of((w.casefold() for w in words), space=WIDE)})"


@lru_cache(maxsize=4)
def cues(lexicon: Lexicon) -> Cues:
    """The compiled words of a lexicon."""
    reporting = [entry for name in LISTS for entry in lexicon[name]]
    around = list(lexicon["voices"])

    def of(kind: str) -> list[str]:
        return [w for e in reporting if e.get("kind") == kind for w in e.words]

    def role(name: str) -> list[str]:
        return [w for e in around if e.get("role") == name for w in e.words]

    def pattern(text: str) -> re.Pattern[str]:
        return re.compile(text, re.IGNORECASE)

    forms: dict[str, Entry] = {}
    for entry in reporting:
        for word in entry.words:
            forms.setdefault(word.casefold(), entry)
    verbs = either([*of("verb"), *of("wish")])
    particles = f"{either(role('particle'))}(?!\\w)"
    long = either(w for w in [*of("verb"), *of("wish")] if len(w) >= LONG and w.startswith("me"))
    times = frozenset(w.casefold() for w in role("time"))
    outlets = "(?:" + "|".join(map(re.escape, _outlets(lexicon))) + ")"
    papers = [w for e in lexicon["carriers"] if e.get("kind") == "medium" for w in e.words]
    few = [w for e in lexicon["pronouns"] if e.get("kind") == "unnamed" for w in e.words]
    around_speakers = [w for name in SPEAKERS for w in role(name)]
    return Cues(
        forms=forms,
        begins={kind: _begins(of(kind)) for kind in {e.get("kind") for e in reporting}},
        root=pattern(rf"(?<!\w)(?P<cue>{either(of('root'))})(?P<nya>nya)?(?!\w)(?!-\w)"),
        verb=pattern(rf"(?:(?<![\w-])|{GLUED}(?=me))(?P<cue>{long}(?=[a-z]{{6}})|{verbs}(?![\w-]))"),
        marked=pattern(rf"(?<![\w-]){verbs}\s*(?:,|:|¤|bahwa(?!\w))"),
        per=pattern(rf"(?<!\w)(?P<cue>{either(of('per'))})(?P<nya>nya)?(?!\w)"),
        noun=pattern(rf"(?<!\w)(?P<cue>{either(of('noun'))})(?:nya)?(?!\w)"),
        object=pattern(rf"(?<!\w)(?P<cue>{either(of('object'))})(?!\w)"),
        told=pattern(rf"(?<!\w)(?P<cue>{either(of('told'))})(?P<nya>nya)?(?!\w)"),
        behind=pattern(rf"(?<!\w)(?P<cue>{either(of('behind'))})(?!\w)"),
        pronouns=frozenset(w.casefold() for w in role("pronoun")),
        plurals=frozenset(w.casefold() for w in role("plural")),
        pointers=frozenset(w.casefold() for w in role("pointer")),
        definite=frozenset(w.casefold() for w in role("definite")),
        speakers=frozenset(_first_words([*around_speakers, *_named(lexicon)])),
        media=frozenset(w.casefold() for w in role("medium")),
        things=frozenset(w.casefold() for w in role("thing")),
        adverb=pattern(rf"(?:(?:^|(?<=\s)|(?<=,)){either(role('adverb'))}[\s,]*)+$"),
        unsaid=pattern(rf"(?<!\w){either(role('unsaid'))}\s+(?:{either(role('adverb'))}\s+)*$"),
        preposition=pattern(rf"{either(role('preposition'))}(?!\w)"),
        inner_cut=pattern(rf"(?<=\s){either(role('cut'))}(?!\w)"),
        cuts=frozenset(w.casefold() for w in role("cut")),
        openers=frozenset(
            w.casefold() for e in lexicon["openers"] if e.get("kind") != "time" for w in e.words
        ),
        times=times,
        day_behind=pattern(rf"\s+(?:pada\s+|hari\s+)*{either(times)}(?!\w)[^,.;:]{{0,25}}"),
        day=pattern(rf"(?:pada\s+|hari\s+)?{either(times)}(?!\w).{{0,40}}"),
        subordinator=pattern(rf"(?<!\w){either(role('subordinator'))}\s+"),
        contrast=pattern(rf",?\s+{either(role('contrast'))}\s+"),
        connective=pattern(rf"(?:{either(role('connective'))}\s*(?:,\s*|(?=$)))+"),
        coordinator=pattern(rf"(?:(?<!\w){either(role('coordinator'))}\s+)+$"),
        opener=pattern(rf"(?:{either(role('opener'))}\s+)+"),
        outlet=re.compile(rf"(?<!\w){outlets}(?!\w)"),
        press=re.compile(
            rf"\s+(?i:{either(role('told to'))})\s+(?:[^,.;:¤]{{0,30}}?\s)?"
            rf"(?:{outlets}|(?i:{either(role('press'))}))(?![\w-])(?=\s+\w)"
        ),
        paper=pattern(rf"{either([*role('medium'), *papers])}(?!\w)"),
        posted=pattern(rf"\s{either(role('posted'))}\s"),
        modifiers=frozenset(w.casefold() for w in role("modifier")),
        anew=pattern(rf"{either(role('anew'))}(?!\w)"),
        issued=pattern(rf"(?<!\w){either(role('issued'))}\s+yang\s+$"),
        by=pattern(r"\s+(?:juga\s+)?oleh(?!\w)"),
        over=pattern(rf"[^,.;]{{0,60}}?(?<!\w){either(role('over'))}\s+"),
        name=re.compile(rf"\s*((?:[A-Z][\w.'’-]*|{particles})(?:\s+(?:[A-Z][\w.'’-]*|{particles})){{0,7}})"),
        aside=pattern(rf",?\s+{either(role('aside'))}(?!\w)(?!\s+{either(role('pointer'))}(?!\w))"),
        idioms=_idioms(lexicon),
        between=pattern(rf"(?:{either(role('between'))}|{either(times)})(?!\w)"),
        address=frozenset(w.casefold() for w in role("address")),
        goes_on=pattern(rf"(?!(?:{either([*role('leaves'), *role('carried')])}|{either(times)})(?!\w))\w"),
        carried=pattern(
            rf"(?:(?:{either(role('as'))}\s+)+(?:yang\s+)?)?{either(role('carried'))}[^,]{{1,60}},"
            rf"(?:\s*(?:pada\s+)?{either(times)}[^,]{{0,40}},)?\s*"
        ),
        carried_back=pattern(rf"demikian\s+(?:yang\s+)?{either(role('carried'))}(?!\w)"),
        points=pattern(
            rf"(?<!\w)(?:hal\s+(?:yang\s+)?\w+|\w+\s+(?:\w+\s+)?{either(role('pointer'))}|{either(of('noun'))})\s*(?:\w+\s+)?$"
        ),
        says=pattern(rf"(?<!\w)(?:hal|{either(of('noun'))})\s+(?:yang\s+)?\w+\s+(?:\w+\s+)?$"),
        as_told=pattern(rf",?\s*{either(role('as'))}\s+(?:yang\s+)?$"),
        joint=pattern(rf"\s(?:yang\s+(?:juga\s+)?{verbs}|,?\s*bahwa)(?!\w)(?:\s+bahwa(?!\w))?\s*"),
        report=pattern(
            rf",?\s(?:(?:{either(role('while'))}\s+(?:{either(role('adverb'))}\s+)*{verbs})|(?:(?:dan|serta)\s+"
            rf"(?:{either(role('adverb'))}\s+)*{verbs}(?=\s*(?:,|:|¤|bahwa(?!\w)))))|,?\s(?:dan|serta)\s+{either(role('adds'))}(?!\w)"
            rf"|,\s(?:{either(role('adverb'))}\s+)*(?:{either(role('anew'))}(?!\w)|{verbs}(?=\s*(?::|¤|bahwa(?!\w))))"
        ),
        narrator=pattern(
            rf"(?:,?\s+(?:{either(role('as'))}\s+)+(?:yang\s+)?|,\s+){either(role('carried'))}(?=\s|[A-Z])"
            rf"|,?\s+{either(role('leaves off'))}(?!\w)"
        ),
        filler=pattern(rf"{either(of('behind'))}\s+(?={either([*of('root')])}(?:nya)?(?!\w))"),
        filler_end=pattern(rf"(?<!\w){either(of('behind'))}\s*$"),
        whose=pattern(rf"(?:{either(few)}\s+)?(?P<whose>{either([*role('aide'), *role('kin')])})\s+"),
        private=pattern(rf"(?:{either(few)}\s+)*{either(role('private'))}(?!\w)"),
        kin=frozenset(w.casefold() for w in role("kin")),
        pers=frozenset(w.casefold() for w in of("per")),
        predicates=frozenset(w.casefold() for w in role("predicate")),
        statement=pattern(rf"\s+{either([*role('statement'), *of('noun'), *of('told')])}(?!\w)"),
        calls=pattern(r"(?:[^,.;:¤]{0,80}\s)?sebagai"),
    )


def _outlets(lexicon: Lexicon) -> list[str]:
    """The outlets that others carry, longest first."""
    named = {w for e in lexicon["carriers"] if e.get("kind") == "outlet" for w in e.words}
    return sorted(named, key=lambda w: (-len(w), w))


def _idioms(lexicon: Lexicon) -> dict[str, re.Pattern[str]]:
    """By verb, the objects behind which it reports nothing."""
    objects: dict[str, list[str]] = {}
    for entry in lexicon["idioms"]:
        for verb in entry.values.get("verbs", ()):
            objects.setdefault(str(verb).casefold(), []).extend(entry.words)
    return {v: re.compile(rf"\s+{either(ws)}(?!\w)", re.IGNORECASE) for v, ws in objects.items()}


def _named(lexicon: Lexicon) -> Iterable[str]:
    """Words of the actors' own lists that open a speaker's name."""
    for name in ("roles", *NAMED):
        if name in lexicon.lists:
            for entry in lexicon[name]:
                yield from entry.words


def _begins(forms: Iterable[str]) -> frozenset[str]:
    first = {match[0] for form in forms if (match := FIRST.match(form.casefold()))}
    return frozenset(first | {f"{word}nya" for word in first})


def _first_words(phrases: Iterable[str]) -> Iterable[str]:
    return (p.split()[0].casefold() for p in phrases)
