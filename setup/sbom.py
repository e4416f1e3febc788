"""What a brief is made with, as a software bill of materials (CycloneDX 1.6): `python setup/sbom.py [FILE]`.

Each package that is installed and needed, with version, licence and what it needs in turn. What the checks
alone need is left out: the list is of what runs. The same environment gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = "briefing"


def name_of(name: str) -> str:
    """The one spelling of a package's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(package: Distribution) -> list[str]:
    """Names of the packages that one needs here, without extras."""
    found = (Requirement(line) for line in package.requires or ())
    return sorted({name_of(r.name) for r in found if not r.marker or r.marker.evaluate({"extra": ""})})


def installed() -> dict[str, Distribution]:
    """Every package that a brief needs, by name."""
    known: dict[str, Distribution] = {}
    waiting = [ROOT]
    while waiting:
        name = waiting.pop()
        if name not in known:
            try:
                known[name] = distribution(name)
            except PackageNotFoundError:  # of an extra of another package, or for another system
                continue
            waiting += needed(known[name])
    return dict(sorted(known.items()))


def reference(package: Distribution) -> str:
    """The package's address among all kinds of packages (purl)."""
    return f"pkg:pypi/{name_of(package.name)}@{package.version}"


def component(package: Distribution) -> dict[str, Any]:
    """One package as the format has it."""
    told = package.metadata
    licence = told.get("License-Expression") or told.get("License") or "not told"
    kind = "application" if package.name == ROOT else "library"
    own = {"type": kind, "bom-ref": reference(package), "name": package.name, "version": package.version}
    return {
        **own,
        "purl": reference(package),
        "licenses": [{"license": {"name": licence.splitlines()[0][:100]}}],
    }


def bill() -> dict[str, Any]:
    """The whole bill."""
    packages = installed()
    main = packages.pop(ROOT)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component(main)},
        "components": [component(p) for p in packages.values()],
        "dependencies": [
            {"ref": reference(p), "dependsOn": [reference(packages[n]) for n in needed(p) if n in packages]}
            for p in (main, *packages.values())
        ],
    }


def main() -> None:
    """The bill, in the file named or on standard output."""
    text = json.dumps(bill(), indent=2, ensure_ascii=False) + "\n"
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
