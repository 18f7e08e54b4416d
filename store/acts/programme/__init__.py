"""Acts on the programme itself: its profile, people, cases and days without work."""

from store.acts.programme import adopting, closure, disposing, matching, upload

__all__ = ("adopting", "closure", "disposing", "matching", "upload")
