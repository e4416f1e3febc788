"""What happened: military details and events, read from the rows of a text."""
