"""Views of the programme itself: its profile, people, cases and closure days."""
