"""Cards about the programme itself: its profile, people, cases and closure days."""
