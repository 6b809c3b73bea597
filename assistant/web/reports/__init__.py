"""The pages of the reports: which there are, and the whole text of each."""
