"""What is true and what may happen next; knows nothing of Teams, HTTP or the clock on the wall."""
