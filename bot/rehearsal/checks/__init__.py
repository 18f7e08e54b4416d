"""What must hold while a rehearsal runs and at its end, and the findings that are collected."""
