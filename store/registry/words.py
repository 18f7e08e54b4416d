"""The words of acts, looked up in their declarations once all acts are declared."""

from typing import NamedTuple

from store.registry.declaring import ACTS, Act, ActList
from store.vocabulary.verbs import Verb


class Likely(NamedTuple):
    """The likeliest act for a kind of duty, its button, and whether the act opens a dialog."""

    verb: Verb
    button: str
    dialog: bool


def likely_act(kind: str) -> Likely | None:
    """The likeliest act for duties of that kind; None where no act declares the kind."""
    return next((_likely(act, kind) for act in ACTS.values() if kind in act.words.asks), None)


def likely_of(verbs: tuple[str, ...]) -> Likely | None:
    """The first act with a button that may meet one of the authority's own duties."""
    for act in ACTS.values():
        if act.verb in verbs and (act.words.asks or act.words.button):
            return _likely(act, next(iter(act.words.asks), ""))
    return None


def _likely(act: Act, kind: str) -> Likely:
    words = act.words
    return Likely(act.verb, words.asks.get(kind, words.button), bool(words.dialog))


def acts_on(listed: ActList) -> tuple[Verb, ...]:
    """The acts that a card of that list offers to people who may do them."""
    return tuple(act.verb for act in ACTS.values() if listed in act.words.lists)


def dialog_titles() -> dict[str, str]:
    """The dialog title of each act that has a dialog."""
    return {verb: act.words.dialog for verb, act in ACTS.items() if act.words.dialog}


def together(verb: str) -> bool:
    """Whether one press may do the act for several rows, each as a fact of its own."""
    return verb in ACTS and ACTS[verb].words.together


def story_of(verb: str) -> str | None:
    """The words for the act in an audit's story; None where the story leaves it out.

    An act from a later release is not declared here, so its verb is returned.
    """
    return verb if verb not in ACTS else ACTS[verb].words.story or None


def met_in_words(verb: str) -> str:
    """What a reminder says of a duty that the act met; "Done" for an act of a later release."""
    return "Done" if verb not in ACTS else ACTS[verb].words.met
