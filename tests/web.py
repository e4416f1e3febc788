"""A real web server on loopback that answers as it is told, and misbehaves on demand."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from h2.config import H2Configuration
from h2.connection import H2Connection as Connection
from h2.events import RequestReceived

TYPE = "text/html; charset=utf-8"


@dataclass
class Asked:
    """One request: what was asked for, with which heads, and when."""

    path: str
    heads: dict[str, str]
    at: float
    method: str = "GET"
    body: bytes = b""


Answer = bytes | Callable[[Asked, socket.socket], bytes | None]
"""The bytes to send, or what sends them itself and gives none."""


@dataclass
class Web:
    """What the server has under each path, and what it was asked."""

    port: int = 0
    secure: bool = False
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http{'s' if self.secure else ''}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, in order, without robots.txt."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]

    def serve(self, line: socket.socket) -> None:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            asked = _request(line)
            if asked is None:
                return
            self.asked.append(asked)
            answer = self.pages.get(asked.path, status(404))
            said = answer if isinstance(answer, bytes) else answer(asked, line)
            if said:
                line.sendall(said)
        finally:
            with self._lock:
                self._now -= 1


def _request(line: socket.socket) -> Asked | None:
    got = b""
    while b"\r\n\r\n" not in got:
        part = line.recv(65536)
        if not part:
            return None
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    heads = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)}
    while len(body) < int(heads.get("content-length", 0)):
        body += line.recv(65536)
    method, path, _ = first.split(" ", 2)
    return Asked(path=path, heads=heads, at=time.monotonic(), method=method, body=body)


def page(body: bytes | str, **heads: str) -> bytes:
    """An answer with a body: 200, with its length, and the connection closed after it."""
    data = body.encode() if isinstance(body, str) else body
    told = {"Content-Type": TYPE, "Content-Length": str(len(data)), "Connection": "close"}
    told |= {name.replace("_", "-").title(): value for name, value in heads.items()}
    return _head("200 OK", told) + data


def status(number: int, **heads: str) -> bytes:
    """An answer that is no page."""
    told = {"Content-Length": "0", "Connection": "close"}
    told |= {name.replace("_", "-").title(): value for name, value in heads.items()}
    return _head(f"{number} Told", told)


def _head(first: str, heads: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {first}", *(f"{name}: {value}" for name, value in heads.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@contextmanager
def web(certificate: Path | None = None, *, http2: bool = False) -> Iterator[Web]:
    """A server for as long as this lasts; with a certificate over TLS, and by HTTP/2 where asked."""
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        if http2:
            context.set_alpn_protocols(["h2"])
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        made = Web(port=listening.getsockname()[1], secure=certificate is not None)
        listening.settimeout(0.05)
        thread = threading.Thread(target=_accept, args=(listening, made, context), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.stopped.set()
            thread.join()


def _accept(listening: socket.socket, made: Web, context: ssl.SSLContext | None) -> None:
    while not made.stopped.is_set():
        with suppress(TimeoutError):
            line, _ = listening.accept()
            threading.Thread(target=_answer, args=(line, made, context), daemon=True).start()


def _answer(line: socket.socket, made: Web, context: ssl.SSLContext | None) -> None:
    with suppress(OSError, ValueError):
        line.settimeout(10)
        with context.wrap_socket(line, server_side=True) if context else line as secured:
            if isinstance(secured, ssl.SSLSocket) and secured.selected_alpn_protocol() == "h2":
                _serve_http2(secured, made)
            else:
                made.serve(secured)


def _serve_http2(line: ssl.SSLSocket, made: Web) -> None:
    """Answers over HTTP/2 what `pages` has as bytes, and tells in `asked` that it did."""
    spoken = Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
    spoken.initiate_connection()
    line.sendall(spoken.data_to_send())
    while part := line.recv(65536):
        for event in spoken.receive_data(part):
            if isinstance(event, RequestReceived):
                heads = {str(name): str(value) for name, value in event.headers}
                made.asked.append(Asked(heads[":path"], heads, time.monotonic()))
                answer = made.pages.get(heads[":path"], status(404))
                assert isinstance(answer, bytes)
                head, _, body = answer.partition(b"\r\n\r\n")
                first, *rest = head.decode("latin-1").split("\r\n")
                told = [tuple(one.lower().split(": ", 1)) for one in rest if "onnection" not in one]
                spoken.send_headers(event.stream_id, [(":status", first.split()[1]), *told])
                spoken.send_data(event.stream_id, body, end_stream=True)
        line.sendall(spoken.data_to_send())


STORIES = (
    "Menteri Pertahanan Budi Raharjo mengatakan bahwa dua kapal perang berangkat ke Natuna. Kapal itu "
    "membawa dua ratus awak dan tiba di pelabuhan pada pagi hari. Latihan dimulai besok di laut lepas.",
    "Gubernur Rina Sari menutup jembatan tua karena banjir merendam tiga kecamatan. Warga mengungsi ke balai "
    "desa sejak malam. Pemerintah daerah mengirim beras dan selimut bagi para pengungsi di sana.",
    "Bank sentral menahan suku bunga acuan pada rapat bulan ini. Inflasi turun berkat harga cabai yang "
    "stabil, ujar deputi gubernur Anton Wijaya. Rupiah ditutup menguat terhadap mata uang kawasan.",
    "Tim penyelamat menemukan pendaki yang hilang di lereng gunung setelah empat hari. Ia selamat dan "
    "dirawat di rumah sakit kabupaten. Jalur pendakian ditutup sampai cuaca membaik, kata kepala pos.",
    "Universitas negeri membuka program studi kecerdasan buatan mulai semester depan. Rektor Dewi Lestari "
    "menyebut seribu calon mahasiswa telah mendaftar. Kurikulumnya disusun bersama pelaku industri.",
    "Petani garam di pesisir utara mengeluhkan hujan yang datang lebih awal. Produksi musim ini susut "
    "separuh, menurut ketua koperasi Slamet Hadi. Mereka meminta bantuan gudang penyimpanan dari dinas.",
)


def story(n: int) -> str:
    """A text that is like no other one, long enough to be taken for the whole of an article."""
    told = STORIES[n % len(STORIES)]
    return f"JAKARTA - {told} " + " ".join(
        f"Keterangan ke-{n} nomor {k} {told.split()[k % 20]}." for k in range(20)
    )
