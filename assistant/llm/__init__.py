"""A language model that writes what has no figure, and names what a question means; all passes the check."""
