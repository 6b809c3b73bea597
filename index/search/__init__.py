"""From a query to the passages that answer it; nothing here writes an index."""
