"""Conversations about people: absences and leavers."""
