"""Numbers and what they are bound to, from text alone: no file is read or written while it works."""
