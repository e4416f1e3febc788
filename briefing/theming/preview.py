"""A page on this machine that shows a theme as it is being written: HTML and PDF side by side.

Files are looked at five times a second; what changed is rendered again in processes of their own, and the
page takes it over by itself. An error stands over the half that it concerns, with file and line, and
the last good page stays below it. Nothing but this machine can reach it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from briefing.errors import BriefingError
from briefing.model import Brief
from briefing.settings import Settings
from briefing.workflow.confined import Confined

PORT = 8765
ADDRESS = "127.0.0.1"
PAUSE = 0.2
TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}
SHELL = Path(__file__).parent / "preview.html"


class Half:
    """One half of the preview: the last page of a format, and what went wrong since.

    A class, since two threads share it: one renders, one answers the browser.
    """

    def __init__(self, format: str) -> None:
        self.format = format
        self.data = b""
        self.version = 0
        self.error = ""
        self.seconds = 0.0
        self.busy = False
        self.changed = threading.Event()

    def state(self) -> dict[str, object]:
        """What the browser asks for: which version there is, and what is wrong."""
        return {
            "version": self.version,
            "error": self.error,
            "busy": self.busy,
            "seconds": round(self.seconds, 1),
        }

    def follow(self, brief: Brief, settings: Callable[[], Settings], ended: threading.Event) -> None:
        """Renders anew after every change, until the preview ends; one process does all of it."""
        apart: Confined | None = None
        while not ended.is_set():
            if not self.changed.wait(PAUSE):
                continue
            self.changed.clear()
            self.busy = True
            began = time.monotonic()
            try:
                chosen = settings()
                apart = apart or Confined(chosen)
                apart.settings = chosen
                self.data = apart.render(brief, self.format, language=chosen.language)
                self.version, self.error = self.version + 1, ""
            except BriefingError as error:
                self.error = str(error)
            self.busy, self.seconds = False, time.monotonic() - began
        if apart:
            apart.stop()


def serve(
    brief: Brief,
    settings: Callable[[], Settings],
    *,
    watched: Iterable[Path],
    port: int = PORT,
    started: Callable[[str], None] = lambda address: None,
    ended: threading.Event | None = None,
) -> None:
    """Shows the brief in the theme of `settings()` until `ended` is set or Ctrl-C is pressed.

    `settings` is asked again after each change, since the settings file may be what changed.
    `started` is told the address; where the port is taken, it is another one.
    """
    ended = ended or threading.Event()
    halves = {format: Half(format) for format in TYPES}
    server = _server(halves, port)
    threads = [threading.Thread(target=h.follow, args=(brief, settings, ended)) for h in halves.values()]
    threads.append(threading.Thread(target=server.serve_forever, args=(PAUSE,)))
    for thread in threads:
        thread.start()
    try:
        started(f"http://{ADDRESS}:{server.server_address[1]}/")
        _watch(list(watched), halves.values(), ended)
    except KeyboardInterrupt:
        pass
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join()


def _watch(places: list[Path], halves: Iterable[Half], ended: threading.Event) -> None:
    before: object = None
    while not ended.is_set():
        now = _stamp(places)
        if now != before:
            before = now
            for half in halves:
                half.changed.set()
        ended.wait(PAUSE)


def _stamp(places: list[Path]) -> list[tuple[str, int, int]]:
    """When each file was last written; a file that is gone while being looked at does not matter."""
    found = []
    for place in places:
        for path in [place, *place.rglob("*")]:
            try:
                told = path.stat()
            except OSError:
                continue
            found.append((str(path), told.st_mtime_ns, told.st_size))
    return sorted(found)


def _server(halves: dict[str, Half], port: int) -> ThreadingHTTPServer:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers.get("Host", "").rpartition(":")[0]
            path = self.path.partition("?")[0]
            if host not in {ADDRESS, "localhost"}:
                # Another site's page must not read this one under a name of its own.
                self.send_error(403)
            elif path == "/":
                self._send(TYPES["html"], SHELL.read_bytes())
            elif path == "/state":
                state = {name: half.state() for name, half in halves.items()}
                self._send("application/json", json.dumps(state).encode())
            elif path.removeprefix("/page.") in halves:
                half = halves[path.removeprefix("/page.")]
                self._send(TYPES[half.format], half.data)
            else:
                self.send_error(404)

        def _send(self, kind: str, data: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *values: object) -> None:
            """Says nothing: the library never prints."""

    try:
        return ThreadingHTTPServer((ADDRESS, port), Answers)
    except OSError:
        return ThreadingHTTPServer((ADDRESS, 0), Answers)
