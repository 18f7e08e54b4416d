"""Working days, deadlines and ladders of nudges: pure rules of time. Nothing here reads a clock."""
