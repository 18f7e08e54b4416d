"""Acts on a cycle and its list, from the draw to the confirmation."""

from store.acts.audit_list import adding, confirmation, cycle, issuing, swap

__all__ = ("adding", "confirmation", "cycle", "issuing", "swap")
