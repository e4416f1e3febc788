"""A theme of the user's is rendered in a process of its own, with a limit of time and memory.

Jinja2's sandbox keeps a template from what it must not touch, not from going on for ever: loops
within loops, or a page that is laid out for hours. Such a rendering is stopped, in one clear line.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any

from briefing import codec, errors
from briefing.errors import BriefingError, TemplateError
from briefing.model import Brief
from briefing.settings import Settings

OUTER = str(Path(codec.__file__).parents[1])


class Confined:
    """The process: started when it is first asked, and anew after it had to be stopped.

    A class, since it owns a process that must end with it: `with Confined(settings) as apart:`.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Confined:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def render(self, brief: Brief, format: str, *, language: str | None = None) -> bytes:
        """The brief in one format, in the theme of the settings. Raises TemplateError as `render` does."""
        answer = self.ask("render", brief, format, language=language)
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
                    name: {"value": g.value, "origin": g.origin, "folder": str(g.folder.absolute())}
                    for name, g in self.settings.theme_options.items()
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
            self._process.kill()
            self._process.communicate()
            self._process = None

    @property
    def _where(self) -> str:
        return f"theme {self.settings.theme}"

    def _exchange(self, line: bytes, format: str) -> bytes:
        process = self._process = self._process or _started()
        answers: list[bytes] = []

        def talk() -> None:
            try:
                process.stdin.write(line)  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
                answers.append(process.stdout.readline())  # type: ignore[union-attr]
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


def _started() -> subprocess.Popen[bytes]:
    paths = [OUTER, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return subprocess.Popen(
        # -P: nothing that lies in the working folder is taken for a module.
        [sys.executable, "-P", "-m", "briefing.workflow.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in paths if p)},
    )


def _text(path: Path | None) -> str | None:
    return str(path.absolute()) if path else None
