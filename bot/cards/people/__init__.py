"""Cards about people: absences and leavers."""
