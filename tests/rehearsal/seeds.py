"""The seeds of the daily and nightly rehearsals, and those that once found a fault."""

from bot.rehearsal.council.sizes import CouncilSize
from tests.nights import of_tonight

SMALLEST = CouncilSize(services=2, teams=2, practitioners=1, cases=4, quotas=2, dips=(1, 1))
"""The smallest council in which every rule of independence can be kept."""

BY_DAY = (5, 10, 115)
"""A small month takes 8 to 20 seconds. The other seeds that once failed are played each night."""
BY_NIGHT = range(1, 2001)
NIGHTS = 40
"""Nights in which all of BY_NIGHT are played: one run must end in a night, on two cores."""
YEAR = of_tonight(range(1, 31), nights=30)[0]
"""The seed of tonight's years: in thirty nights each profile plays thirty of them."""

FAILED = {
    3: "The auditor of a row in a list left, so the Head of Service could not confirm the list and "
    "the audit team was not notified. They are now, once a change of that row is asked for.",
    4: "A leaver was recorded ahead and a sweep before that day rescheduled the next rung, so the "
    "audit had no owner in post until the rung after (test_leaving_recorded_ahead).",
    10: "As seed 3, but no case was left to swap in: another auditor can take the same case.",
    11: "A dip sample was offered to a chair, whose head gave no answer: the audit team "
    "can take it back.",
    14: "A concern raised long after the month was still unanswered when the clock stopped.",
    115: "An officer drew the cases from her own card, days before the simulated step. This was a "
    "fault of the rehearsal (also seeds 152 and 238), which now leaves out a step that is done.",
}
"""What each seed found. A seed gives another month when the rehearsal itself changes, so each fault
found in the store also has a test of its rule. The seeds are kept all the same."""
