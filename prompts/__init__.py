"""The prompts, and the one loader for them."""
