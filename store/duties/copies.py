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
    """Queue a message of `kind` to each of `names`, as they stand towards the row `of`.

    `names` come from the profile ("audited_head"); a name that nobody holds is passed over, and
    whoever is named twice has one message. `about` is its subject, the row itself by default.
    """
    for to in dict.fromkeys(owner_named(unit, name, of) for name in names):
        if to is not None:
            queue(unit, to, kind, about or of.id)
