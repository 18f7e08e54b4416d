"""Conversations about a cycle and its list, from the opening to the confirmation."""
