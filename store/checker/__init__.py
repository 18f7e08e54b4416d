"""What is wrong with a profile, and what it says in plain words. Never runs a programme."""
