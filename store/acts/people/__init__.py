"""Acts on people: absences and leavers."""

from store.acts.people import absence

__all__ = ("absence",)
