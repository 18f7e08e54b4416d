"""Acts on people: absences, leavers, and the posts that they hold."""

from store.acts.people import absence, leaver, post

__all__ = ("absence", "leaver", "post")
