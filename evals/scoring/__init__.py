"""An answer and its case to an outcome, by two independent scorers; pure."""
