"""Views of before a cycle: its timetable and its KLOE meeting."""
