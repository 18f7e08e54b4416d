"""What happens by the clock: reminders, digests, delivery and invitations, by one timetable."""
