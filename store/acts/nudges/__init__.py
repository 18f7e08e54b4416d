"""Acts about what people owe and how they are reminded."""

from store.acts.nudges import help_request, nudge, own_duty

__all__ = ("help_request", "nudge", "own_duty")
