"""The reporting words of a lexicon, compiled once from its word lists (see cues.py for what each is)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from briefing.extract.claims.cues import Cues, either
from briefing.lexicon import Entry, Lexicon

FIRST = re.compile(r"\w+")
GLUED = r"(?<=[a-z])"
"""Pages lose the space beside a link: "Trumpmengatakan", "menuduhnelayan asing"."""
LONG = 7
"""Letters of a verb that may be told from what it ran together with."""
LISTS = ("cues", "stance", "statements")
SPEAKERS = ("person", "body", "aide", "kin")
NAMED = ("bodies", "ranks")
"""Word lists of the actors' room whose words can open a speaker's name."""


@lru_cache(maxsize=4)
def cues(lexicon: Lexicon) -> Cues:
    """The compiled words of a lexicon."""
    reporting = [entry for name in LISTS for entry in lexicon[name]]
    around = list(lexicon["voices"])

    def of(kind: str) -> list[str]:
        return [w for e in reporting if e.get("kind") == kind for w in e.words]

    def role(name: str) -> list[str]:
        return [w for e in around if e.get("role") == name for w in e.words]

    def lower(words: Iterable[str]) -> frozenset[str]:
        return frozenset(w.casefold() for w in words)

    def pattern(text: str) -> re.Pattern[str]:
        return re.compile(text, re.IGNORECASE)

    forms: dict[str, Entry] = {}
    for entry in reporting:
        for word in entry.words:
            forms.setdefault(word.casefold(), entry)
    verbs = either([*of("verb"), *of("wish")])
    particles = f"{either(role('particle'))}(?!\\w)"
    long = either(w for w in [*of("verb"), *of("wish")] if len(w) >= LONG and w.startswith("me"))
    times = lower(role("time"))
    adverbs = rf"(?:{either(role('adverb'))}\s+)*"
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
        pronouns=lower(role("pronoun")),
        plurals=lower(role("plural")),
        pointers=lower(role("pointer")),
        definite=lower(role("definite")),
        nameless=frozenset(_first_words(role("nameless"))),
        speakers=frozenset(_first_words([*around_speakers, *_named(lexicon)])),
        media=lower(role("medium")),
        few=pattern(rf"(?:{either(few)}\s+)+"),
        records=lower(role("record")),
        things=lower(role("thing")),
        adverb=pattern(rf"(?:(?:^|(?<=\s)|(?<=,)){either(role('adverb'))}[\s,]*)+$"),
        unsaid=pattern(rf"(?<!\w){either(role('unsaid'))}\s+(?:{either(role('adverb'))}\s+)*$"),
        preposition=pattern(rf"{either(role('preposition'))}(?!\w)"),
        inner_cut=pattern(rf"(?<=\s){either(role('cut'))}(?!\w)"),
        cuts=lower(role("cut")),
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
        opener=pattern(
            rf"(?:(?:{either(role('opener'))}|(?:pada\s+)?(?:hari\s+)?{either(times)}(?:\s+\w+)?\s*\([^)]*\))\s+)+"
        ),
        outlet=re.compile(rf"(?<!\w){outlets}(?!\w)"),
        press=re.compile(
            rf"\s+(?i:{either(role('told to'))})\s+(?:[^,.;:¤]{{0,30}}?\s)?"
            rf"(?:{outlets}|(?i:{either(role('press'))}))(?![\w-])(?=\s+\w)"
        ),
        paper=pattern(rf"{either([*role('medium'), *papers])}(?!\w)"),
        posted=pattern(rf"\s{either(role('posted'))}\s"),
        modifiers=lower(role("modifier")),
        anew=pattern(rf"{either(role('anew'))}(?!\w)"),
        also=pattern(rf",?\s(?:dan|serta|sekaligus)\s+{adverbs}{verbs}(?![\w-]|\s+sebagai)"),
        issued=pattern(rf"(?<!\w){either(role('issued'))}\s+yang\s+$"),
        by=pattern(r"\s+(?:juga\s+)?oleh(?!\w)"),
        over=pattern(rf"[^,.;]{{0,60}}?(?<!\w){either(role('over'))}\s+"),
        name=re.compile(rf"\s*((?:[A-Z][\w.'’-]*|{particles})(?:\s+(?:[A-Z][\w.'’-]*|{particles})){{0,7}})"),
        aside=pattern(rf",?\s+{either(role('aside'))}(?!\w)(?!\s+{either(role('pointer'))}(?!\w))"),
        idioms=_idioms(lexicon),
        between=pattern(rf"(?:{either(role('between'))}|{either(times)})(?!\w)"),
        address=lower(role("address")),
        goes_on=pattern(rf"(?!(?:{either([*role('leaves'), *role('carried')])}|{either(times)})(?!\w))\w"),
        carried=pattern(
            rf"(?:(?:{either(role('as'))}\s+)+(?:yang\s+)?)?{either(role('carried'))}[^,]{{1,60}},"
            rf"(?:\s*(?:pada\s+)?{either(times)}[^,]{{0,40}},)?\s*"
        ),
        carried_back=pattern(rf"demikian\s+(?:yang\s+)?{either(role('carried'))}(?!\w)"),
        points=pattern(
            rf"(?<!\w)(?:hal\s+(?:yang\s+)?\w+|{either(of('noun'))}"
            rf"|\w+\s+(?:\w+\s+)?{either([*role('pointer'), *role('alike')])})\s*(?:\w+\s+)?{adverbs}$"
        ),
        says=pattern(
            rf"(?<!\w)(?:hal|{either(of('noun'))})\s+(?:yang\s+)?(?!{either(role('alike'))})\w+\s+(?:\w+\s+)?{adverbs}$"
        ),
        as_told=pattern(rf",?\s*{either(role('as'))}\s+(?:yang\s+)?$"),
        joint=pattern(rf"\s(?:yang\s+(?:juga\s+)?{verbs}|,?\s*bahwa)(?!\w)(?:\s+bahwa(?!\w))?\s*"),
        report=pattern(
            rf",?\s{either([*role('while'), *role('hence')])}\s+{adverbs}{verbs}"
            rf"|,?\s(?:dan|serta)\s+{adverbs}{verbs}(?=\s*(?:,|:|¤|bahwa(?!\w)))"
            rf"|,?\s(?:dan|serta)\s+{either(role('adds'))}(?!\w)"
            rf"|,\s{adverbs}(?:{either(role('anew'))}(?!\w)|{verbs}(?=\s*(?::|¤|bahwa(?!\w))))"
        ),
        narrator=pattern(
            rf"(?:,?\s+(?:{either(role('as'))}\s+)+(?:yang\s+)?|,\s+){either(role('carried'))}(?=\s|[A-Z])"
            rf"|,?\s+{either(role('leaves off'))}(?![\w-])"
            rf"|,?\s+{either(role('contrast'))}\s+{either(role('pronoun'))}\s+{either(role('unsaid'))}"
            rf"\s+{either(role('withheld'))}(?!\w)"
        ),
        filler=pattern(rf"{either(of('behind'))}\s+(?={either([*of('root')])}(?:nya)?(?!\w))"),
        filler_end=pattern(rf"(?<!\w){either(of('behind'))}\s*$"),
        whose=pattern(rf"(?:{either(few)}\s+)?(?P<whose>{either([*role('aide'), *role('kin')])})\s+"),
        private=pattern(rf"(?:{either(few)}\s+)*{either(role('private'))}(?!\w)"),
        kin=lower(role("kin")),
        pers=lower(of("per")),
        predicates=lower(role("predicate")),
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
