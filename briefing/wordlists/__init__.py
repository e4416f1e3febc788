"""Checks of the word lists: every `example` must fire and every `not` must stay silent."""
