"""A word that is longer than any line is broken, on paper, on screens and in mails, and nothing else is."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import samples
from browser import Page, browser, program
from hypothesis import given
from hypothesis import strategies as st

from briefing.model import Brief
from briefing.render import find_theme, mail, render
from briefing.render.wrapping import LONGEST, breakable

LETTERS = "abcdefghijklmnopqrstuvwxyz" * 6
WORDS = [LETTERS[:150], f"https://example.org/{LETTERS[:130]}", "1234567890" * 15, "É&<>" * 40]
THEMES = ("intelligence", "executive", "wire", "newsletter")


def full(word: str) -> Brief:
    """A brief in which every text from outside is this word."""
    return replace(samples.hostile(word), marking="TLP:AMBER")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if program() is None:
        pytest.skip("needs Chromium")
    with browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.mark.parametrize("theme", THEMES)
def test_no_word_leaves_the_page_or_the_mail(theme: str, page: Page, tmp_path: Path) -> None:
    """On a phone, a tablet and a screen: nothing is to be scrolled to the side."""
    for n, word in enumerate(WORDS):
        made = {"page": render(full(word), "html", theme=theme, options=samples.WHOLE), "mail": b""}
        made["mail"] = mail.mail_html(full(word), find_theme(theme, options=samples.WHOLE))
        for name, html in made.items():
            (tmp_path / f"{name}.html").write_bytes(html)
            for width in (360, 768, 1280):
                page.look(width=width)
                page.open(tmp_path / f"{name}.html")
                assert page.run("document.documentElement.scrollWidth") <= width, (name, n, width)


@pytest.mark.parametrize("theme", THEMES)
def test_no_word_leaves_the_paper(theme: str) -> None:
    """Nor does it run into the edge: every word of the PDF ends before the margin of the printer."""
    whole = {} if theme == "executive" else samples.WHOLE  # which is one page, whatever is asked for
    told = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], check=True, capture_output=True,
        input=render(full(WORDS[0]), "pdf", theme=theme, options=whole),
    ).stdout.decode()  # fmt: skip
    wide = float(re.findall(r'<page width="([\d.]+)"', told)[0])
    ends = [float(end) for end in re.findall(r'xMax="([\d.]+)"', told)]
    assert len(ends) > 50
    assert max(ends) < wide - 25


def test_an_ordinary_brief_is_as_it_was() -> None:
    """No word of it is that long."""
    brief = samples.brief(samples.first(), samples.second())
    assert b"<wbr>" not in render(brief, "html")
    assert b"<wbr>" not in mail.mail_html(brief, find_theme("newsletter"))


@pytest.mark.parametrize(
    "kept",
    [
        f"<a href='{WORDS[1]}'>x</a>",
        f'<img alt="a > b" src="data:image/png;base64,{LETTERS}">',
        f"<style>p {{ content: '{LETTERS}' }}</style>",
        f"<script>let x = '{LETTERS}'; if (a < b) {{}}</script>",
        f"<title>{LETTERS}</title>",
        f"<svg><text>{LETTERS}</text></svg>",
        f"<!-- {LETTERS} -->",
        f"<!--[if mso]><p>{LETTERS}</p><![endif]-->",
        "<p>mempertanggungjawabkannya</p>",
        f"<p>{'ก' * 60} {'漢' * 60} {'か' * 60}</p>",
        f"<p>{'x' * LONGEST}</p>",
        "<p>" + "a b " * 40 + "</p>",
    ],
)
def test_what_is_no_long_word_stays_as_it_is(kept: str) -> None:
    """Addresses, styles, scripts, titles, pictures, comments, and scripts that break by themselves."""
    broken = f"<p>{LETTERS[:10]}<wbr>{LETTERS[10:20]}<wbr>"
    made = breakable(f"{kept}<p>{LETTERS}</p>")
    assert made.startswith(f"{kept}{broken}"), made


def test_what_belongs_together_is_not_broken() -> None:
    """An entity, a letter and its accent, people joined into a family."""
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    for piece in ("&amp;", "e\u0301", "u\u0308\u0323", family, "\u2764\ufe0f"):
        made = breakable(f"<p>{piece * 40}</p>")
        assert "<wbr>" in made
        assert set(re.split("<wbr>", made[3:-4])) <= {piece * n for n in range(1, 41)}, piece


@given(st.text(st.sampled_from("ab<>/&;\"' \n!-=é\u0301") | st.characters(), max_size=80))
def test_a_page_without_its_breaks_is_the_page(text: str) -> None:
    page = f"<p>{LETTERS}</p>{text}<p>{LETTERS}"
    assert breakable(page).replace("<wbr>", "") == page.replace("<wbr>", "")


@pytest.mark.parametrize(
    "bait", ['<a "', "<!--", "<style>", "a", "&amp;", "< ", "<svg ", "<a '\"", "&", "é\u0301"]
)
def test_it_takes_no_longer_than_the_page_is_long(bait: str) -> None:
    began = time.process_time()
    breakable(f"<p>{LETTERS}</p>{bait * (400_000 // len(bait))}")
    assert time.process_time() - began < 3
