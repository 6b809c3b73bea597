"""Questions made from the ledger: draft cases, relations between answers, what no case covers."""
