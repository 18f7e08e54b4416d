"""Adaptive Cards: pure functions from a view to a card. No ledger, no clock, nothing is sent."""
