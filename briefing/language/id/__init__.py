"""Indonesian: the tokenizer, and the place of the trained models."""
