"""How an act is declared, and the one way to perform any. Knows no act by name."""

from store.registry.acts import (
    ACTS,
    ANY,
    CONFIDED,
    LONG_CLOCK,
    NEEDED,
    STATES_IN_WORDS,
    Act,
    Done,
    NoFields,
    Who,
    act,
    allowed,
    enact,
    faults,
    follow,
    may,
    not_open,
    perform,
    theirs_alone,
)

__all__ = (
    "ACTS", "ANY", "CONFIDED", "LONG_CLOCK", "NEEDED", "STATES_IN_WORDS", "Act", "Done",
    "NoFields", "Who", "act", "allowed", "enact", "faults", "follow", "may", "not_open", "perform",
    "theirs_alone",
)  # fmt: skip
