"""A ladder of every form of rung."""

from store.clock.ladders import Ladder

EVERY_FORM = (
    "5 working days before", "1 working day before", "on the day", "each working day after",
    "1 working day overdue", "3 working days overdue", "when it opens", "every 2 working hours",
    "every 3 working hours", "1 working hour after it opens", "4 working hours overdue",
    "soon after it opens", "every 2 working days overdue",
)  # fmt: skip
BOTH = Ladder.parse("both", [{"at": text} for text in EVERY_FORM])
