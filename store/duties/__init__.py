"""Duties and messages owed: opened and closed here alone, by the rules of the profile."""
