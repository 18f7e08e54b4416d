"""The invented council of a rehearsal: its posts, people, cases and the rhythm of its cycles."""
