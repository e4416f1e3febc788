"""ROUGE of the summaries against LEAD-3, TextRank and LexRank on IndoSum.

    python benchmarks/summaries.py PATH/indosum-dev01.jsonl [--every N]

The data (IndoSum, CC BY-SA 4.0 by its compilers; the texts are the publishers') is not part of the
project. Each line holds a tokenised article: `paragraphs` of sentences of words, and `summary`, which
people wrote. All four systems choose among the same sentences, and the same text of them is scored, so
that neither tokenisation nor sentence splitting tells them apart. LEAD-3, TextRank and LexRank give
three sentences; ours two to four, by its budget of words. Needs `pip install rouge-score sumy`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from briefing import lexicon
from briefing.extract.summary import MARKS, WORD, Sentence, choose

MEASURES = ("rouge1", "rouge2", "rougeL")
THREE = 3
System = Callable[[Sequence[str]], Sequence[int]]


def ours(sentences: Sequence[str]) -> Sequence[int]:
    """The places that briefing chooses; a sentence is cut where a quotation is open at either end."""
    candidates, inside = [], False
    for text in sentences:
        odd = sum(text.count(mark) for mark in MARKS) % 2 == 1
        candidates.append(Sentence(text=text, cut=inside or odd))
        inside = inside != odd
    return choose(candidates, lexicon.load("id"))


def lead(sentences: Sequence[str]) -> Sequence[int]:
    """The first three."""
    return range(min(THREE, len(sentences)))


def graph(summarizer: Any) -> System:
    """The three that a summarizer of sumy ranks highest, in the order of the text."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph
    from sumy.models.dom import Sentence as Ranked

    class Words:
        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(WORD.findall(text))

    words = Words()

    def chosen(sentences: Sequence[str]) -> Sequence[int]:
        ranked = [Ranked(text, words) for text in sentences]
        places = {id(r): i for i, r in enumerate(ranked)}
        document = ObjectDocumentModel([Paragraph(ranked)])
        return sorted(places[id(s)] for s in summarizer(document, THREE))

    return chosen


def systems() -> dict[str, System]:
    """All that are compared, by name."""
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.summarizers.text_rank import TextRankSummarizer

    empty = frozenset(w for e in lexicon.load("id")["summary"] if e.get("role") == "empty" for w in e.words)
    text_rank, lex_rank = TextRankSummarizer(), LexRankSummarizer()
    text_rank.stop_words = lex_rank.stop_words = empty
    return {"briefing": ours, "LEAD-3": lead, "TextRank": graph(text_rank), "LexRank": graph(lex_rank)}


def measure(articles: Sequence[dict[str, Any]], by_name: dict[str, System]) -> dict[str, list[float]]:
    """For each system the mean F of each measure, and the sentences it took on average."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(list(MEASURES))
    totals = {name: [0.0] * (len(MEASURES) + 1) for name in by_name}
    for article in articles:
        sentences = [" ".join(words) for paragraph in article["paragraphs"] for words in paragraph]
        reference = " ".join(w for words in article["summary"] for w in words)
        for name, system in by_name.items():
            places = system(sentences)
            scores = scorer.score(reference, " ".join(sentences[i] for i in places))
            figures = [*(scores[m].fmeasure for m in MEASURES), len(places)]
            totals[name] = [a + b for a, b in zip(totals[name], figures, strict=True)]
    return {name: [f / len(articles) for f in figures] for name, figures in totals.items()}


def main() -> int:
    """Print the table; 1 if ours does not lead it in every measure, 2 if it can't be made here."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("path", type=Path, help="IndoSum, one article a line")
    options.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth article")
    given = options.parse_args()
    try:
        lines = given.path.read_text(encoding="utf-8").splitlines()[:: given.every]
        by_name = systems()
        figures = measure([json.loads(line) for line in lines if line.strip()], by_name)
    except OSError as error:
        print(
            f"{given.path}: can't be read ({error.strerror}); IndoSum is not part of the project",
            file=sys.stderr,
        )
        return 2
    except ImportError as error:
        print(f"{error.name} is missing: pip install rouge-score sumy", file=sys.stderr)
        return 2
    print(f"{len(lines)} articles\n{'':10} {'ROUGE-1':>8} {'ROUGE-2':>8} {'ROUGE-L':>8} {'sentences':>10}")
    for name, row in figures.items():
        print(f"{name:10} {row[0]:8.3f} {row[1]:8.3f} {row[2]:8.3f} {row[3]:10.2f}")
    others = [row for name, row in figures.items() if name != "briefing"]
    return 0 if all(figures["briefing"][m] > row[m] for row in others for m in range(len(MEASURES))) else 1


if __name__ == "__main__":
    raise SystemExit(main())
