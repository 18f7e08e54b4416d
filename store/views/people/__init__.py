"""Views of people: absences and leavers."""
