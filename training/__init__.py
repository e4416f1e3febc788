"""How the language model is made: convert, train, package, evaluate. briefing imports none of it."""
