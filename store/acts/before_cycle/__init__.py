"""Acts before a cycle begins: its timetable and its KLOE meeting."""

from store.acts.before_cycle import kloe_meeting, timetable

__all__ = ("kloe_meeting", "timetable")
