"""Conversations about the programme itself: its cycles, its files, its days without work."""
