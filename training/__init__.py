"""How the language models are made: convert, train, package, evaluate. briefing imports none of it."""
