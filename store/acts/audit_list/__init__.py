"""Acts about a cycle and its list, from the draw to the confirmation."""

from store.acts.audit_list import adding, cycles, lists

__all__ = ("adding", "cycles", "lists")
