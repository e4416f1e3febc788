"""What a brief needs from the machine, looked up one by one, each with its remedy."""

from __future__ import annotations

import ctypes
import platform
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import output
from briefing.errors import BriefingError
from briefing.model import record
from briefing.owning import others_hand
from briefing.settings import Settings

if TYPE_CHECKING:
    from briefing.lexicon import Entry

PYTHON = (3, 11)
LIBRARIES = {
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "HarfBuzz subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib", "libharfbuzz-subset-0.dll"),
}
INSTALL_LIBRARIES = (
    "sudo apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
REINSTALL = "pip install --force-reinstall briefing"
PACKAGE = Path(__file__).parent
TEMPLATES = (PACKAGE / "templates", PACKAGE.parent / "templates")


@record
class Check:
    """One thing looked up. `remedy` is what to do where it is not `ok`; without `needed` it may stay so."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    needed: bool = True


def examine(settings: Settings) -> tuple[Check, ...]:
    """Every check, in the order in which one would mend them."""
    return tuple(check for look in CHECKS for check in look(settings))


def examine_email(settings: Settings, environment: Mapping[str, str]) -> tuple[Check, ...]:
    """The checks of the e-mail's settings against the server; nothing is sent."""
    from briefing.deliver.probing import probe
    from briefing.deliver.rows import outbox_file

    file = outbox_file(settings)
    reason = output.writable(file.parent) or others_hand(file)
    outbox = Check(
        name="outbox",
        ok=reason is None,
        detail=f"{file.parent} is writable" if reason is None else f"{file}: {reason}",
        remedy="mend its permissions, or set outbox in [email]",
    )
    looked = probe(settings.email, environment)
    return (
        outbox,
        *(Check(name=p.name, ok=p.ok, detail=p.detail, remedy=p.remedy, needed=p.needed) for p in looked),
    )


@record
class CheckedLexicon:
    """How many entries and examples were tried, and each failure as "file#entry: what"."""

    entries: int
    examples: int
    failures: tuple[str, ...]


def check_lexicon(folder: Path | None = None) -> CheckedLexicon:
    """Every entry of every word list, the user's folder laid on top, tried on its own examples.

    An entry must fire in each `example` and stay silent in each `not`. One without an example
    fails too, and so does a list that names no reading to try its examples on.
    """
    from briefing import lexicon
    from briefing.wordlists.checks import CHECKERS

    entries = examples = 0
    failures: list[str] = []
    for code in (*lexicon.languages(), lexicon.NOTES):
        for words in lexicon.load(code, folder).lists.values():
            fires = CHECKERS.get(words.checks)
            if fires is None:
                known = ", ".join(sorted(CHECKERS))
                failures.append(f"{code}/{words.name}.toml: checks = {words.checks!r} is none of: {known}")
            for entry in words:
                entries += 1
                examples += len(entry.example) + len(entry.silent)
                failures += _failures(entry, fires) if fires else ()
    return CheckedLexicon(entries=entries, examples=examples, failures=tuple(failures))


def _failures(entry: Entry, fires: Callable[[Entry, str], bool]) -> Iterator[str]:
    if not entry.example:
        yield f"{entry.where} ({entry.words[0]}): has no example"
    for text in entry.example:
        if not fires(entry, text):
            yield f"{entry.where} ({entry.words[0]}): does not fire in its example {text!r}"
    for text in entry.silent:
        if fires(entry, text):
            yield f"{entry.where} ({entry.words[0]}): fires where it must not: {text!r}"


def _python(_: Settings) -> Iterator[Check]:
    yield Check(
        name="Python",
        ok=sys.version_info >= PYTHON,
        detail=platform.python_version(),
        remedy=f"install Python {PYTHON[0]}.{PYTHON[1]} or later",
    )


def _packages(_: Settings) -> Iterator[Check]:
    """The packages that this one asks for, extras left out, as far as they can be found."""
    try:
        wanted = [r for r in requires("briefing") or () if "extra ==" not in r]
    except PackageNotFoundError:
        yield Check(
            name="packages", ok=True, detail="not installed as a package; not looked at", needed=False
        )
        return
    names = [re.split(r"[^\w.-]", requirement)[0] for requirement in wanted]
    missing = [name for name in names if not _installed(name)]
    yield Check(
        name="packages",
        ok=not missing,
        detail=f"missing: {', '.join(missing)}" if missing else f"all {len(names)} are there",
        remedy=f"pip install {' '.join(missing)}",
    )


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _libraries(_: Settings) -> Iterator[Check]:
    for name, files in LIBRARIES.items():
        found = next((file for file in files if _loads(file)), None)
        yield Check(name=name, ok=found is not None, detail=found or "not found", remedy=INSTALL_LIBRARIES)


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _theme(settings: Settings) -> Iterator[Check]:
    folders = [f / settings.theme for f in (settings.templates, *TEMPLATES) if f is not None]
    folder = next((f for f in folders if f.is_dir()), None)
    templates = sorted(folder.glob("*.j2")) if folder else []
    yield Check(
        name="templates",
        ok=bool(templates),
        detail=f"{len(templates)} in {folder}" if templates else f"no theme {settings.theme!r}",
        remedy=f"{REINSTALL}, or set theme and templates right",
    )
    fonts = [path for root in TEMPLATES if root.is_dir() for path in root.rglob("*.woff2")]
    yield Check(
        name="fonts",
        ok=bool(fonts),
        detail=f"{len(fonts)} files" if fonts else "none found",
        remedy=REINSTALL,
    )


def _scripts(settings: Settings) -> Iterator[Check]:
    """Whether the PDF can print what articles quote in other scripts; without, boxes stand there."""
    from briefing.render.glyphs import REMEDY, SAMPLES, scripts_lacking

    try:
        lacking = scripts_lacking()
    except Exception as error:  # noqa: BLE001 - told by the check of the libraries
        yield Check(name="scripts", ok=False, detail=f"{error}", remedy=REMEDY, needed=False)
        return
    yield Check(
        name="scripts",
        ok=not lacking,
        detail=f"no font has: {', '.join(lacking)}" if lacking else f"fonts for {', '.join(SAMPLES)}",
        remedy=REMEDY,
        needed=False,
    )


def _languages(settings: Settings) -> Iterator[Check]:
    from briefing import lexicon

    for code in lexicon.languages():
        try:
            lists = lexicon.load(code, settings.lexicon).lists
        except BriefingError as error:
            yield Check(name=f"word lists ({code})", ok=False, detail=str(error), remedy="mend that file")
        else:
            entries = sum(len(words.entries) for words in lists.values())
            detail = f"{entries} entries in {len(lists)} lists"
            yield Check(name=f"word lists ({code})", ok=bool(entries), detail=detail, remedy=REINSTALL)
        model = PACKAGE / "language" / code / "model"
        yield Check(
            name=f"language model ({code})",
            ok=model.is_dir(),
            detail=str(model) if model.is_dir() else "none shipped; reading goes by rules alone",
            needed=False,
        )


def _output(settings: Settings) -> Iterator[Check]:
    reason = output.writable(settings.out)
    yield Check(
        name="output",
        ok=reason is None,
        detail=f"{settings.out} is writable" if reason is None else f"{settings.out}: {reason}",
        remedy="mend its permissions, or name another folder with --out",
    )


CHECKS: tuple[Callable[[Settings], Iterator[Check]], ...] = (
    _python,
    _packages,
    _libraries,
    _theme,
    _scripts,
    _languages,
    _output,
)
