"""A council's own child-level data, Annex A and the SSD, as cases. It needs no ledger."""
