"""The shipped pipeline from the trained recogniser: `python -m training.package build/training`.

One folder for `spacy.load`: tokenizer, sentences, recogniser. The vocabulary holds no words: HashEmbed
needs none, and the corpora stay out. Without a folder the recogniser that ships is packaged anew, as
it is: that is all to be done when an abbreviation or a mark of the tokenizer has changed.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import spacy
import srsly
from spacy.language import Language

from briefing.language.pipeline import NAMES, blank

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "briefing" / "language" / "id" / "model"
VERSION = "1.0.0"
LIMIT = 10_000_000


def main() -> None:
    """Package what was trained, or again what ships."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?")
    options.add_argument("--out", type=Path, default=SHIPPED)
    given = options.parse_args()
    package(given.folder / "names" / "model-best" if given.folder else SHIPPED, given.out)


def package(trained: Path, out: Path) -> None:
    """Leave the whole pipeline in a folder, with licence and credits."""
    nlp = blank("id")
    nlp.add_pipe(NAMES, source=spacy.load(trained))
    describe(nlp)
    shutil.rmtree(out, ignore_errors=True)
    nlp.to_disk(out)
    forget_words(out, nlp)
    shutil.copy(HERE / "CREDITS.md", out / "CREDITS.md")
    shutil.copy(HERE / "CC-BY-SA-4.0.txt", out / "LICENSE")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"{out}: {size / 1e6:.1f} MB, {', '.join(nlp.pipe_names)}")
    if size > LIMIT:
        raise SystemExit(f"more than the {LIMIT / 1e6:.0f} MB that may ship")


def describe(nlp: Language) -> None:
    """What `nlp.meta` says: whose, under which licence, with what it runs."""
    nlp.meta.update(
        name="news",
        version=VERSION,
        description="Indonesian news: sentences, persons, organisations and places",
        author="the briefing project",
        license="CC BY-SA 4.0",
        requirements=["briefing"],
        sources=[{"name": "see CREDITS.md"}],
    )
    nlp.meta.pop("performance", None)


def forget_words(folder: Path, nlp: Language) -> None:
    """Leave only the names of labels in the stored vocabulary: 1 MB less, and no corpus word ships."""
    labels = {label for pipe in nlp.pipe_labels.values() for label in pipe}
    srsly.write_json(folder / "vocab" / "strings.json", sorted(labels))
    meta = folder / "meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()), indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
