"""The reporting words of a lexicon as rules use them: what stands for saying, and what stands around it.

All patterns are tried on the *frame* of a text (see stretches.py), in which quoted words are hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefing.lexicon import Entry
from briefing.lexicon.patterns import any_of
from briefing.model import record

WORD = r"[^\W_][\w'’./-]*"
"""A word of running text: "Choe", "Song-hui", "Jum'at"."""
WIDE = r"\s+"


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
    nameless: frozenset[str]
    """Nouns for whom nobody names: "sumber itu" is no person named before."""
    speakers: frozenset[str]
    """First words of noun phrases that can speak: offices, bodies, "sejumlah", "para"."""
    media: frozenset[str]
    things: frozenset[str]
    few: re.Pattern[str]
    """ "Beberapa", "sejumlah": the noun behind tells who or what it is."""
    records: frozenset[str]
    """Things that say what the body says that made them: "laporan PBB"."""
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
    also: re.Pattern[str]
    """A further verb of the same speaker behind a thing: "… dan meminta"."""
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
