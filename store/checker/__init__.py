"""Checks a profile for errors and explains it in plain words. Never runs a programme."""
