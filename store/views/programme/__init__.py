"""Views of the programme itself: its cycles, people, cases and days without work."""
