"""From the bytes of a file, whatever its kind, to its text and what its layout says of it."""
