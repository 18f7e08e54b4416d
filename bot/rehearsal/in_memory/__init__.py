"""A ledger that keeps its rows in memory, so that a rehearsed month takes seconds."""
