"""Coverage-guided fuzzing: `python benchmarks/fuzz.py [inputs] [-max_total_time=60]`.

From bytes to findings; with `inputs` from bytes to articles by the readers of all that is taken apart (pages,
feeds, mail, tables, documents, archives). Needs the atheris package (`pip install atheris`). Starts from the
sample articles, or a small input of each kind; stops at the first input that crashes or breaks an invariant,
and leaves it beside as `crash-…`. Further arguments are libFuzzer's.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from invariants import broken

SEEDS = Path(__file__).parents[1] / "seeds"
DEFAULT = ("-max_total_time=60", "-max_len=4096", "-timeout=10")


MOST = 50
"""Pieces of one input that are read."""
KINDS = {
    "page": b"<!doctype html><html><head><title>Judul</title></head><body><p>Rusia siap.</p></body></html>",
    "feed": b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>A</title><description>Rusia siap."
    b"</description><pubDate>Fri, 08 Dec 2017 10:00:00 +0700</pubDate></item></channel></rss>",
    "jsonfeed": b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": "R"}]}',
    "mail": b"From: a@example.org\r\nSubject: Judul\r\nContent-Type: text/html\r\n\r\n<p>Rusia siap.</p>\r\n",
    "table": b"judul,isi,tanggal\nA,Rusia siap membantu pembicaraan itu.,2017-12-08\n",
    "lines": b'{"title": "A", "text": "Rusia siap membantu."}\n{"title": "B", "text": "Korut menolak."}\n',
    "front": b"---\ntitle: A\ndate: 2017-12-08\n---\nRusia siap membantu.\n",
}


def paragraphs() -> Iterator[tuple[str, bytes]]:
    """The paragraphs of the sample articles, by name."""
    for path in sorted(SEEDS.glob("*.txt")):
        for n, paragraph in enumerate(path.read_bytes().split(b"\n\n")):
            yield f"{path.stem}-{n}", paragraph


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
        from briefing.sources.pieces import Piece
        from briefing.sources.readers import apart
    words = lexicon.load("id")

    def read(data: bytes) -> None:
        piece = Piece(where="fuzz", data=data)
        for part in islice(apart(piece), MOST):
            if isinstance(part, Piece):
                with suppress(InputError):
                    sources.read_piece(part)

    def one(data: bytes) -> None:
        try:
            article = sources.read_bytes(data, source="fuzz").article
        except InputError:
            return
        wrong = broken(extract.extract(article, language.read(article), words))
        if wrong:
            raise AssertionError(wrong[0])

    given = sys.argv[1:]
    readers = given[:1] == ["inputs"]
    corpus = tempfile.mkdtemp(prefix="briefing-fuzz-")
    for name, data in KINDS.items() if readers else paragraphs():
        Path(corpus, name).write_bytes(data)
    given = given[readers:]
    atheris.Setup([sys.argv[0], *(given or DEFAULT), corpus], read if readers else one)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
