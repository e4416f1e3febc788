"""Write the goldens anew: make goldens"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

if __name__ == "__main__":
    import pages
    from samples import WHOLE, brief

    from briefing.render import render

    for language in ("en", "id"):
        for format in ("txt", "md"):
            made = render(replace(brief(), language=language), format, options=WHOLE)
            (HERE / f"brief.{language}.{format}").write_bytes(made)
    for old in pages.GOLDENS.glob("*.png"):
        old.unlink()
    pages.GOLDENS.mkdir(exist_ok=True)
    for name, page in pages.all_pages():
        (pages.GOLDENS / name).write_bytes(pages.small(page))
