"""Imports from sheets and from the directory into the ledger: everything or nothing."""
