"""Acts on messages: what reached whom, and who has to be told another way."""

from store.acts.deliveries import chat, delivery, turned_away, unreached

__all__ = ("chat", "delivery", "turned_away", "unreached")
