"""Cards before a cycle begins: its timetable and its KLOE meeting."""
