"""From the text of a question to what it means: place, period, indicator, and how it asks."""
