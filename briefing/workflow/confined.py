"""A theme of the user's is rendered in a process of its own, with a limit of time and memory.

Jinja2's sandbox keeps a template from what it must not touch, not from going on for ever: loops
within loops, or a page that is laid out for hours. Such a rendering is stopped, in one clear line.
Beside this program the process reads what the theme is made of and what the settings name for it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any

from briefing import codec, errors
from briefing.apart import Apart
from briefing.errors import BriefingError, TemplateError
from briefing.model import Brief
from briefing.settings import Settings

WORKER = "briefing.workflow.worker"


class Confined:
    """The process: started when it is first asked, and anew after it was stopped or is to read other files.

    A class, since it owns a process that must end with it: `with Confined(settings) as apart:`.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._process: Apart | None = None
        self._reads: list[tuple[Path, int]] = []

    def __enter__(self) -> Confined:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def render(self, brief: Brief, format: str, *, language: str | None = None) -> bytes:
        """The brief in one format, in the theme of the settings. Raises TemplateError as `render` does."""
        from briefing.render import glyphs

        answer = self.ask("render", brief, format, language=language)
        glyphs.tell(answer["lacking"])
        return base64.b64decode(answer["data"])

    def ask(
        self, task: str, brief: Brief | None, format: str, *, language: str | None = None
    ) -> dict[str, Any]:
        """The answer to a task of `worker`. Raises what went wrong there, or that time ran out."""
        said = json.dumps(
            {
                "task": task,
                "brief": codec.brief_json(brief).decode() if brief else None,
                "format": format,
                "language": language,
                "theme": self.settings.theme,
                "templates": _text(self.settings.templates),
                "labels": _text(self.settings.labels),
                "options": {
                    name: {
                        "value": g.value,
                        "origin": g.origin,
                        "folder": str(g.folder.absolute()),
                        "held": g.held,
                    }
                    for name, g in self.settings.options.items()
                },
            }
        )
        answer: dict[str, Any] = json.loads(self._exchange(said.encode() + b"\n", format))
        if error := answer.get("error"):
            kind = getattr(errors, error["class"], TemplateError)
            raised: BriefingError = kind(
                error["what"], where=error.get("where") or self._where, hint=error.get("hint")
            )
            raise raised
        return answer

    def stop(self) -> None:
        """Ends the process, whatever it is doing."""
        if self._process is not None:
            self._process.end()
            self._process = None

    @property
    def _where(self) -> str:
        return f"theme {self.settings.theme}"

    def _started(self) -> Apart:
        """The process: another one where what it may read is not what it was."""
        reads = [(path, path.stat().st_ino) for path in _read_by(self.settings) if path.exists()]
        if self._process is not None and reads != self._reads:
            self.stop()
        if self._process is None:
            lists = [folder for folder in (self.settings.templates,) if folder]
            self._process = Apart(WORKER, reads=[path for path, _ in reads], lists=lists)
            self._reads = reads
        return self._process

    def _exchange(self, line: bytes, format: str) -> bytes:
        process = self._started()
        answers: list[bytes] = []

        def talk() -> None:
            try:
                process.told.write(line)
                process.told.flush()
                answers.append(process.answers.readline())
            except (OSError, ValueError):
                answers.append(b"")

        talking = Thread(target=talk, daemon=True)
        talking.start()
        talking.join(self.settings.theme_seconds)
        if talking.is_alive():
            process.kill()
            talking.join()
            self.stop()
            raise TemplateError(
                f"took over {self.settings.theme_seconds} s for {format} and was stopped",
                where=self._where,
                hint="Look for loops within loops; the setting theme_seconds is the limit",
            )
        if not answers[0]:
            self.stop()
            raise TemplateError(f"the rendering of {format} broke down", where=self._where)
        return answers[0]


def _read_by(settings: Settings) -> Iterator[Path]:
    """The files and folders that the theme of the settings is made of, as far as they are there."""
    from briefing.render.options import FILES
    from briefing.render.themes import theme_folders

    if settings.labels:
        yield settings.labels
    for name in FILES:
        if given := settings.theme_options.get(name):
            named = given.value if isinstance(given.value, list) else [given.value]
            yield from (given.folder / Path(str(one)).expanduser() for one in named if one)
    try:
        yield from theme_folders(settings.theme, settings.templates)
    except BriefingError:
        # Which file is at fault is told over there.
        yield from filter(None, (settings.templates,))


def _text(path: Path | None) -> str | None:
    return str(path.absolute()) if path else None
