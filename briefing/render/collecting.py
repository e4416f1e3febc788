"""Names that are not there, gathered while a template is filled to its end.

`fill` stops at the first; who checks a theme wants them all, each with file and line.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import StrictUndefined, Undefined

from briefing.model import record
from briefing.render.missing import explained

NOTHING = "a value that is not there was printed; ask for it with if"


@record
class Fault:
    """Something wrong in a theme: what, in which file, on which line (0: in the whole file)."""

    what: str
    file: str
    line: int = 0


def collecting(known: Iterable[str], faults: list[Fault]) -> type[Undefined]:
    """What stands for a missing name: its use is put down as a fault, and the filling goes on."""
    names = tuple(known)

    def gathered(result: Callable[[Any], Any]) -> Callable[..., Any]:
        def used(self: Any, *given: Any, **named: Any) -> Any:
            what = explained(self._undefined_hint, self._undefined_obj, self._undefined_name, names)
            put_down(what, faults)
            return result(self)

        return used

    def attribute(self: Any, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return itself(self)

    itself = gathered(lambda missing: missing)
    false, true = gathered(lambda _: False), gathered(lambda _: True)
    uses = {
        "__getattr__": attribute,
        **dict.fromkeys(("__getitem__", "__call__"), itself),
        **dict.fromkeys(
            ("__bool__", "__eq__", "__contains__", "__lt__", "__gt__", "__le__", "__ge__"), false
        ),
        "__ne__": true,
        "__str__": gathered(lambda _: ""),
        "__iter__": gathered(lambda _: iter(())),
        "__len__": gathered(lambda _: 0),
        "__hash__": lambda self: id(self),
        "__slots__": (),
    }
    return type("Gathered", (StrictUndefined,), uses)


def printing(show: Callable[[Any], Any], faults: list[Fault]) -> Callable[[Any], Any]:
    """What a format does to every value it prints; one that is not there is put down as a fault."""

    def shown(value: Any) -> Any:
        if value is None:
            put_down(NOTHING, faults)
            return ""
        return show(value)

    return shown


def put_down(what: str, faults: list[Fault]) -> None:
    """A fault at the line of the template that is being filled."""
    file, line = here()
    fault = Fault(what=what, file=file, line=line)
    if fault not in faults:
        faults.append(fault)


def here() -> tuple[str, int]:
    """File and line of the innermost template that is being filled."""
    frame = sys._getframe()
    while frame:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None and frame.f_code.co_filename == template.filename:
            return str(template.filename), int(template.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back  # type: ignore[assignment]
    return "", 0
