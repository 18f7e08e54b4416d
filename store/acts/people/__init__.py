"""Acts on people: absences and leavers."""

from store.acts.people import absence, leaver

__all__ = ("absence", "leaver")
