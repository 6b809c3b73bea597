"""The check: every figure and claim of an answer against the passage it cites."""
