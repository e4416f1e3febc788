"""No mail and no page asks for anything by itself, whatever its theme tries; tried in a real browser too."""

from __future__ import annotations

import io
import shutil
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pikepdf
import pytest
from browser import Page, browser, program
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from samples import brief, first

from briefing.errors import TemplateError
from briefing.render import find_theme, mail
from briefing.render.clients import asked_for
from briefing.render.folders import BUILTIN
from briefing.render.pictures import picture_png
from briefing.render.policy import policed
from briefing.settings import Settings
from briefing.workflow import rendered

CASES = tomllib.loads((ROOT / "tests/cases/mail/pieces.toml").read_text(encoding="utf-8"))
REFUSED = [piece for case in CASES["refused"] for piece in case["pieces"]]
FETCHING = [piece for case in CASES["refused"] if case.get("fetches") for piece in case["pieces"]]
PAGE = "<!DOCTYPE html><html><head><title>x</title></head><body><p>x</p>PIECE<p>y</p></body></html>"
BRIEF = brief(first())


def as_sent(piece: str, folder: Path) -> bytes:
    """The mail of a theme that has this piece in it."""
    theme = folder / "themes" / "mine"
    theme.mkdir(parents=True, exist_ok=True)
    (theme / "email.html.j2").write_text(f"{{% raw %}}{PAGE.replace('PIECE', piece)}{{% endraw %}}")
    return mail.mail_html(BRIEF, find_theme("mine", folder / "themes"))


@pytest.mark.parametrize("piece", REFUSED)
def test_what_fetches_or_is_dropped_is_refused(piece: str, tmp_path: Path) -> None:
    """Nothing is made of a theme with such a piece in its mail, and the author is told what it is."""
    with pytest.raises(TemplateError, match="mail clients drop or must not fetch"):
        as_sent(piece.replace("URL", "https://example.org/x.png"), tmp_path)


@pytest.mark.parametrize("piece", CASES["accepted"]["pieces"])
def test_what_only_looks_like_it_is_sent(piece: str, tmp_path: Path) -> None:
    """Text that speaks of such things, and what mail templates are made of."""
    assert b"<p>y</p>" in as_sent(piece, tmp_path)


@pytest.mark.parametrize("theme", ["newsletter", "intelligence", "executive", "wire"])
def test_our_own_mails_pass(theme: str) -> None:
    assert asked_for(mail.mail_html(BRIEF, find_theme(theme)).decode()).refused == ()


# --- in a real browser -------------------------------------------------------------------------


@dataclass
class Server:
    """A server on this machine, and what was asked of it."""

    port: int
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    found = Server(port=0)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_HEAD = do_GET  # noqa: N815 - as the library names them

        def log_message(self, format: str, *values: object) -> None:
            """Says nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    found.port = listening.server_address[1]
    thread = Thread(target=listening.serve_forever, args=(0.05,))
    thread.start()
    yield found
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if program() is None:
        pytest.skip("needs Chromium")
    with browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def shown(page: Page, file: Path, html: bytes) -> None:
    """The page in the browser, as long as it takes for what it asks for to be asked."""
    file.write_bytes(html)
    page.open(file)
    time.sleep(0.1)


def test_each_piece_does_fetch_where_nobody_refuses_it(page: Page, server: Server, tmp_path: Path) -> None:
    """The cases are of something: a browser that is shown the piece asks for its address."""
    pieces = [p.replace("URL", f"http://127.0.0.1:{server.port}/{n}") for n, p in enumerate(FETCHING)]
    for n, piece in enumerate(pieces):
        shown(page, tmp_path / "raw.html", PAGE.replace("PIECE", piece).encode())
        for _ in range(50):
            if any(path.startswith(f"/{n}") for path in server.asked):
                break
            time.sleep(0.1)
        else:
            pytest.fail(f"nothing was asked for by {FETCHING[n]}")


def test_no_mail_that_is_sent_fetches(page: Page, server: Server, tmp_path: Path) -> None:
    """Whatever passes the check is shown without one question to the server; so are our own themes' mails."""
    server.asked.clear()
    pieces = [p.replace("URL", f"http://127.0.0.1:{server.port}/x") for p in REFUSED]
    for n, piece in enumerate([*pieces, *CASES["accepted"]["pieces"]]):
        try:
            html = as_sent(piece.replace("https://example.org", f"http://127.0.0.1:{server.port}"), tmp_path)
        except TemplateError:
            continue
        shown(page, tmp_path / f"{n}.html", html)
    for theme in ("newsletter", "wire"):
        shown(page, tmp_path / f"{theme}.html", mail.mail_html(BRIEF, find_theme(theme)))
    assert server.asked == []


# --- the web page --------------------------------------------------------------------------------

FETCH = '<img src="URL"><p style="background: url(URL)">x</p><script>new Image().src = "URL"</script>'
SHAPES = {
    "the place of the policy emptied": "{% extends 'builtin:intelligence/brief.html.j2' %}"
    "{% block policy %}{% endblock %}{% block cover %}<h1>x</h1>FETCH{% endblock %}",
    "a policy that allows all": "{% extends 'builtin:intelligence/brief.html.j2' %}{% block policy %}"
    "<meta http-equiv='Content-Security-Policy' content='default-src * data: 'unsafe-inline''>{% endblock %}"
    "{% block cover %}<h1>x</h1>FETCH{% endblock %}",
    "a page of its own": PAGE.replace("PIECE", "FETCH"),
    "in the head": PAGE.replace("<title>", "FETCH<title>"),
    "before all": "FETCH" + PAGE,
    "no head at all": "<p>x</p>FETCH",
    "a head within an attribute": '<!DOCTYPE html><html lang="><head>"><body>FETCH',
    "another head within an attribute": "<!DOCTYPE html><html lang='><head>'><head>FETCH",
    "a comment that holds the head": "<!DOCTYPE html><!-- <html><head> -->FETCH<html><head></head>",
    "a mark before all": "\ufeff<!DOCTYPE html><html><head></head><body>FETCH",
    "frames": "<!DOCTYPE html><html><head></head><frameset><frame src='URL'></frameset>",
    "another form of document": '<?xml version="1.0"?><!DOCTYPE html SYSTEM "URL"><html><head></head>FETCH',
    "no end of a text": "<!DOCTYPE html><html><head>FETCH<style>",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_page_has_its_policy_whatever_a_theme_overrides(
    shape: str, page: Page, server: Server, tmp_path: Path
) -> None:
    """Rendered for real, the theme's page is shown in a browser, and asks for nothing."""
    theme = tmp_path / "themes" / "mine"
    theme.mkdir(parents=True)
    text = SHAPES[shape].replace("FETCH", FETCH).replace("URL", f"http://127.0.0.1:{server.port}/x")
    (theme / "brief.html.j2").write_text(text, encoding="utf-8")
    settings = Settings(theme="mine", templates=tmp_path / "themes")
    html = rendered(BRIEF, ["html"], stem="x", settings=settings)["x.html"]
    server.asked.clear()
    shown(page, tmp_path / "page.html", html)
    assert server.asked == []
    assert page.run("document.compatMode") == "CSS1Compat"
    assert page.run("document.characterSet") == "UTF-8"


def test_no_piece_of_a_page_fetches(page: Page, server: Server, tmp_path: Path) -> None:
    """Everything that would, with no policy: it is refused, or the policy forbids it."""
    chosen = find_theme("intelligence")
    server.asked.clear()
    for piece in FETCHING:
        text = PAGE.replace("PIECE", piece.replace("URL", f"http://127.0.0.1:{server.port}/x"))
        try:
            shown(page, tmp_path / "page.html", policed(text, chosen).encode())
        except TemplateError:
            continue
        assert server.asked == [], piece


REFRESH = "<meta http-equiv=refresh content='0; url=http://example.org/'>"


@pytest.mark.parametrize(
    "piece",
    [
        REFRESH,
        '<META HTTP-EQUIV=" &#82;efresh " CONTENT="0; url=http://example.org/">',
        f"<noscript>{REFRESH}</noscript>",
        f"<svg><title>{REFRESH}</title></svg>",
        f"<svg><foreignObject>{REFRESH}</foreignObject></svg>",
        f"<math><mi>{REFRESH}</mi></math>",
        f"<template shadowrootmode=open>{REFRESH}</template>",
        f"<style><!--</style><svg><title>{REFRESH}</title></svg>",
        f'<script>a<b="</script><svg><title>{REFRESH}</title></svg>',
        f"<!-- --!>{REFRESH}",
        f"<table>{REFRESH}</table>",
        '<link rel="dns-prefetch" href="//x.example.org">',
        '<link rel="PRECONNECT" href="//x.example.org">',
        '<link rel="icon preconnect" href="//x.example.org">',
        '<link rel="prerender" href="//x.example.org">',
        '<svg><desc><link rel="prefetch" href="//x.example.org"></desc></svg>',
    ],
)
def test_what_no_policy_reaches_is_refused(piece: str) -> None:
    """A page that leads away by itself, and one that has a name looked up."""
    with pytest.raises(TemplateError, match="by itself"):
        policed(PAGE.replace("PIECE", piece), find_theme("intelligence"))


@pytest.mark.parametrize(
    "piece",
    [f"<!-- {REFRESH} -->", f'<p title="{REFRESH}">x</p>', "<p>&lt;meta http-equiv=refresh&gt;</p>"],
)
def test_what_only_looks_like_leading_away_is_printed(piece: str) -> None:
    assert piece in policed(PAGE.replace("PIECE", piece), find_theme("intelligence"))


def test_a_script_of_the_themes_own_still_runs(page: Page, tmp_path: Path) -> None:
    """The policy names it by what it is; one that is put in later does not run."""
    piece = "<script>document.title = 'ran'</script><p id='x'></p>"
    text = policed(PAGE.replace("PIECE", piece), find_theme("intelligence"))
    shown(page, tmp_path / "page.html", text.encode())
    assert page.run("document.title") == "ran"
    page.run(
        "{let s = document.createElement('script'); s.text = 'document.title = 1'; document.body.append(s)}"
    )
    assert page.run("document.title") == "ran"


# --- what a theme has of its own -----------------------------------------------------------------

STYLE = """<style>@font-face { font-family: Own; src: url(ADDRESS) format("truetype"); }
p { font-family: Own; background: url('dot.png') }</style>"""


@pytest.mark.parametrize("address", ["fonts/a font.ttf", "fonts/a%20font.ttf", "./fonts/a%20font.ttf?#iefix"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_font_of_the_theme_works_on_the_page_as_in_the_pdf(
    address: str, quote: str, page: Page, tmp_path: Path
) -> None:
    """Named as a stylesheet names it: the page carries the file, and the PDF embeds it."""
    theme = tmp_path / "themes" / "mine"
    (theme / "fonts").mkdir(parents=True)
    shutil.copy(BUILTIN / "intelligence/fonts/IBMPlexSans-Italic.ttf", theme / "fonts" / "a font.ttf")
    dot = picture_png('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"/>')
    (theme / "dot.png").write_bytes(dot)
    body = STYLE.replace("ADDRESS", f"{quote}{address}{quote}") + '<p>Own</p><img alt="" src="dot.png">'
    text = f"<!DOCTYPE html><html lang='en'><head><title>x</title></head><body>{body}</body></html>"
    (theme / "brief.html.j2").write_text(text, encoding="utf-8")
    settings = Settings(theme="mine", templates=tmp_path / "themes")
    made = rendered(BRIEF, ["html", "pdf"], stem="x", settings=settings)
    shown(page, tmp_path / "page.html", made["x.html"])
    assert page.run("document.fonts.ready.then(f => [...f].map(one => one.status))") == ["loaded"]
    assert page.run("document.images[0].naturalHeight") > 0
    assert fonts(made["x.pdf"])


def fonts(pdf: bytes) -> list[str]:
    """The names of the fonts in a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        names = [str(o.get("/BaseFont", "")) for o in opened.objects if isinstance(o, pikepdf.Dictionary)]
    return [name for name in names if "Own" in name or "Plex" in name]


# --- spelled in any way --------------------------------------------------------------------------


@given(st.tuples(*[st.sampled_from([c, c.upper(), f"\\{ord(c):x} ", f"\\{ord(c):06x}"]) for c in "url"]))
def test_url_spelled_in_any_way(letters: tuple[str, ...]) -> None:
    """CSS lets every letter be written by its number."""
    page = PAGE.replace("PIECE", f'<p style="background: {"".join(letters)}(http://example.org/x.png)">x</p>')
    assert asked_for(page).refused


@given(st.text("<>!-[]if mso&endsrc=\"' \n", max_size=60))
def test_nothing_in_a_comment_hides_a_picture(text: str) -> None:
    """No text breaks the check, and a picture among it is refused."""
    asked_for(PAGE.replace("PIECE", f"<!--{text}-->"))
    assert asked_for(
        PAGE.replace("PIECE", f"<!--[if mso]>{text}<img src='http://x'>{text}<![endif]-->")
    ).refused
