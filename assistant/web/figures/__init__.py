"""The page of figures: the ledger with its conditions in the address, as a table, charts and files."""
