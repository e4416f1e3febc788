"""`python -m briefing`: the same as the `briefing` command."""

from __future__ import annotations

from briefing.cli import main

if __name__ == "__main__":
    main()
