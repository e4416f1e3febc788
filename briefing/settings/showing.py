"""Settings as text: a value as TOML, and the example file."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping

from briefing.settings.declaring import Declared, Given

COMMENT_WIDTH = 88
_PROGRAM = re.compile(r"[\w.-]{1,40}")


def shown(value: object) -> str:
    """A value as it would stand in briefing.toml."""
    if value is None:
        return '""'
    if isinstance(value, Given):
        return shown(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(shown(v) for v in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {shown(v)}" for key, v in value.items()) + "}"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text) + '"'


def shown_of(setting: Declared, value: object) -> str:
    """A value of a setting as it may be seen: of a command with a key in it, the program's name."""
    if not setting.secret or not value or value == setting.default:
        return shown(value)
    program = value.split()[0].rpartition("/")[2] if isinstance(value, str) and value.strip() else ""
    return shown(f"{program} …" if _PROGRAM.fullmatch(program) else "…")


def example(settings: Iterable[Declared]) -> str:
    """The text of briefing.example.toml: every setting explained, each at its default."""
    lines = ["# Settings of briefing. Save as briefing.toml, and take the # from the lines to change."]
    table = ""
    # A key without a table after the head of one would belong to it.
    for setting in sorted(settings, key=lambda s: "." in s.key or s.free):
        head, _, name = setting.key.rpartition(".")
        head = setting.key if setting.free else head
        variable = f" ({setting.variable}{'_…' if setting.free else ''})" if setting.variable else ""
        comment = [f"# {line}" for line in textwrap.wrap(setting.meaning + variable, COMMENT_WIDTH)]
        if setting.free:
            lines += ["", *comment, f"#[{head}]"]
        else:
            lines += ["", *([f"#[{head}]"] if head != table else []), *comment]
            lines += [f"#{name} = {shown(setting.default)}"]
        table = head
    return "\n".join(lines) + "\n"
