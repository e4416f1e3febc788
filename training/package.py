"""The shipped pipeline from the trained parts: `python -m training.package build/training`.

One folder for `spacy.load`: sentences, recogniser, tagger and parser. Whoever needs names alone
disables the rest. The vocabulary holds no words: HashEmbed needs none, and the corpora stay out.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import spacy
import srsly
from spacy.language import Language

from briefing.language.pipeline import blank

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "briefing" / "language" / "id" / "model"
VERSION = "1.0.0"
LIMIT = 25_000_000


def main() -> None:
    """Put the parts together."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--out", type=Path, default=SHIPPED)
    given = options.parse_args()
    parts = [given.folder / part / "model-best" for part in ("names", "trees")]
    package([part for part in parts if part.is_dir()], given.out)


def package(parts: list[Path], out: Path) -> None:
    """Leave the whole pipeline in a folder, with licence and credits."""
    nlp = blank("id")
    for part in parts:
        trained = spacy.load(part)
        for name in trained.pipe_names:
            nlp.add_pipe(name, source=trained)
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
        description="Indonesian news: sentences, persons, organisations and places, tags, dependencies",
        author="the briefing project",
        license="CC BY-SA 4.0",
        requirements=["briefing"],
        sources=[{"name": "see CREDITS.md"}],
    )
    nlp.meta.pop("performance", None)


def forget_words(folder: Path, nlp: Language) -> None:
    """Leave only the names of labels in the stored vocabulary: 1 MB less, and no corpus word ships."""
    labels = {label for pipe in nlp.pipe_labels.values() for label in pipe}
    parts = {part for label in labels for part in label.replace("||", "|").split("|")}
    values = {value for part in parts for value in (*part.split("="), *part.split("-"))}
    srsly.write_json(folder / "vocab" / "strings.json", sorted(labels | parts | values))
    meta = folder / "meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()), indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
