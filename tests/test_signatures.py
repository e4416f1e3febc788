"""Signed records: with trusted keys in the settings, nothing is made or sent of a record that was changed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from samples import brief, first, second

from briefing import codec
from briefing.cli import run
from briefing.errors import SignatureError
from briefing.workflow.signatures import check, signature

RECORD = codec.brief_json(brief(first(), second()))
OPENSSL = shutil.which("openssl")
openssl = pytest.mark.skipif(OPENSSL is None, reason="openssl makes the keys")


def keys(folder: Path, name: str) -> tuple[Path, Path]:
    """A pair of keys, made as the docs say."""
    private, public = folder / f"{name}.key", folder / f"{name}.pub"
    for given in (
        ("genpkey", "-algorithm", "ed25519", "-out"),
        ("pkey", "-in", str(private), "-pubout", "-out"),
    ):
        subprocess.run([OPENSSL or "", *given, str(public if "-in" in given else private)], check=True)
    private.chmod(0o600)
    return private, public


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "brief.json"
    path.write_bytes(RECORD)
    return path


@openssl
def test_a_signed_record_is_that_of_whoever_holds_the_key(record: Path, tmp_path: Path) -> None:
    """A byte changed, another's key, or no signature at all: each is told."""
    private, public = keys(tmp_path, "desk")
    _, others = keys(tmp_path, "other")
    record.with_name("brief.json.sig").write_bytes(signature(RECORD, private))
    check(record, RECORD, public)
    check(record, RECORD, tmp_path)  # a folder of keys
    for data, trusted in ((RECORD.replace(b"Rusia", b"Turki", 1), public), (RECORD, others)):
        with pytest.raises(SignatureError, match="none of the trusted keys"):
            check(record, data, trusted)
    record.with_name("brief.json.sig").unlink()
    with pytest.raises(SignatureError, match="is not signed"):
        check(record, RECORD, public)


@openssl
def test_a_key_that_is_of_no_use_is_told(record: Path, tmp_path: Path) -> None:
    """Of another kind, readable by others, no key at all."""
    private, public = keys(tmp_path, "desk")
    with pytest.raises(SignatureError, match="no public Ed25519 key"):
        check(_signed(record, private), RECORD, record)
    with pytest.raises(SignatureError, match="no private key"):
        signature(RECORD, _mine(public))
    private.chmod(0o644)
    with pytest.raises(Exception, match="can be read by others"):
        signature(RECORD, private)
    other = tmp_path / "rsa.key"
    subprocess.run([OPENSSL or "", "genpkey", "-algorithm", "rsa", "-out", str(other)], check=True, stderr=-3)
    with pytest.raises(SignatureError, match="no Ed25519 key"):
        signature(RECORD, _mine(other))


def _signed(record: Path, private: Path) -> Path:
    record.with_name("brief.json.sig").write_bytes(signature(RECORD, private))
    return record


def _mine(path: Path) -> Path:
    path.chmod(0o600)
    return path


@openssl
def test_make_signs_and_every_command_looks(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make` leaves the signature beside the record; verify, render and send look at it."""
    monkeypatch.chdir(tmp_path)
    private, public = keys(tmp_path, "desk")
    (tmp_path / "satu.txt").write_text(
        "Rusia Siap Membantu\n\nKamis, 7 Desember 2017\n\nWINA - Menteri Luar Negeri Rusia Sergey Lavrov "
        "mengatakan bahwa Moskow siap membantu pembicaraan itu.\n",
        encoding="utf-8",
    )
    (tmp_path / "briefing.toml").write_text(
        f'sign_key = "{private}"\ntrusted_keys = "{public}"\nformat = ["json"]\ndate = "2017-12-09"\n'
        '[email]\nsender = "Desk <desk@example.org>"\n',
        encoding="utf-8",
    )
    assert run(["make", "satu.txt"]) == 0
    record = tmp_path / "reports" / "2017-12-09" / "briefing.json"
    assert run(["verify", str(record)]) == 0
    assert run(["render", str(record), "--format", "txt"]) == 0
    record.write_bytes(record.read_bytes().replace(b"Daily briefing", b"Other briefing"))
    record.with_name("briefing.sums").unlink()
    capfd.readouterr()
    for command in (
        ["verify", str(record)],
        ["render", str(record), "--format", "txt"],
        ["send", str(record), "--to", "a@example.org", "--dry-run", str(tmp_path / "mail")],
    ):
        assert run(command) == 1
        assert "none of the trusted keys" in capfd.readouterr().err
