"""Acts about what people owe and how they are reminded."""

from store.acts.nudges import helping, nudges, own_duties

__all__ = ("helping", "nudges", "own_duties")
