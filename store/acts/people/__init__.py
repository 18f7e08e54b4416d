"""Acts on people: absences, leavers, and the posts that they hold."""

from store.acts.people import absence, leaver, naming, post

__all__ = ("absence", "leaver", "naming", "post")
