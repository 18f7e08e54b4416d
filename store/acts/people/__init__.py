"""Acts about people: absences and leavers."""

from store.acts.people import people

__all__ = ("people",)
