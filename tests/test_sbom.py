"""The software bill of materials tells every package that a brief is made with, and no other."""

from __future__ import annotations

import json
import subprocess
import sys

from conftest import ROOT


def bill() -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "setup" / "sbom.py")], capture_output=True, check=True, cwd=ROOT
    )
    return dict(json.loads(done.stdout))


def test_it_names_what_runs_with_version_and_needs() -> None:
    """Pinned versions, each once; what the checks alone need is no part of it."""
    told = bill()
    pinned = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().split() if "==" in line)
    versions = {name.lower().replace("_", "-"): version for name, version in pinned.items()}
    components = {c["name"].lower().replace("_", "-"): c["version"] for c in told["components"]}  # type: ignore[attr-defined]
    assert {"spacy", "weasyprint", "jinja2", "markdown", "typer"} <= components.keys()
    assert not {"pytest", "mypy", "ruff", "hypothesis"} & components.keys()
    assert {name: v for name, v in components.items() if name in versions and versions[name] != v} == {}
    refs = {c["bom-ref"] for c in told["components"]}  # type: ignore[attr-defined]
    needs = {need for d in told["dependencies"] for need in d["dependsOn"]}  # type: ignore[attr-defined]
    assert needs <= refs
