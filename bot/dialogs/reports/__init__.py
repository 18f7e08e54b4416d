"""Conversations about reports: followed audits, the register, the evidence pack."""
