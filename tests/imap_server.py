"""Real IMAP servers on loopback: a small one that always runs, and Debian's dovecot where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from relay import free_port

USER, PASSWORD = "meja", "rahasia"


@dataclass
class Box:
    """A folder on a server: its messages by their numbers, and what it was asked."""

    port: int = 0
    validity: int = 7
    messages: dict[int, bytes] = field(default_factory=dict)
    folder: str = "Kliping"
    asked: list[str] = field(default_factory=list)
    cut_after: int = 0
    """Messages after which the line is cut; 0 for never."""


class _Talk(socketserver.StreamRequestHandler):
    """One client: LOGIN, EXAMINE, UID SEARCH, UID FETCH, LOGOUT."""

    box: Box

    def handle(self) -> None:
        self.say("* OK IMAP4rev1 here")
        given = 0
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            self.box.asked.append(command)
            verb = command.upper()
            if verb.startswith("CAPABILITY"):
                self.say("* CAPABILITY IMAP4rev1")
            elif verb.startswith("LOGIN") and PASSWORD not in command:
                self.say(f"{tag} NO [AUTHENTICATIONFAILED] wrong password")
                continue
            elif verb.startswith("EXAMINE"):
                if self.box.folder not in command:
                    self.say(f"{tag} NO no such folder")
                    continue
                self.say(
                    f"* {len(self.box.messages)} EXISTS", f"* OK [UIDVALIDITY {self.box.validity}] valid"
                )
            elif verb.startswith("UID SEARCH"):
                self.say("* SEARCH " + " ".join(map(str, self.box.messages)))
            elif verb.startswith("UID FETCH"):
                for uid in map(int, re.findall(r"\d+", command.split("(")[0])):
                    given += "BODY.PEEK" in verb
                    if self.box.cut_after and given > self.box.cut_after:
                        return
                    self.fetch(uid, whole="BODY.PEEK" in verb)
            self.say(f"{tag} OK done")

    def fetch(self, uid: int, *, whole: bool) -> None:
        data = self.box.messages[uid]
        if not whole:
            self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(data)})")
            return
        self.say(f"* {uid} FETCH (UID {uid} BODY[] {{{len(data)}}}")
        self.wfile.write(data)
        self.say(")")

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    context: ssl.SSLContext

    def get_request(self) -> tuple[ssl.SSLSocket, object]:
        line, address = super().get_request()
        return self.context.wrap_socket(line, server_side=True), address

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that don't trust the certificate hang up."""


@contextmanager
def imap_server(certificate: Path, box: Box) -> Iterator[Box]:
    """The folder on a server for as long as this lasts."""
    talk = type("Talk", (_Talk,), {"box": box})
    with _Server(("127.0.0.1", 0), talk) as server:
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(certificate)
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


def has_dovecot() -> bool:
    """Whether dovecot is installed, and may be started by this user."""
    return shutil.which("dovecot") is not None and os.geteuid() == 0


CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{certificate}
ssl_key = <{certificate}
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}
}}
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
first_valid_uid = 0
first_valid_gid = 0
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
"""


@contextmanager
def dovecot(certificate: Path, folder: Path) -> Iterator[int]:
    """The port of a dovecot of our own, whose mail lies in folder/mail, for as long as this lasts."""
    port = free_port()
    folder.chmod(0o755)
    configuration = folder / "dovecot.conf"
    configuration.write_text(
        CONFIGURATION.format(
            folder=folder,
            certificate=certificate,
            port=port,
            password=PASSWORD,
            user="daemon",
            group="daemon",
        ),
        encoding="utf-8",
    )
    subprocess.run(["chown", "-R", "daemon", str(folder / "mail")], check=True)
    process = subprocess.Popen(["dovecot", "-F", "-c", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if process.poll() is None and (folder / "run" / "login").exists():
                break
            time.sleep(0.05)
        time.sleep(0.3)
        yield port
    finally:
        process.terminate()
        process.wait(10)
