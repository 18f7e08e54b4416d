"""Which chat is whose: bound to its person by a fact, forgotten, or refused (trust.md §4)."""

from store.ledger import Unit
from store.ledger.chats import BIND, FORGET, REFUSE
from store.people.address_book import chat_of, drop, keep
from store.registry import act, enact, perform_after
from store.tables import Message, Person
from store.vocabulary.fields import Fields


class Bound(Fields):
    """A salted digest of the chat's id; the salt stands beside the chat, not in the fact."""

    chat: str


@act(BIND, on=Person, fields=Bound)
def bind(_unit: Unit, _person: Person, _bound: Bound) -> None:
    """This chat is theirs: Teams said so when they wrote, or when it made the chat."""


@act(FORGET, on=Person)
def forgotten(_unit: Unit, _person: Person, _fields: object) -> None:
    """The chat has gone, or they removed Sightline; the next contact binds another."""


@act(REFUSE, on=Person)
def refused(_unit: Unit, _person: Person, _fields: object) -> None:
    """The chat that was kept for them was edited outside Sightline, so nothing was sent to it."""


def remember(
    unit: Unit, person: str, conversation_id: str, service_url: str, *, is_member: bool = False
) -> bool:
    """Keep the chat in which Teams reaches a person, and bind it to them if that is new.

    Gives whether there was none: units of work run one after another, so only one is the first.
    One that was edited outside Sightline is refused before it is replaced. `is_member` is True if
    the Teams roster has just shown that they are not a guest.
    """
    first = chat_of(unit, person) is None
    refuse_if_edited(unit, person)
    digest = keep(unit, person, conversation_id, service_url, is_member=is_member)
    if digest is not None:
        enact(unit, BIND, unit.get(Person, person), {"chat": digest})
    return first


def forget(unit: Unit, person: str, *, chat: str | None = None) -> None:
    """Forget the chat of a person; the next message creates a new one.

    With `chat` that one alone is forgotten, and a newer one stays.
    """
    if drop(unit, person, chat=chat):
        enact(unit, FORGET, unit.get(Person, person))


def forget_account(unit: Unit, person: str) -> None:
    """Forget the chat of an account that turned out not to be theirs, and every card in it.

    What was delivered there is no longer shown to them: nothing in that chat is drawn again. The
    next message makes a new chat, and whoever comes from it is looked up anew.
    """
    if drop(unit, person):
        perform_after(unit, FORGET, unit.get(Person, person))
    for message in unit.rows(Message, to=person):
        if message.activity_id is not None or message.conversation_id is not None:
            message.conversation_id = message.activity_id = None
    unit.session.flush()


def refuse_if_edited(unit: Unit, person: str) -> bool:
    """Refuse and forget a chat that was edited outside Sightline; gives whether it was."""
    known = chat_of(unit, person)
    if known is None or known.theirs:
        return False
    drop(unit, person)
    enact(unit, REFUSE, unit.get(Person, person))
    return True
