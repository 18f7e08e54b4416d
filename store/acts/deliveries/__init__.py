"""Acts about what reached whom, and who is told another way."""

from store.acts.deliveries import deliveries, reaching, visitors

__all__ = ("deliveries", "reaching", "visitors")
