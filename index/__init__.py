"""Reports to passages and figures to found passages; knows nothing of answers."""
