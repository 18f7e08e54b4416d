"""What buttons ask and say: what a person may do now, and the words that the act declares."""

from collections.abc import Iterable

from store.ledger import Reader
from store.people.posts import acting, post
from store.registry import ACTS, may
from store.tables import Row


def may_now(reader: Reader, row: Row, upn: str, verbs: Iterable[str]) -> frozenset[str]:
    """Those of `verbs` that `upn` could do on `row` now; a verb of a later version is not."""
    return frozenset(verb for verb in verbs if verb in ACTS and may(reader, verb, row, upn))


def button_of(verb: str) -> str:
    """What the act's usual button says: its own words, else those of its likeliest duty or dialog.

    Raises `LookupError` for an act that declares none of them.
    """
    words = ACTS[verb].words
    said = words.button or next(iter(words.asks.values()), words.dialog)
    if not said:
        raise LookupError(f"{verb} declares no button: give its Words one.")
    return said


def submit_of(verb: str) -> str:
    """What the button of the act's form says; its usual button where it declares no other."""
    return ACTS[verb].words.submit or button_of(verb)


def is_of_the_team(reader: Reader, upn: str) -> bool:
    """Whether `upn` may run the programme today: as a member of the audit team or for one."""
    return upn in acting(reader, post("audit_team"))
