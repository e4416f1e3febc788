"""Write the golden pages anew: .venv/bin/python tests/golden/write.py"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

if __name__ == "__main__":
    from samples import brief

    from briefing.render import render

    for language in ("en", "id"):
        for format in ("txt", "md"):
            made = render(replace(brief(), language=language), format)
            (HERE / f"brief.{language}.{format}").write_bytes(made)
