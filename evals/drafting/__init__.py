"""Draft cases from the ledger, and what no case covers yet."""
