"""Labels: complete in every language that ships, and used as the templates ask for them."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from samples import brief

from briefing.errors import TemplateError, UsageError
from briefing.lexicon import load
from briefing.model import MilitaryKind, Mode, Qualifier, Status
from briefing.render import pictures
from briefing.render.catalogue import GLOSSES, HERE, PROBLEM, labels, languages, read
from briefing.render.filters import filters
from briefing.render.outline import _SECTIONS
from briefing.render.themes import BUILTIN
from briefing.settings import Settings
from briefing.workflow import make
from briefing.workflow.titles import TITLE

CATALOGUES = {language: read(HERE / f"{language}.po") for language in languages()}


def messages(language: str) -> set[tuple[str | None, str]]:
    """Context and id of every message that is not a gloss."""
    return {
        (m.context, m.id if isinstance(m.id, str) else m.id[0])
        for m in CATALOGUES[language]
        if m.id and m.context not in {*GLOSSES, PROBLEM}
    }


def used() -> set[str]:
    """Every text that templates and the outline ask a label for."""
    found = {title for _, title, _, _ in _SECTIONS} | {why for _, _, _, why in _SECTIONS if why}
    for path in BUILTIN.rglob("*"):
        if path.suffix in {".j2", ".css"}:
            source = path.read_text(encoding="utf-8")
            found |= set(re.findall(r'\b_\("([^"]+)"', source))
            found |= {one for one, _ in re.findall(r'ngettext\("([^"]+)", "([^"]+)"', source)}
    abouts = [tomllib.loads(path.read_text(encoding="utf-8")) for path in BUILTIN.glob("*/theme.toml")]
    found |= {about["options"]["kicker"] for about in abouts if "kicker" in about["options"]}
    return found | set(asked_by_pictures()) | {"not recognised", TITLE}


def asked_by_pictures() -> Iterator[str]:
    """Every text that a picture asks a label for: the first argument of `text` and `plural`."""
    for path in Path(pictures.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="text" | "plural"), args=[ast.Constant(value=str(words)), *_]
                ):
                    yield words


def test_every_language_has_every_label() -> None:
    assert {language: messages("en") ^ messages(language) for language in languages()} == {
        "en": set(),
        "id": set(),
    }


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_no_label_is_empty_or_fuzzy(language: str) -> None:
    assert [m.id for m in CATALOGUES[language] if m.id and (not m.string or m.fuzzy)] == []


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_labels_keep_the_places_of_their_values(language: str) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s", text))

    for m in CATALOGUES[language]:
        ids = (m.id,) if isinstance(m.id, str) else m.id
        strings = (m.string,) if isinstance(m.string, str) else m.string
        if m.id and m.context not in GLOSSES:
            assert all(places(s) == places(ids[0]) for s in strings), m.id


def test_labels_that_are_asked_for_are_there_and_no_others() -> None:
    assert {id_ for context, id_ in messages("en") if context is None} == used()


@pytest.mark.parametrize(
    ("context", "words"),
    [
        ("mode", {m.value for m in Mode}),
        ("mode explained", {m.value for m in Mode}),
        ("status", {s.value for s in Status}),
        ("status explained", {s.value for s in Status}),
        ("kind", {k.value for k in MilitaryKind}),
        ("qualifier", {q.value for q in Qualifier} - {"exact"}),
        ("subject", {k.value for k in MilitaryKind} | {"killed", "wounded", "captured", "missing"}),
    ],
)
def test_closed_sets_are_labelled_whole(context: str, words: set[str]) -> None:
    assert {id_ for c, id_ in messages("en") if c == context} == words


def test_every_act_of_the_lexicon_has_a_label() -> None:
    acts = {entry.get("act") for name in load("id").lists for entry in load("id")[name]} - {""}
    labelled = {id_ for context, id_ in messages("en") if context == "act"}
    assert acts - labelled == set()


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("seeds/000.txt", "seeds/000.txt"),
        ("../pile/a.txt", "../pile/a.txt"),
        ("/home/ani/articles/pile/a.txt", "pile/a.txt"),
        ("C:\\Users\\ani\\pile\\a.txt", "pile/a.txt"),
        ("/a.txt", "/a.txt"),
        ("https://example.org/news/a", "https://example.org/news/a"),
        ("-", "-"),
    ],
)
def test_a_reader_is_not_told_the_makers_folders(source: str, shown: str) -> None:
    assert filters(brief(), labels("en"))["file"](source) == shown


@pytest.mark.parametrize(
    ("quantity", "unit", "text"),
    [
        (1, "rudal", "missile"),
        (2, "rudal", "missiles"),
        (1, "personel", "personnel"),
        (1, "gerobak", "gerobak"),
    ],
)
def test_one_of_a_unit_is_told_as_one(quantity: float, unit: str, text: str) -> None:
    item = replace(brief().military[0], quantity=quantity, unit=unit)
    assert filters(brief(), labels("en"))["unit"](item).text == text


def test_everything_that_has_one_has_several() -> None:
    one, several = ({m.id for m in CATALOGUES["en"] if m.context == c} for c in ("one unit", "unit"))
    assert one
    assert one <= several


@pytest.mark.parametrize(
    ("context", "word", "text", "original"),
    [
        ("role", "Menteri Luar Negeri", "Foreign Minister", False),
        ("role", "Wakil Menteri Pertahanan", "Deputy Defence Minister", False),
        ("role", "mantan Presiden", "former President", False),
        ("role", "Wakil Penata Taman", "Wakil Penata Taman", True),
        ("role", "kepala Komite Urusan Luar Negeri", "kepala Komite Urusan Luar Negeri", True),
        ("place", "Semenanjung Korea", "Korean Peninsula", False),
        ("place", "Kursk", "Kursk", True),
        ("name", "Perserikatan Bangsa-Bangsa", "United Nations", False),
    ],
)
def test_terms_are_glossed_where_the_list_has_them(
    context: str, word: str, text: str, original: bool
) -> None:
    term = labels("en").term(context, word)
    assert (term.text, term.original) == (text, original)


def test_indonesian_needs_no_glosses() -> None:
    assert labels("id").term("role", "Menteri Luar Negeri").text == "Menteri Luar Negeri"


@pytest.mark.parametrize(
    ("language", "count", "text"), [("en", 1, "1 article"), ("en", 5, "5 articles"), ("id", 5, "5 artikel")]
)
def test_counts_take_the_form_of_the_language(language: str, count: int, text: str) -> None:
    assert labels(language).plural("%(count)s article", "%(count)s articles", count) == text


def test_a_label_that_is_missing_falls_back_to_the_english_text() -> None:
    assert labels("id").text("Never heard of %(x)s", x="it") == "Never heard of it"
    assert labels("id").plural("%(count)s ox", "%(count)s oxen", 2) == "2 oxen"
    assert labels("id").named("act", "sings") == "sings"


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a catalogue of the user's; the folder of it."""

    def write(language: str, text: str) -> Path:
        (tmp_path / f"{language}.po").write_text(text, encoding="utf-8")
        return tmp_path

    return write


FRENCH = """msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Bottom line"
msgstr "L'essentiel"

msgid "%(count)s article"
msgid_plural "%(count)s articles"
msgstr[0] "%(count)s papier"
msgstr[1] "%(count)s papiers"
"""


def test_a_third_language_is_a_file_of_the_users(own: Callable[[str, str], Path]) -> None:
    """Labels, counts and dates in it; what it leaves out is in English, closed sets and glosses too."""
    french = labels("fr", own("fr", FRENCH))
    assert french.text("Bottom line") == "L'essentiel"
    assert [french.plural("%(count)s article", "%(count)s articles", n) for n in (0, 1, 2)] == [
        "0 papier", "1 papier", "2 papiers",
    ]  # fmt: skip
    assert french.plural("%(count)s statement", "%(count)s statements", 1) == "1 statement"
    assert french.named("mode", "direct") == "quoted"
    assert french.term("role", "Menteri Luar Negeri").text == "Foreign Minister"
    assert filters(brief(), french)["day"]("2017-12-08") == "8 décembre 2017"


def test_a_catalogue_lies_over_ours_of_its_language(own: Callable[[str, str], Path]) -> None:
    """A word said otherwise, the others as they were, dates too; a save is seen at once."""
    folder = own("id", 'msgid "Bottom line"\nmsgstr "Intisari"\n')
    indonesian = labels("id", folder)
    assert indonesian.text("Bottom line") == "Intisari"
    assert indonesian.text("Sources") == labels("id").text("Sources")
    assert indonesian.term("role", "Menteri Luar Negeri").original
    assert filters(brief(), indonesian)["day"]("2017-12-08") == "8 Desember 2017"
    own("id", 'msgid "Bottom line"\nmsgstr "Pokoknya, ringkas"\n')
    assert labels("id", folder).text("Bottom line") == "Pokoknya, ringkas"
    assert labels("en", own("en", "")).locale == labels("en").locale


def test_a_catalogue_that_cannot_be_read_is_told_with_its_line(own: Callable[[str, str], Path]) -> None:
    with pytest.raises(TemplateError, match=r"fr\.po, line 2"):
        labels("fr", own("fr", 'msgid "Sources"\nmsgstrr "Sources"\n'))


def test_an_unknown_language_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match="There are: en, id"):
        labels("xx")


def test_indonesian_labels_are_not_left_in_english() -> None:
    """Where both are equal, the word is the same in both languages, or an abbreviation."""
    same = {
        m.id
        for m in CATALOGUES["id"]
        if m.context is None
        and m.id
        and m.string == m.id
        and any(c in string.ascii_letters for c in str(m.id))
    }
    assert same == {"No.", "Status"}


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("is empty", "kosong"),
        ("no day: 5 of 16 articles", "tanpa tanggal: 5 dari 16 artikel"),
        ("left out: 'kata' is not in 'lain'", "ditinggalkan: 'kata' tidak ada dalam 'lain'"),
        ("role of Budi left out: 'Menteri' stands in another sentence",
         "role dari Budi ditinggalkan: 'Menteri' berada di kalimat lain"),
        ("could not be read: is empty", "tidak dapat dibaca: kosong"),
        ("something new", "something new"),
        ("no day: " + "x" * 2_000, "no day: " + "x" * 2_000),
    ],
)  # fmt: skip
def test_problems_are_told_in_the_readers_language(told: str, text: str) -> None:
    """By what their messages look like, with what stands in them; what has no label stays as it is."""
    assert labels("id").problem(told) == text
    assert labels("en").problem(told) == told


def test_what_commonly_goes_wrong_is_told_in_indonesian(tmp_path: Path) -> None:
    """Message and remedy of each problem of a morning with bad files among good ones."""
    lavrov = "Menteri Luar Negeri Rusia Sergey Lavrov mengatakan Moskow siap membantu pembicaraan itu"
    article = f"Judul\n\nSenin, 7 Desember 2017\n\n{lavrov}.\n"
    files = {
        "a.txt": article,
        "b.txt": article,
        "c.txt": "",
        "d.txt": f"{lavrov} lagi.",
        "e.txt": f"Judul Lain\n\nKamis, 7 Desember 2028\n\n{lavrov} nanti.\n",
        "f.txt": "The minister said on Friday that the country was ready to help with the talks.",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = Settings(out=tmp_path / "reports", format=("json",), date="2017-12-09", use_archive=False)
    problems = make([tmp_path], settings=settings).brief.problems
    assert len(problems) >= 5
    here = labels("id")
    lacking = {text for p in problems for text in (p.message, p.hint) if text and here.problem(text) == text}
    assert lacking == set()
