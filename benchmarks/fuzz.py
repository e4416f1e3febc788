"""Coverage-guided fuzzing from bytes to findings: `python benchmarks/fuzz.py [-max_total_time=60]`.

Needs the atheris package (`pip install atheris`). Starts from the sample articles; stops at the first
input that crashes or breaks an invariant, and leaves it beside as `crash-…`. Arguments are libFuzzer's.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from invariants import broken

SEEDS = Path(__file__).parents[1] / "seeds"
DEFAULT = ("-max_total_time=60", "-max_len=4096", "-timeout=10")


def main() -> int:
    """Runs until the time is over or something breaks."""
    try:
        import atheris
    except ImportError:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        return 1
    with atheris.instrument_imports(include=["briefing"]):
        from briefing import extract, language, lexicon, sources
        from briefing.errors import InputError
    words = lexicon.load("id")

    def one(data: bytes) -> None:
        try:
            article = sources.read_bytes(data, source="fuzz").article
        except InputError:
            return
        wrong = broken(extract.extract(article, language.read(article), words))
        if wrong:
            raise AssertionError(wrong[0])

    corpus = tempfile.mkdtemp(prefix="briefing-fuzz-")
    for path in sorted(SEEDS.glob("*.txt")):
        for n, paragraph in enumerate(path.read_bytes().split(b"\n\n")):
            Path(corpus, f"{path.stem}-{n}").write_bytes(paragraph)
    given = sys.argv[1:]
    atheris.Setup([sys.argv[0], *(given or DEFAULT), corpus], one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
