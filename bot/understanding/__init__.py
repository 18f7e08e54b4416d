"""Reads what somebody typed: what they mean and which days. Keeps no word, and knows no ledger."""
