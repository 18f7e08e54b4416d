"""Edits of a ledger's database that Sightline did not make: it finds each (`make tamper`)."""
