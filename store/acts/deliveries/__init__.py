"""Acts on messages: what reached whom, and who has to be told another way."""

from store.acts.deliveries import delivery, turned_away, unreached

__all__ = ("delivery", "turned_away", "unreached")
