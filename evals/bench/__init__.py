"""Comparisons with what one could build from libraries, and how an index grows."""
