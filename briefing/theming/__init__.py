"""Making themes: a new one, the list of them, what templates can use, a check, and a preview.

The commands `briefing template …` are these functions; rendering itself is in `briefing/render/`.
"""
