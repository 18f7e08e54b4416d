"""The ledger: facts in a hash chain, sealed text, readers and units of work. No programme rule."""

from store.ledger.ledger import SYSTEM, Actor, Ledger, Reader, Unit, WritingSession, committing

__all__ = ("SYSTEM", "Actor", "Ledger", "Reader", "Unit", "WritingSession", "committing")
