"""Acts about before a cycle: its timetable and its KLOE meeting."""

from store.acts.before_cycle import kloe_meetings, timetable

__all__ = ("kloe_meetings", "timetable")
