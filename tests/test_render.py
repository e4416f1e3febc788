"""The formats: what is printed, in both languages, escaped, linked, the same every time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from samples import WHOLE, brief, first, hostile, second, third

from briefing import codec
from briefing.errors import SettingError, TemplateError, UsageError
from briefing.model import Brief, Citation, Cited, EventItem, FrontLine, Problem, Status
from briefing.render import FORMATS, render, themes
from briefing.render.checking import check_format
from briefing.render.markdown import escape
from briefing.render.themes import BUILTIN
from briefing.settings import Given
from briefing.theming.briefs import sample

GOLDEN = Path(__file__).parent / "golden"
BRIEF = brief()
EMPTY = brief(replace(third(), claims=()), problems=(), prepared_for=None)
TEXTS = ("html", "txt", "md")
SECTIONS = tuple(
    p.name.removesuffix(".html.j2") for p in sorted((BUILTIN / "intelligence/sections").glob("*.j2"))
)


def page(made: Brief, format: str, **options: object) -> str:
    """The brief in a format, with all that it has unless the options say otherwise."""
    given = {**WHOLE, **options.pop("options", {})}  # type: ignore[dict-item]
    return render(made, format, options=given, **options).decode()  # type: ignore[arg-type]


def without_fonts(html: str) -> str:
    return re.sub(r"data:font/woff2;base64,[A-Za-z0-9+/=]+", "data:…", html)


def seen(html: str) -> str:
    """What a reader sees of a page: no head, no tags, entities resolved, spaces made even."""
    import html as entities

    body = re.sub(r"<script>.*?</script>", "", html[html.index("<body>") :], flags=re.DOTALL)
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("format", ["txt", "md"])
def test_the_pages_are_as_they_were(format: str, language: str) -> None:
    """Goldens guard against change: look at the difference, then write them anew (golden/README.md)."""
    golden = GOLDEN / f"brief.{language}.{format}"
    assert page(replace(BRIEF, language=language), format) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("edition", ["brief", "full", "page"])
def test_every_link_of_an_edition_leads_somewhere(edition: str) -> None:
    """Those of the annex back to a day of the chronology too; no anchor stands on the page twice."""
    told = BRIEF.statements[0]
    day = Cited(value="2017-12-07", citation=told.text.citation)
    event = EventItem(
        id="s1-e1", number=1, source=told.source, kind="talks", status=Status.REPORTED,
        marker=None, text=told.text, cue=told.text, date=day,
    )  # fmt: skip
    made = page(
        replace(BRIEF, events=(event,)), "html", options={"edition": Given(value=edition, origin="tests")}
    )
    ids = re.findall(r'\sid="([^"]+)"', made)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', made)) <= set(ids)
    assert ('href="#t1"' in made) is (edition == "brief")


@pytest.mark.parametrize("format", TEXTS)
def test_a_line_of_the_front_page_is_cited_and_tells_when_and_by_whom(format: str) -> None:
    """The words of the source, the citation, the day and the outlet."""
    printed = page(BRIEF, format).replace("\\", "").replace("**", "").replace("&#160;", " ")
    text = seen(printed) if format == "html" else " ".join(printed.split())
    line = BRIEF.front[0]
    where = line.citations[0]
    place = f"¶{where.paragraph}" if where.paragraph else "title"
    assert f"{line.text} [S{where.source} {place}]" in text


@pytest.mark.parametrize("format", TEXTS)
def test_the_marking_stands_first_and_last(format: str) -> None:
    printed = page(BRIEF, format)
    text = seen(printed) if format == "html" else printed.replace("\\", "").replace("*", "").strip()
    assert text.startswith("TLP:AMBER+STRICT")
    assert text.endswith("TLP:AMBER+STRICT")


@pytest.mark.parametrize("format", TEXTS)
def test_no_raw_ids_codes_or_nones_are_shown(format: str) -> None:
    printed = page(BRIEF, format)
    text = seen(printed) if format == "html" else printed
    assert not re.search(r"\bNone\b|\bs\d-c\d|\be\d+\b|\bm\d-m\d|\b(?:KP|RU)\b|\b[0-9a-f]{12}\b", text)


@pytest.mark.parametrize("format", TEXTS)
def test_a_source_tells_how_it_was_read(format: str) -> None:
    """How much was found in it; or that it is listed only."""
    first, *others = BRIEF.sources
    printed = page(replace(BRIEF, sources=(first, *(replace(s, read=False) for s in others))), format)
    plain = seen(printed) if format == "html" else " ".join(printed.split())
    assert re.findall(r"Read:? (\d+ statements?, \d+ military details?)", plain) == [
        "3 statements, 1 military detail"
    ]
    assert plain.count("listed only: nothing was read from it") == len(others)


def test_words_are_in_quotation_marks_only_where_the_source_quotes() -> None:
    text = seen(page(BRIEF, "html"))
    assert "“Korut ingin berbicara dengan AS”" in text
    assert "“perang tidak terhindarkan”" not in text
    assert "perang tidak terhindarkan" in text


def test_the_chain_of_outlets_is_shown() -> None:
    assert "Interfax → Suara Pembaruan" in seen(page(BRIEF, "html"))


def test_undated_articles_are_said_to_be_undated() -> None:
    assert "undated: the text names no day" in seen(page(BRIEF, "html"))
    assert "tanpa tanggal: naskah tidak menyebut hari" in page(BRIEF, "txt", language="id").replace(
        "\n     ", " "
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("8 December 2017", "December 2017", "6,000", "about 230", "North Korea", "threatens", "claimed"),
        ),
        (
            "id",
            (
                "8 Desember 2017",
                "Desember 2017",
                "6.000",
                "sekitar 230",
                "Korea Utara",
                "mengancam",
                "diklaim",
            ),
        ),
    ],
)
def test_dates_numbers_and_names_are_in_the_form_of_the_language(
    language: str, words: tuple[str, ...]
) -> None:
    text = seen(page(BRIEF, "html", language=language))
    assert [w for w in words if w not in text] == []


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_the_same_brief_gives_the_same_bytes(format: str) -> None:
    assert render(BRIEF, format) == render(codec.read_brief(codec.brief_json(BRIEF)), format)


# --- links -----------------------------------------------------------------------------------


def test_every_link_leads_to_one_place_in_the_page() -> None:
    printed = page(BRIEF, "html")
    ids = re.findall(r'\sid="([^"]+)"', printed)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', printed)) <= set(ids)


@pytest.mark.parametrize("dropped", SECTIONS)
def test_no_link_leads_into_a_section_that_is_left_out(dropped: str) -> None:
    """Neither from the annex back, nor from the analyst's notes."""
    kept = [id_ for id_ in SECTIONS if id_ != dropped]
    options = {"sections": Given(value=kept, origin="briefing.toml")}
    printed = page(sample(), "html", options=options)
    assert f'<h2 id="{dropped}"' not in printed
    assert set(re.findall(r'href="#([^"]+)"', printed)) <= set(re.findall(r'\sid="([^"]+)"', printed))


def test_a_section_named_twice_is_refused() -> None:
    """Printed twice, its anchors would be there twice, and links would lead anywhere."""
    options = {"sections": Given(value=["voices", "sources", "voices"], origin="briefing.toml")}
    with pytest.raises(SettingError, match="'voices' is named twice"):
        page(BRIEF, "html", options=options)


def test_a_citation_leads_to_exactly_its_words() -> None:
    """The stretch from its anchor on, as long as the quotation, is the quotation; highlighted throughout."""
    printed = page(BRIEF, "html")
    for s in BRIEF.statements:
        c = s.text.citation
        after = printed[printed.index(f'id="w{c.source}-{c.start}-{c.end}"') :]
        plain = re.sub(r"<[^>]*>|^[^>]*>", "", after)
        assert plain.startswith(s.text.value)


def test_overlapping_citations_keep_the_text_whole() -> None:
    """A quotation within a digest's sentence: the text is cut, nothing of it lost or doubled."""
    printed = page(BRIEF, "html")
    for source in BRIEF.sources:
        annex = printed[printed.index(f'id="a{source.number}"') :]
        annex = annex[: annex.index("</article>")]
        annex = re.sub(r'<span class="(?:backs|no)".*?</span>', "", annex)
        text = " ".join(re.sub(r"<[^>]+>", "", annex).split())
        for paragraph in source.article.paragraphs:
            words = source.article.text[paragraph.start : paragraph.end]
            assert text.count(words) == 1


# --- what is not there -----------------------------------------------------------------------


@pytest.mark.parametrize("format", sorted(FORMATS))
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_brief_of_nothing_can_be_printed(format: str, language: str) -> None:
    assert render(EMPTY, format, language=language)


def test_empty_sections_are_left_out_and_the_reason_told() -> None:
    text = seen(page(EMPTY, "html"))
    assert "Military picture" not in text
    assert "Who said what" not in text
    assert "No military details were found." in text
    assert "no source is dated" in text
    assert "listed only: nothing was read from it" in text


def test_every_optional_field_may_be_absent() -> None:
    """Readings that are none: nothing is printed for them, and no section breaks."""
    bare = replace(
        BRIEF,
        statements=tuple(
            replace(s, role=None, country=None, said_on=None, cue=None, chain=()) for s in BRIEF.statements
        ),
        voices=tuple(replace(v, role=None, country=None, also=()) for v in BRIEF.voices),
        military=tuple(
            replace(
                m, quantity=None, quantity_words=None, unit=None, operators=(), place=None,
                date=None, name=None,
            )
            for m in BRIEF.military
        ),
        chronology=(),
        period=None,
        prepared_for=None,
    )  # fmt: skip
    for format in TEXTS:
        assert "None" not in without_fonts(page(bare, format))


# --- text from outside -----------------------------------------------------------------------

ATTACKS = (
    "{{ 7*7 }}",
    "{% for x in y %}",
    "<script>alert(1)</script>",
    "</mark></p></style><b>",
    "a & b < c > d \" e ' f",
    "\u202eevil\u2066 \x1b[31mred\x07",
    "| # *a* _b_ [c](d) `e` ~f~ \\",
    "1. - + > text",
    "%(count)s %s 100%",
)


def from_outside(words: str) -> Brief:
    """A brief in which the words stand everywhere, with one line on its front page and one problem.

    Which lines are chosen, what is told once and what is a problem depends on the words: not so here.
    """
    made = hostile(words)
    cited = Citation(source=1, paragraph=0, start=0, end=len(words), rule="front")
    return replace(
        made,
        front=(FrontLine(text=words, frame=words, story=None, citations=(cited,)),),
        problems=(Problem(stage=words, where=words, message=words, hint=words),),
        statements=tuple(replace(s, also=()) for s in made.statements),
        stories=(),
        differences=(),
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_from_outside_is_printed_as_text_in_html(attack: str) -> None:
    """In every place: title, names, offices, places, words, outlet, author, file name, problems, marking."""
    printed, harmless = (without_fonts(page(from_outside(words), "html")) for words in (attack, "x"))
    assert sorted(re.findall(r"<[a-z/!]+", printed)) == sorted(re.findall(r"<[a-z/!]+", harmless))
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    visible = re.sub("[\u202e\u2066\x1b\x07]", "\ufffd", attack)
    assert " ".join(visible.split()) in seen(printed)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("format", ["txt", "md"])
def test_text_from_outside_is_printed_as_text(format: str, attack: str) -> None:
    printed = " ".join(page(hostile(attack), format).split())
    visible = " ".join(re.sub("[\u202e\u2066\x1b\x07]", "\ufffd", attack).split())
    assert (visible if format == "txt" else escape(visible)) in printed


def test_markdown_has_no_markup_but_ours() -> None:
    """Read by a Markdown parser, the page has the same structure whatever the articles say."""
    import markdown

    def tags(attack: str) -> list[str]:
        html = markdown.markdown(page(from_outside(attack), "md"), extensions=["tables"])
        return re.findall(r"<(\w+)", html)

    for attack in ATTACKS:
        assert tags(attack) == tags("x"), attack


def test_a_pdf_of_hostile_text_is_made_and_fetches_nothing() -> None:
    attack = '<img src="file:///etc/passwd"><link rel=stylesheet href="http://x.invalid/">'
    assert render(hostile(attack), "pdf").startswith(b"%PDF")


# --- themes ----------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., Path]:
    """Makes a user's folder of themes with these files."""

    def make(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_j2", ".html.j2")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return make


def test_a_users_theme_extends_ours_by_name(own: Callable[..., Path]) -> None:
    folder = own(
        mine__brief_j2='{% extends "builtin:intelligence/brief.html.j2" %}'
        "{% block cover %}<h1>Mine</h1>{% endblock %}"
    )
    text = seen(page(BRIEF, "html", theme="mine", templates_folder=folder))
    assert text.startswith("TLP:AMBER+STRICT Mine")
    assert "Who said what" in text


def test_a_users_folder_overrides_single_files_of_ours(own: Callable[..., Path]) -> None:
    folder = own(intelligence__cover_j2="<h1>{{ brief.title }}: ours</h1>")
    text = seen(page(BRIEF, "html", templates_folder=folder))
    assert "Semenanjung Korea: ours" in text
    assert "Who said what" in text


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ brief.titel }}", r"no attribute 'titel'.*line 1|line 1.*no attribute 'titel'"),
        ("\n{% if %}", "line 2"),
        ("{{ brief.period.__class__.__mro__ }}", "unsafe"),
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{% include '../../pyproject.toml' %}", "has no file"),
        ("{{ asset('../brief.txt.j2') }}", "has no file"),
        ("{{ brief.prepared_by }}", "not there was printed"),
    ],
)
def test_an_error_in_a_template_is_one_clear_line(
    template: str, message: str, own: Callable[..., Path]
) -> None:
    folder = own(intelligence__cover_j2=template)
    with pytest.raises(TemplateError) as caught:
        render(BRIEF, "html", templates_folder=folder)
    assert re.search(message, str(caught.value)), str(caught.value)


@pytest.mark.parametrize("template", ["{% include 'secret.html.j2' %}", "{{ asset('secret.html.j2') }}"])
def test_a_link_that_leads_out_of_the_theme_is_no_file_of_it(
    template: str, own: Callable[..., Path], tmp_path: Path
) -> None:
    """A theme that somebody else made can't have files of this machine printed."""
    folder = own(intelligence__cover_j2=template)
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    (folder / "intelligence" / "secret.html.j2").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(TemplateError, match=r"has no file 'secret\.html\.j2'"):
        render(BRIEF, "html", templates_folder=folder)


def test_a_theme_for_an_older_contract_is_told_what_has_changed(
    own: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it no longer fits the error says so, the check too. One for a newer contract is refused."""
    changes = ((1, ("the first",)), (2, ("brief.heading is brief.title",)))
    monkeypatch.setattr(themes, "_contract", lambda: changes)
    monkeypatch.setattr(themes, "CONTRACT", 2)
    folder = own(mine__cover_j2="<h1>{{ brief.title }}</h1>")
    (folder / "mine" / "theme.toml").write_text("contract = 1", encoding="utf-8")
    assert "Semenanjung Korea" in page(BRIEF, "html", theme="mine", templates_folder=folder)
    own(mine__cover_j2="<h1>{{ brief.heading }}</h1>")
    with pytest.raises(TemplateError) as caught:
        page(BRIEF, "html", theme="mine", templates_folder=folder)
    assert "no attribute 'heading'" in str(caught.value)
    since = "version 1 of the template contract; since then: brief.heading is brief.title"
    assert since in str(caught.value)
    told = check_format(BRIEF, "html", themes.find_theme("mine", folder))
    assert [since in fault.what for fault in told] == [False, True]
    (folder / "mine" / "theme.toml").write_text("contract = 3", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"is for version 3.*this program has 2.*Update the program"):
        page(BRIEF, "html", theme="mine", templates_folder=folder)


def test_an_unknown_theme_format_or_language_lists_the_known_ones() -> None:
    for options, known in (
        ({"format": "html", "theme": "nope"}, "intelligence"),
        ({"format": "docx"}, "pdf, html, json, txt, md"),
        ({"format": "html", "language": "xx"}, "en, id"),
    ):
        with pytest.raises(UsageError) as caught:
            render(BRIEF, **options)  # type: ignore[arg-type]
        assert known in str(caught.value)


def test_the_page_needs_nothing_from_outside() -> None:
    printed = without_fonts(page(BRIEF, "html"))
    assert not re.findall(r"""(?:src|href|action)\s*=\s*["'](?!#|data:)""", printed)
    assert "@import" not in printed
    assert printed.count("<script") == 1
    assert "url(" not in printed.replace('url("data:…")', "")


def test_fonts_have_their_licences_beside_them() -> None:
    fonts = BUILTIN / "intelligence/fonts"
    families = {p.name.split("-")[0].lower() for p in fonts.iterdir() if p.suffix in {".ttf", ".woff2"}}
    assert families == {"ibmplexsans", "ibm", "source"}
    assert all("SIL Open Font License" in p.read_text(encoding="utf-8") for p in fonts.glob("*LICENSE.txt"))
    assert len(list(fonts.glob("*LICENSE.txt"))) == 2


def test_markings_have_their_exact_colours() -> None:
    """TLP 2.0: on black; red #FF2B2B, amber #FFC000, green #33FF00, clear white; 12 points or more."""
    css = (BUILTIN / "intelligence/marking.css").read_text(encoding="utf-8")
    rules = dict(re.findall(r"\.marking\.(tlp-[a-z-]+)(?:, \.marking\.[a-z-]+)? \{ color: (#[0-9a-f]+)", css))
    assert rules == {
        "tlp-red": "#ff2b2b",
        "tlp-amber": "#ffc000",
        "tlp-green": "#33ff00",
        "tlp-clear": "#ffffff",
    }
    assert ".marking.tlp-amber-strict" in css
    assert "background: #000000" in css
    assert "font-size: 12pt" in css


def test_one_article_and_three_are_printed_alike() -> None:
    for made in (brief(first()), brief(second(), third())):
        for format in TEXTS:
            assert page(made, format)
