"""Acts about the programme itself: its profile, people, cases and closure days."""

from store.acts.programme import adopting, disposing, programme

__all__ = ("adopting", "disposing", "programme")
