"""The record and the rules of the programme; it knows nothing of Teams, HTTP or the wall clock."""
