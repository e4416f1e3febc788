"""One typed reading of a sentence: words, names, offices, terms, as items in a row."""
