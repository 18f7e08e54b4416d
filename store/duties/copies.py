"""Messages to those whom the profile names: copies, reports and notices."""

from collections.abc import Iterable

from store.duties.outbox import queue
from store.duties.predicates.closed_lists import owner_named
from store.ledger import Unit
from store.tables import Row
from store.vocabulary.message_kinds import MessageKind


def queue_copies(
    unit: Unit, names: Iterable[str], of: Row, kind: MessageKind, about: str | None = None
) -> None:
    """Queue a message of `kind` to each person or post that `names` mean for the row `of`.

    `names` are words of the profile for an owner, such as "audited_head". One that nobody holds is
    left out, and nobody gets the message twice. It is about `about`, or else about the row.
    """
    for to in dict.fromkeys(owner_named(unit, name, of) for name in names):
        if to is not None:
            queue(unit, to, kind, about or of.id)
