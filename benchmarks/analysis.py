"""Our whole analysis beside the bare recogniser's own time, and what a second process brings.

    python benchmarks/analysis.py [--jsonl FILE] [--count 100]

Bare: the shipped model's tokenizer and recogniser over the articles' cleaned texts, nothing else.
Whole: the files opened, cleaned and read, everything found in them, by the same model in the same
run. Two processes: each takes half of the articles. Imports and loading are not counted, but told.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from measuring import ROOT, machine, run, table, write_articles

BATCH = 16
MODEL = ROOT / "briefing" / "language" / "id" / "model"


def bare(files: list[Path]) -> Callable[[], int]:
    """The recogniser alone, loaded; called, it reads the texts and gives how many entities it found."""
    import spacy

    import briefing.language.pipeline as _factories  # noqa: F401 - registers the components of ours
    from briefing import sources

    nlp = spacy.load(MODEL)
    reads_shared = "Listener" in nlp.config["components"]["ner"]["model"]["tok2vec"]["@architectures"]
    nlp.select_pipes(enable=["tok2vec", "ner"] if reads_shared else ["ner"])
    texts = [sources.read_path(path).article.text for path in files]
    list(nlp.pipe(texts[:1]))
    return lambda: sum(len(doc.ents) for doc in nlp.pipe(texts, batch_size=BATCH))


def whole(files: list[Path]) -> Callable[[], int]:
    """The whole analysis, loaded; called, it gives how many claims it found."""
    from briefing import workflow
    from briefing.workflow import bounded

    bounded.FORKS = False  # in this process, as the bare recogniser; two of them are measured apart
    workflow.analyse(files[:1])
    return lambda: sum(len(found.claims) for found in workflow.analyse(files).findings)


READERS = {"bare": bare, "whole": whole}


def inside(reader: str, files: list[Path]) -> dict[str, float]:
    """In a process of its own: load, then work; seconds of each, and the peak memory."""
    began = time.perf_counter()
    work = READERS[reader](files)
    loaded, loaded_cpu = time.perf_counter(), time.process_time()
    found = work()
    done, done_cpu = time.perf_counter(), time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = {"load": loaded - began, "work": done - loaded, "cpu": done_cpu - loaded_cpu}
    return {**times, "found": found, "megabytes": peak}


def measured(reader: str, files: list[Path], *, processes: int = 1) -> dict[str, Any]:
    """So many processes at once, each with its share of the files; the slowest counts."""
    shares = [files[n::processes] for n in range(processes)]
    with ThreadPoolExecutor(processes) as pool:
        runs = pool.map(lambda share: run(Path(__file__), "--inside", reader, *share).output, shares)
        results = [json.loads(output) for output in runs]
    slowest = {key: max(result[key] for result in results) for key in ("load", "work", "megabytes")}
    return {**slowest, "cpu": sum(result["cpu"] for result in results)}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--jsonl", type=Path, help="take the articles from this file instead of the seeds")
    parser.add_argument("--count", type=int, default=100, help="how many articles")
    parser.add_argument("--inside", choices=READERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(json.dumps(inside(options.inside, options.files)))
        return
    with tempfile.TemporaryDirectory() as folder:
        words = write_articles(Path(folder), options.count, source=options.jsonl)
        files = sorted(Path(folder).iterdir())
        results = {
            "whole analysis": measured("whole", files),
            "whole analysis, two processes": measured("whole", files, processes=2),
        }
        if (MODEL / "config.cfg").is_file():
            results = {"bare recogniser": measured("bare", files), **results}
    first = next(iter(results.values()))["cpu"]
    rows = [
        (
            name,
            f"{r['work']:.2f}",
            f"{r['cpu']:.2f}",
            f"{r['cpu'] / first:.2f}",
            f"{options.count / r['work']:.1f}",
            f"{words / r['work']:,.0f}",
            f"{r['load']:.2f}",
            f"{r['megabytes']:.0f}",
        )
        for name, r in results.items()
    ]
    source = options.jsonl.name if options.jsonl else "the seeds, varied"
    print(f"{machine()}; {options.count} articles ({source}), {words:,} words\n")
    head = (
        "what",
        "seconds",
        "on a core",
        "ratio of that",
        "articles a second",
        "words a second",
        "loading",
        "peak MB",
    )
    print(table(head, rows))


if __name__ == "__main__":
    main()
