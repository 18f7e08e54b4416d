"""What buttons ask and say: what a person may do now, and the words that the act declares."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from store.ledger import Reader
from store.people.posts import acting, post
from store.registry import ACTS, may
from store.tables import Person, Row


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


@dataclass(frozen=True, slots=True)
class OpenAct:
    """Something that one person may do on a row now; `needs_fields` where a form comes first."""

    verb: str
    button: str
    id: str
    version: int
    needs_fields: bool


def open_acts(reader: Reader, row: Row, upn: str, verbs: Collection[str] = ()) -> list[OpenAct]:
    """What `upn` may do on `row` now, or those of `verbs`, in the order of declaration.

    Nothing for whoever is not in the directory.
    """
    if reader.find(Person, upn) is None:
        return []
    about = [
        verb
        for verb, act in ACTS.items()
        if isinstance(row, act.on)
        and (verb in verbs or not verbs)
        and (act.words.button or act.words.asks or act.words.dialog)
    ]
    may_be_done = may_now(reader, row, upn, about)
    return [_open(verb, row) for verb in about if verb in may_be_done]


def _open(verb: str, row: Row) -> OpenAct:
    fields = ACTS[verb].fields.model_fields.values()
    needed = any(field.is_required() for field in fields)
    return OpenAct(verb, button_of(verb), row.id, row.version, needed)


def is_of_the_team(reader: Reader, upn: str) -> bool:
    """Whether `upn` may run the programme today: as a member of the audit team or for one."""
    return upn in acting(reader, post("audit_team"))
