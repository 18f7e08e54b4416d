"""What acts are called, looked up in their declarations once all of them are known."""

from typing import NamedTuple

from store.registry.declaring import ACTS, Act, ActList
from store.vocabulary.verbs import Verb


class Likely(NamedTuple):
    """The likeliest act for a kind of duty, its button there, and whether a dialog opens."""

    verb: Verb
    button: str
    dialog: bool


def likely_act(kind: str) -> Likely | None:
    """The likeliest act for duties of that kind; none where no act says that it is."""
    return next((_likely(act, kind) for act in ACTS.values() if kind in act.words.asks), None)


def likely_of(verbs: tuple[str, ...]) -> Likely | None:
    """For a duty of the authority's own: the button of the first act that may meet it."""
    for act in ACTS.values():
        if act.verb in verbs and (act.words.asks or act.words.button):
            return _likely(act, next(iter(act.words.asks), ""))
    return None


def _likely(act: Act, kind: str) -> Likely:
    words = act.words
    return Likely(act.verb, words.asks.get(kind, words.button), bool(words.dialog))


def acts_on(listed: ActList) -> tuple[Verb, ...]:
    """The acts that a card of that list offers to those who may do them."""
    return tuple(act.verb for act in ACTS.values() if listed in act.words.lists)


def dialog_titles() -> dict[str, str]:
    """The title above the dialog of each act that has one."""
    return {verb: act.words.dialog for verb, act in ACTS.items() if act.words.dialog}


def story_of(verb: str) -> str | None:
    """What an audit's story calls the act; nothing where the act stands in no story.

    An act of a later version, which is not declared here, is told by its verb.
    """
    return verb if verb not in ACTS else ACTS[verb].words.story or None
