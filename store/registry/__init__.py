"""How an act is declared, and the one way to perform any. Knows no act by name."""

from store.registry.checking import NEEDED, faults
from store.registry.declaring import ACTS, ANY, Act, Done, NoFields, Who, Words, act, states_of
from store.registry.performing import LONG_CLOCK, enact, perform, perform_after
from store.registry.permission import (
    CONFIDED,
    STATES_IN_WORDS,
    allowed,
    may,
    not_open,
    theirs_alone,
)
from store.registry.words import acts_on, dialog_titles, likely_act, likely_of, story_of, together

__all__ = (
    "ACTS", "ANY", "CONFIDED", "LONG_CLOCK", "NEEDED", "STATES_IN_WORDS", "Act", "Done",
    "NoFields", "Who", "Words", "act", "acts_on", "allowed", "dialog_titles", "enact", "faults",
    "likely_act", "likely_of", "may", "not_open", "perform", "perform_after", "states_of",
    "story_of", "theirs_alone", "together",
)  # fmt: skip
