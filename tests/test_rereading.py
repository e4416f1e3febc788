"""`verify --reread`: what a record says otherwise than its sources is found, however well it is made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefing import codec, workflow
from briefing.cli import run
from briefing.model import Brief, EntryKind, HeaderReading
from briefing.settings import Settings

ARTICLES = {
    "satu.txt": """Rusia Siap Membantu Korut

Kamis, 7 Desember 2017

WINA, RAGAMNEWS.COM - Menteri Luar Negeri Rusia Sergey Lavrov mengatakan Moskow siap membantu pembicaraan.

"Korut ingin berbicara dengan AS," kata Lavrov kepada kantor berita Interfax, Kamis (7/12/2017).

Amerika Serikat mengerahkan 230 pesawat tempur di Semenanjung Korea pada Desember 2017.
""",
    "dua.txt": """AS Menolak Usul Rusia

Jumat, 8 Desember 2017

WASHINGTON, KABARDUNIA.COM - Menteri Luar Negeri AS Rex Tillerson menolak usul Rusia itu.

"Tidak ada pembicaraan tanpa syarat," kata Tillerson, Jumat (8/12/2017).
""",
}
DAY = "2017-12-09"
Tamper = Callable[[Brief], Brief]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, and the brief of them."""
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def settings(folder: Path) -> Settings:
    return Settings(date=DAY, out=folder / "reports", format=("json",))


@pytest.fixture
def brief(folder: Path, settings: Settings) -> Brief:
    return workflow.make(sorted(folder.glob("*.txt")), settings=settings).brief


def test_a_brief_as_made_is_found_again(brief: Brief, settings: Settings) -> None:
    """Line by line, from the texts in the record and from the files."""
    assert len(brief.statements) >= 3
    assert workflow.reread(brief, settings) == ()


def test_it_is_found_again_with_the_edits_in_it(brief: Brief, folder: Path, settings: Settings) -> None:
    """What the analyst decided stands in the record, and is no difference."""
    line = brief.statements[0].id
    (folder / "edits.toml").write_text(
        f'[[edit]]\naction = "drop"\nlines = ["{line}"]\nauthor = "R. Sari"\nreason = "doubtful"\n',
        encoding="utf-8",
    )
    given = replace(settings, edits=folder / "edits.toml")
    edited = workflow.make(sorted(folder.glob("*.txt")), settings=given).brief
    assert line not in {s.id for s in edited.statements}
    assert workflow.reread(edited, settings) == ()


def without_statement(brief: Brief) -> Brief:
    gone = brief.statements[-1]
    return replace(
        brief,
        statements=brief.statements[:-1],
        voices=tuple(
            replace(v, statements=tuple(s for s in v.statements if s != gone.id)) for v in brief.voices
        ),
        chronology=tuple(e for e in brief.chronology if e.item != gone.id),
    )


def without_military(brief: Brief) -> Brief:
    ids = {m.id for m in brief.military}
    return replace(
        brief,
        military=(),
        chronology=tuple(e for e in brief.chronology if e.item not in ids),
        events=tuple(replace(e, military=()) for e in brief.events),
    )


def with_another_act(brief: Brief) -> Brief:
    first, *others = brief.statements
    return replace(brief, statements=(replace(first, act="threatens"), *others))


def with_an_outlet(brief: Brief) -> Brief:
    """The head of the article as if it named another."""
    source = brief.sources[0]
    reading = HeaderReading(field="outlet", value="Warta Lama", words="Warta Lama", rule="name in the head")
    kept = tuple(r for r in source.article.header if r.field != "outlet")
    article = replace(source.article, outlet="Warta Lama", header=(*kept, reading))
    return replace(brief, sources=(replace(source, article=article), *brief.sources[1:]))


def with_a_forged_text(brief: Brief) -> Brief:
    """A word of the source is another one, and the sums are made anew."""
    source = brief.sources[0]
    text = source.article.text.replace("Rusia", "Turki")
    id_ = hashlib.sha256(text.encode()).hexdigest()[:12]
    article = replace(source.article, text=text, id=id_)
    return replace(brief, sources=(replace(source, article=article), *brief.sources[1:]))


def with_a_day_left_out(brief: Brief) -> Brief:
    kept = tuple(e for e in brief.chronology if e.kind is not EntryKind.STATEMENT)
    return replace(brief, chronology=kept)


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (without_statement, "is left out of the record"),
        (without_military, "is left out of the record"),
        (with_another_act, "act is 'threatens'"),
        (with_an_outlet, "outlet is 'Warta Lama', the file says"),
        (with_a_forged_text, "its text is not that of the file"),
        (with_a_day_left_out, "chronology"),
    ],
)
def test_what_is_otherwise_is_told(brief: Brief, settings: Settings, tamper: Tamper, told: str) -> None:
    """With its place, and both readings."""
    found = workflow.reread(tamper(brief), settings)
    assert any(told in f"{p.where}: {p.message}" for p in found), found


def test_a_file_that_has_changed_is_told(brief: Brief, folder: Path, settings: Settings) -> None:
    """One that is gone is not: the record has its text."""
    (folder / "satu.txt").write_text(
        "Lain.\n\nTulisan yang lain sama sekali dari yang dulu dibaca.\n", encoding="utf-8"
    )
    (folder / "dua.txt").unlink()
    found = workflow.reread(brief, settings)
    assert [p.message for p in found] == ["the file has changed since it was read"]


def test_on_the_command_line_it_ends_with_one(
    brief: Brief, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """As `verify` does, with one line for each difference; a sound record is told as verified."""
    record = folder / "reports" / DAY / "briefing.json"
    assert run(["verify", str(record), "--reread"]) == 0
    record.write_bytes(codec.brief_json(without_military(brief)))
    assert run(["verify", str(record)]) == 1
    assert "briefing.sums" in capfd.readouterr().err
    record.with_name("briefing.sums").unlink()
    assert run(["verify", str(record)]) == 0
    assert run(["verify", str(record), "--reread"]) == 1
    assert "is left out of the record" in capfd.readouterr().err
