"""Working days, deadlines and ladders of nudges: pure rules of time. No module reads a clock."""
