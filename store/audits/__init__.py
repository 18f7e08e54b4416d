"""What one audit is now: its governing grade, meetings, actions, dates. Reads and never changes."""
