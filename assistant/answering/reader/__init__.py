"""Which sentence answers an open question, and how likely it does: signals, learned weights, chances."""
