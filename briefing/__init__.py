"""briefing: news articles in, a dated brief out, every line traceable to the words of its source."""

__version__ = "0.1.0"
