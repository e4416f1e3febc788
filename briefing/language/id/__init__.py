"""Indonesian: the tokenizer, and the place of the trained model."""
