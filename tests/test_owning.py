"""Settings and outboxes that others have a hand in: what is not taken from them, and what is never shown."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import brief, first

from briefing.cli import run
from briefing.deliver.outbox import Outbox
from briefing.deliver.server import token_from
from briefing.errors import DeliveryError, SettingError
from briefing.owning import others_hand
from briefing.settings import declared, load
from briefing.settings.declaring import ANY_NAME, is_path
from briefing.workflow import rendered

STRANGER = 54321
"""A user whom this machine does not know."""

root_alone = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to others")


def by_everybody(file: Path) -> None:
    file.chmod(0o646)


def by_a_group(file: Path) -> None:
    os.chown(file, -1, STRANGER)
    file.chmod(0o664)


def by_a_list(file: Path) -> None:
    file.chmod(0o644)
    if not shutil.which("setfacl"):
        pytest.skip("needs setfacl")
    done = subprocess.run(["setfacl", "-m", f"u:{STRANGER}:rw", str(file)], check=False, capture_output=True)
    if done.returncode:
        pytest.skip("this file system has no lists")


def anothers(file: Path) -> None:
    os.chown(file, STRANGER, -1)


def in_an_open_folder(file: Path) -> None:
    file.parent.chmod(0o777)


def below_an_open_folder(file: Path) -> None:
    file.parent.parent.chmod(0o777)


def in_anothers_folder(file: Path) -> None:
    os.chown(file.parent, STRANGER, -1)


def by_a_link_of_anothers(file: Path) -> None:
    file.rename(file.with_name("real"))
    file.symlink_to("real")
    os.chown(file, STRANGER, -1, follow_symlinks=False)


def by_a_link_to_an_open_file(file: Path) -> None:
    file.rename(file.with_name("real"))
    file.symlink_to("real")
    file.with_name("real").chmod(0o666)


def by_a_link_into_an_open_folder(file: Path) -> None:
    (file.parent / "open").mkdir(mode=0o755)
    (file.parent / "open").chmod(0o777)
    file.rename(file.parent / "open" / "real")
    file.symlink_to("open/real")


HANDS = [
    by_everybody,
    in_an_open_folder,
    below_an_open_folder,
    by_a_link_to_an_open_file,
    by_a_link_into_an_open_folder,
    pytest.param(by_a_list, marks=root_alone),
    pytest.param(by_a_group, marks=root_alone),
    pytest.param(anothers, marks=root_alone),
    pytest.param(in_anothers_folder, marks=root_alone),
    pytest.param(by_a_link_of_anothers, marks=root_alone),
]
Hand = Callable[[Path], None]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder in a folder, both the user's alone."""
    folder = tmp_path / "desk" / "inner"
    folder.mkdir(parents=True)
    for one in (folder.parent, folder):
        one.chmod(0o755)
    return folder


@pytest.fixture
def own(place: Path) -> Path:
    """A settings file of the user's."""
    file = place / "briefing.toml"
    file.write_text("", encoding="utf-8")
    file.chmod(0o644)
    return file


def test_a_file_of_ones_own(own: Path) -> None:
    """In a folder of one's own, or in one where everybody may change only what is his."""
    assert others_hand(own) is None
    own.parent.chmod(0o1777)
    assert others_hand(own) is None
    own.with_name("link").symlink_to(own)
    assert others_hand(own.with_name("link")) is None
    assert others_hand(own.with_name("not there yet")) is None


def test_a_group_of_ones_own_may_write(own: Path) -> None:
    """Many systems give each user a group with nobody else in it, and files that it may write."""
    import grp
    import pwd

    me = pwd.getpwuid(os.geteuid())
    group = grp.getgrgid(me.pw_gid)
    if group.gr_name != me.pw_name or set(group.gr_mem) - {me.pw_name}:
        pytest.skip("this user has no group of his own")
    os.chown(own, -1, me.pw_gid)
    own.chmod(0o664)
    assert others_hand(own) is None


@pytest.mark.parametrize("hand", HANDS)
def test_every_way_to_have_a_hand_in_a_file_is_seen(own: Path, hand: Hand) -> None:
    hand(own)
    assert others_hand(own)


# --- settings ------------------------------------------------------------------------------------

REACHING = {
    "email.host": '[email]\nhost = "mail.example.org"\n',
    "email.token_command": '[email]\ntoken_command = "sh -c id"\n',
    "email.password_file": '[email]\npassword_file = "/etc/passwd"\n',
    "email.dkim_key": '[email]\ndkim_key = "/etc/passwd"\ndkim_selector = "x"\n',
    "email.ca_file": '[email]\nca_file = "ca.pem"\n',
    "email.outbox": '[email]\noutbox = "/tmp/box.sqlite"\n',
    "email.groups.morning.to": '[email.groups.morning]\nto = ["a@example.org"]\n',
    "templates": 'templates = "/"\n',
    "labels": 'labels = "/"\n',
    "lexicon": 'lexicon = "/etc"\n',
    "notes": 'notes = "/etc/passwd"\n',
    "out": 'out = "../.."\n',
    "extractors": 'extractors = ["theirs"]\n',
    "follow": "follow = true\n",
}


@pytest.mark.parametrize("key", REACHING)
@pytest.mark.parametrize("hand", HANDS)
def test_what_reaches_out_is_not_taken_from_such_a_file(own: Path, key: str, hand: Hand) -> None:
    """Commands, secrets, servers, readers and paths; the error names the key, the file and what is wrong."""
    own.write_text(REACHING[key], encoding="utf-8")
    hand(own)
    with pytest.raises(SettingError, match=r"not taken from a settings file that .*(writ|belongs)") as told:
        load(own)
    assert key.replace("morning", ANY_NAME).split(".")[0] in told.value.what
    assert "briefing.toml:" in str(told.value.where)


def test_how_a_brief_looks_is_taken_from_any_file(own: Path) -> None:
    own.write_text(
        'title = "Theirs"\nlanguage = "id"\n[theme_options]\naccent = "#123456"\n', encoding="utf-8"
    )
    own.chmod(0o666)
    assert load(own).settings.title == "Theirs"


def test_the_users_own_file_may_reach_out(own: Path) -> None:
    for text in REACHING.values():
        own.write_text(text.replace('"ca.pem"', '"briefing.toml"'), encoding="utf-8")
        load(own)


def test_every_path_and_all_of_the_email_reaches_out() -> None:
    """A setting that is added later is guarded with the rest."""
    for key, setting in declared().items():
        assert setting.reaches_out or not (is_path(setting.type) or key.startswith("email.")), key
    assert not declared()["title"].reaches_out


@pytest.mark.parametrize("logo", ["../secret.svg", "link.svg", "PLACE/../secret.svg"])
def test_a_logo_in_such_a_file_leads_nowhere_else(own: Path, logo: str) -> None:
    """Nobody has a picture of this machine sent out by a file that he may write."""
    (own.parent.parent / "secret.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8"
    )
    own.with_name("link.svg").symlink_to("../secret.svg")
    text = f'[theme_options]\nlogo = "{logo.replace("PLACE", str(own.parent))}"\n'
    own.write_text(text, encoding="utf-8")
    rendered(brief(first()), ["html"], stem="x", settings=load(own).settings)
    own.chmod(0o666)
    with pytest.raises(SettingError, match="may not lead"):
        rendered(brief(first()), ["html"], stem="x", settings=load(own).settings)


@pytest.mark.parametrize("how", ["found in the working folder", "named"])
def test_the_command_obeys_no_such_file(
    own: Path, how: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], seeds: Path
) -> None:
    """From end to end: the command in it is not run, nothing is made, and the exit status is 2."""
    ran = own.parent / "ran"
    own.write_text(
        f'out = "out"\n[email]\nhost = "localhost"\nusername = "a"\nsender = "a@example.org"\n'
        f'token_command = "touch {ran}"\n[email.groups.all]\nto = ["a@example.org"]\n',
        encoding="utf-8",
    )
    own.chmod(0o666)
    monkeypatch.chdir(own.parent)
    named = ["--settings", str(own)] if how == "named" else []
    article = str(next(seeds.glob("*.txt")))
    for command in (["make", article, "--send", "all"], ["doctor", "--email"], ["outbox", "list"]):
        assert run([*command, *named]) == 2
        assert "is not taken from a settings file that can be written by others" in capfd.readouterr().err
    assert not ran.exists()
    assert sorted(p.name for p in own.parent.iterdir()) == ["briefing.toml"]


# --- what is never shown -------------------------------------------------------------------------

SECRET = "ya29.A0ARrdaM-k9Xw3LqT7vB2cD"
COMMANDS = [
    f"sh -c 'echo {SECRET} >&2; exit 1'",
    f"sh -c 'echo token={SECRET} >&2; exit 1'",
    f"sh -c 'echo \"error: bad token: {SECRET[:12]}\" token:{SECRET[:12]} >&2; exit 1'",
    f'sh -c \'echo {{\\"access_token\\":\\"{SECRET}\\"}} >&2; exit 1\'',
    f"sh -c 'echo {SECRET}; exit 3'",
    f"sh -c 'exit 1' {SECRET}",
    f"no-such-program-here --key {SECRET}",
    f"KEY={SECRET} no-such-program-here",
    f"/no/such/{SECRET}/program x",
    f"sleep 60 {SECRET}",
    f"'unclosed {SECRET}",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_neither_a_token_command_nor_what_it_prints_is_shown_whole(
    command: str, own: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not in an error, not in a trace, not among the settings."""
    monkeypatch.setattr("briefing.deliver.server.TOKEN_SECONDS", 0.5)
    with pytest.raises(DeliveryError, match="the token command failed") as told:
        token_from(command)
    assert SECRET not in str(told.value)
    text = command.replace("\\", "\\\\").replace('"', '\\"')
    own.write_text(
        f'[email]\nhost = "localhost"\nusername = "a"\nsender = "a@example.org"\ntoken_command = "{text}"\n',
        encoding="utf-8",
    )
    for arguments in (["settings"], ["doctor", "--email", "--debug"], ["outbox", "retry", "--debug"]):
        run([*arguments, "--settings", str(own)])
        out, err = capfd.readouterr()
        assert SECRET not in out + err, arguments
        assert SECRET[:12] not in out + err, arguments


def test_a_command_of_the_wrong_kind_is_not_shown_whole(own: Path) -> None:
    own.write_text(f'[email]\ntoken_command = ["sh", "-c", "{SECRET}"]\n', encoding="utf-8")
    with pytest.raises(SettingError, match="is not a text") as told:
        load(own)
    assert SECRET not in str(told.value)


def test_the_program_of_a_command_is_shown(own: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """So much is needed to know which it is."""
    own.write_text(f'[email]\ntoken_command = "/usr/bin/mail-token --key {SECRET}"\n', encoding="utf-8")
    run(["settings", "--settings", str(own)])
    assert '"mail-token …"' in capfd.readouterr().out


# --- the outbox ----------------------------------------------------------------------------------


def opened(file: Path) -> None:
    with Outbox(file, run="a", alive=lambda run: False):
        pass


@pytest.mark.parametrize("hand", HANDS)
def test_an_outbox_that_others_may_write_is_refused(place: Path, hand: Hand) -> None:
    """They could have any message sent in the user's name, or have one sent twice."""
    file = place / "outbox.sqlite"
    opened(file)
    opened(file)
    hand(file)
    with pytest.raises(DeliveryError, match=r"the outbox .*(writ|belongs)"):
        opened(file)


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_so_is_one_with_a_log_that_others_may_write(place: Path, ending: str) -> None:
    """What SQLite keeps beside the file is read into it."""
    opened(place / "outbox.sqlite")
    log = place / f"outbox.sqlite{ending}"
    log.write_bytes(b"")
    log.chmod(0o666)
    with pytest.raises(DeliveryError, match="can be written by others"):
        opened(place / "outbox.sqlite")


def test_none_is_begun_where_others_may_put_their_own(place: Path) -> None:
    place.chmod(0o777)
    with pytest.raises(DeliveryError, match="where others can write"):
        opened(place / "outbox.sqlite")
    assert not list(place.iterdir())
