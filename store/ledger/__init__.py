"""The ledger: facts in a chain, sealed text, looks and units of work. No rule of the programme."""

from store.ledger.ledger import SYSTEM, Actor, Ledger, Reader, Unit, WritingSession, within

__all__ = ("SYSTEM", "Actor", "Ledger", "Reader", "Unit", "WritingSession", "within")
