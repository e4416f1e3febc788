"""Rows of tables taken apart: CSV, JSON, JSON Lines and Parquet, an article a row.

Which column holds which field is told by the user (`Piece.columns`), or by the usual names in `columns.toml`.
A row that can't be read is told by its line, and stops none of the others. Only a JSON file that is one value
is held whole; everything else passes row by row.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from briefing.errors import InputError
from briefing.model import HeaderReading, Problem, record
from briefing.sources.beside import read_field
from briefing.sources.decode import decode
from briefing.sources.markup import is_html
from briefing.sources.pieces import Form, Piece
from briefing.sources.reading import LIMIT

STAGE = "sources"
RULE = "row"
WHOLE = 50_000_000
"""Bytes of a JSON file that is one value; JSON Lines may have any number."""
JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*[\"}]")
DELIMITERS = ",;\t|"
PARQUET = b"PAR1"
LINES = (".jsonl", ".ndjson")
BATCH = 64
"""Rows of a Parquet file that are held at once."""
DEEPEST = 4
"""Levels of records within one another that are looked into for columns."""
CUT = 160
PATIENCE = 20
"""Rows without a text before a table is given up that has no column for it."""

Row = Mapping[str, Any]


@record
class _Bad:
    """A row that is none, and why."""

    why: str


def csv_rows(piece: Piece) -> Iterator[Piece | Problem]:
    """The rows of a CSV file with a head; the line is that on which a row ends."""
    encoding = decode(piece.data, source=piece.where).encoding
    with piece.open() as file:
        yield from _articles(piece, _csv(io.TextIOWrapper(file, encoding, errors="replace", newline="")))


def is_json(piece: Piece) -> bool:
    """Whether a piece begins as a JSON record, or an array of records; no report begins so."""
    return JSON.match(piece.data) is not None


def json_rows(piece: Piece) -> Iterator[Piece | Problem]:
    """The records of a JSON file: of an array, of an array within a record, or one on each line."""
    if _is_lines(piece):
        yield from json_lines(piece)
        return
    if piece.size > WHOLE:
        limit = f"{piece.size / 1e6:.0f} MB, the limit is {WHOLE / 1e6:.0f} MB"
        hint = "Write one record on each line (JSON Lines)"
        raise InputError(f"is too large for one JSON value: {limit}", where=piece.where, hint=hint)
    with piece.open() as file:
        data = file.read()
    yield from _articles(piece, _json(decode(data, source=piece.where).text))


def json_lines(piece: Piece) -> Iterator[Piece | Problem]:
    """The records of a file with one JSON value on each line."""
    with piece.open() as file:
        yield from _articles(piece, _lines(file))


def parquet_rows(piece: Piece) -> Iterator[Piece | Problem]:
    """The rows of a Parquet file."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise missing("a Parquet table", "pyarrow", "tables", piece.where) from error
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    with piece.open() as file:
        try:
            table = parquet.ParquetFile(file)
        except pyarrow.ArrowException as error:
            what = f"is a Parquet table, and damaged: {error}"
            raise InputError(what[:CUT], where=piece.where, hint="Save or fetch it again") from error
        batches = table.iter_batches(batch_size=BATCH, use_threads=False)
        rows = (row for batch in batches for row in batch.to_pylist())
        yield from _articles(piece, enumerate(rows, start=1), unit="row")


def missing(kind: str, library: str, extra: str, where: str) -> InputError:
    """The error where the library that reads a kind of file is not installed."""
    return InputError(
        f"is {kind}; to read it takes {library}", where=where, hint=f"pip install 'briefing[{extra}]'"
    )


# --- rows to pieces ---------------------------------------------------------------------------


def _articles(
    table: Piece, rows: Iterable[tuple[int, Row | _Bad]], *, unit: str = "line"
) -> Iterator[Piece | Problem]:
    """The articles of the rows. Rows of JSON may differ in their keys: columns are looked for anew."""
    columns: dict[str, str] = {}
    known: frozenset[str] = frozenset()
    for n, (number, row) in enumerate(rows):
        where = f"{table.where}#{number}"
        if isinstance(row, _Bad):
            yield _lost(where, f"{unit} {number} {row.why}")
            continue
        flat = dict(_flat(row))
        if not flat.keys() <= known:
            known |= flat.keys()
            columns = _columns(known, table)
        if "text" not in columns and n >= PATIENCE:
            some = ", ".join(sorted(known)[:8])
            what = f"has no column with the text of articles (columns: {some})"
            raise InputError(what[:CUT], where=table.where, hint="Name it: --map text=COLUMN")
        text = _words(flat.get(columns.get("text", "")))
        if not text.strip():
            yield _lost(where, f"{unit} {number} has no text")
            continue
        yield Piece(
            where=where,
            data=text.encode("utf-8", "replace"),
            form=Form.PAGE if is_html(text) else Form.TEXT,
            encoding="utf-8",
            given=tuple(_given(flat, columns)),
        )


def _given(flat: Row, columns: Mapping[str, str]) -> Iterator[HeaderReading]:
    """What a row tells of its article. What can't be what its column says is left out."""
    for field, column in columns.items():
        value = flat.get(column)
        words = [_words(one) for one in value] if isinstance(value, list) else _words(value)
        if field == "text" or not words:
            continue
        try:
            yield from read_field(field, words, rule=RULE)
        except ValueError:
            continue


def _columns(names: Iterable[str], table: Piece) -> dict[str, str]:
    """The column of each field: the one that the user names, else one with a usual name."""
    ordered = sorted(names, key=lambda name: (name.count("."), name))
    there = {name.rpartition(".")[2].casefold(): name for name in reversed(ordered)}
    there |= {name.casefold(): name for name in ordered}
    usual = {
        field: column
        for field, known in usual_names().items()
        if (column := next((there[name] for name in known if name in there), None)) is not None
    }
    own = {field: there.get(column.casefold(), "") for field, column in table.columns}
    return {field: column for field, column in (usual | own).items() if column}


@lru_cache(maxsize=1)
def usual_names() -> Mapping[str, Sequence[str]]:
    """The usual names of columns, by field."""
    return tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))


def _flat(row: Row, before: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """The values of a record by name, those of records in it by both names: "article.text"."""
    for name, value in row.items():
        if isinstance(value, dict) and depth < DEEPEST:
            yield from _flat(value, f"{before}{name}.", depth + 1)
        else:
            yield f"{before}{name}", value


def _words(value: object) -> str:
    """A value as words; a record within a list by its name ("authors": [{"name": …}])."""
    if value is None or isinstance(value, bool | bytes):
        return ""
    if isinstance(value, dict):
        return _words(value.get("name"))
    return "\n\n".join(map(_words, value)) if isinstance(value, list) else str(value)


def _lost(where: str, message: str) -> Problem:
    return Problem(stage=STAGE, where=where, message=message, hint="Mend the row; the others are read")


# --- CSV --------------------------------------------------------------------------------------


def _csv(lines: io.TextIOWrapper) -> Iterator[tuple[int, Row | _Bad]]:
    csv.field_size_limit(LIMIT)
    head = lines.readline(LIMIT)
    delimiter = max(DELIMITERS, key=head.count)
    names = [name.strip().lstrip("\ufeff") for name in next(csv.reader([head], delimiter=delimiter), [])]
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield rows.line_num + 1, _Bad(why=f"can't be read: {error}")
            continue
        number = rows.line_num + 1
        if not row:
            continue
        if len(row) > len(names):
            yield number, _Bad(why=f"has {len(row)} columns, the head has {len(names)}")
            continue
        yield number, dict(zip(names, row, strict=False))


# --- JSON -------------------------------------------------------------------------------------


def _is_lines(piece: Piece) -> bool:
    """Whether a file is JSON Lines: by its name, or as a second value stands behind its first line."""
    if (piece.name or piece.where).lower().endswith(LINES):
        return True
    first, _, rest = piece.data.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    return first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{"


def _lines(file: BinaryIO) -> Iterator[tuple[int, Row | _Bad]]:
    number = 0
    while line := file.readline(LIMIT + 1):
        number += 1
        if len(line) > LIMIT:
            while line and not line.endswith(b"\n"):
                line = file.readline(LIMIT)
            yield number, _Bad(why=f"is longer than {LIMIT / 1e6:.0f} MB")
            continue
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield number, _loaded(line)


def _loaded(line: bytes) -> Row | _Bad:
    try:
        value = json.loads(line.decode("utf-8-sig", "replace"))
    except json.JSONDecodeError as error:
        return _Bad(why=f"is no JSON: {error.msg} at column {error.colno}")
    except (RecursionError, ValueError) as error:
        return _Bad(
            why=f"can't be read: {'nested too deeply' if isinstance(error, RecursionError) else error}"
        )
    return value if isinstance(value, dict) else _Bad(why="is no record")


def _json(text: str) -> Iterator[tuple[int, Row | _Bad]]:
    """The records in one JSON value, each with the line that it begins on; up to where it breaks off."""
    if text.lstrip()[:1] == "{":
        value = _loaded(text.encode("utf-8", "surrogatepass"))
        if not isinstance(value, _Bad):
            yield from enumerate(_inner(value), start=1)
            return
    start = ARRAY.search(text)
    if start is None:
        yield 1, _Bad(why="is no JSON, or holds no records")
        return
    yield from _elements(text, start.end())


def _inner(value: Row) -> list[Row]:
    """The records in a record: its longest list of records, if it is no article itself."""
    usual = usual_names()["text"]
    if any(name.rpartition(".")[2].casefold() in usual for name, _ in _flat(value)):
        return [value]
    longest: list[Row] = []
    for _, held in _flat(value):
        records: list[Row] = [one for one in held if isinstance(one, dict)] if isinstance(held, list) else []
        longest = records if len(records) > len(longest) else longest
    return longest or [value]


def _elements(text: str, place: int) -> Iterator[tuple[int, Row | _Bad]]:
    """The elements of an array, one by one, so that what stands before a fault is read."""
    decoder = json.JSONDecoder()
    line, at = 1, 0
    while True:
        found = SPACE.match(text, place)
        place = found.end() if found else place
        line, at = line + text.count("\n", at, place), place
        if place >= len(text):
            yield line, _Bad(why="is the last: the file breaks off there")
            return
        if text[place] == "]":
            return
        try:
            value, place = decoder.raw_decode(text, place)
        except (json.JSONDecodeError, RecursionError) as error:
            said = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            yield line, _Bad(why=f"is no JSON, and the rest was not read: {said}")
            return
        yield line, value if isinstance(value, dict) else _Bad(why="is no record")


ARRAY = re.compile(r"\[(?=\s*\{)")
"""Where a list of records begins."""
SPACE = re.compile(r"[\s,]*")
