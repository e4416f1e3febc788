"""What every test stands on: no settings from outside, no chance, no clock."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

# The same examples every time, on any machine, however slow: a failure is one that can be repeated.
settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")

# A shell has what it runs in the background ignore Ctrl-C, and so would the programs that tests end by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """BRIEFING_* variables of whoever runs the tests don't reach them."""
    for name in os.environ:
        if name.startswith("BRIEFING_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_unasked_warnings(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> object:
    """A test during which WeasyPrint logs a warning fails, unless it is marked `logs_warnings`."""
    yield
    if request.node.get_closest_marker("logs_warnings"):
        return
    logged = [r for r in caplog.get_records("call") if r.levelname in {"WARNING", "ERROR", "CRITICAL"}]
    unasked = [
        f"{r.name}: {r.getMessage()}" for r in logged if r.name.startswith(("weasyprint", "fontTools"))
    ]
    assert not unasked, unasked


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five sample articles."""
    return ROOT / "seeds"
