"""From what a question means and what the index holds to an answer that is not yet checked."""
