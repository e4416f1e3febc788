"""A model from converted corpora: `python -m training.train build/training`.

One process, one thread, one seed. The model of the best step lies in build/training/names/model-best.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Train the recogniser."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--config", type=Path, help="another configuration, for a trial")
    given = options.parse_args()
    # More threads gain little at this size, and make the sums come out otherwise each time.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    train(given.folder, given.config or HERE / "names.cfg")


def train(folder: Path, config: Path) -> None:
    """Run spaCy's training over the converted files."""
    from spacy.cli.train import train as run

    import briefing.language.pipeline  # noqa: F401  (registers tokenizer and sentence marker)

    paths = {f"paths.{kind}": str(folder / f"names-{kind}.spacy") for kind in ("train", "dev")}
    run(config, folder / config.stem, overrides=paths)


if __name__ == "__main__":
    main()
