"""Answers and rewritten questions from a language model; every sentence passes the check."""
