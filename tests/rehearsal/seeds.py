"""The seeds that are rehearsed by day, and those that found something once and stay for ever."""

BY_DAY = range(1, 13)
BY_NIGHT = range(1, 2001)

FAILED = {
    3: "The Head of Service could not confirm a list with a row that had lost its independence, "
    "and asked for every other row to be changed (the simulated head, not the kernel).",
    4: "Somebody's leaving was recorded ahead, a sweep before that day set the next rung anew, "
    "and their audit had no living owner until the rung after.",
}
"""Seed by seed, what it found. The council and the month that a seed gives change with the
rehearsal itself, so a seed is kept beside a test of the rule it broke and not in its place."""
