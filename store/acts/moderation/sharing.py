"""A completed audit is shared with those who work on with it (programme.md §2.14)."""

from store.duties.outbox import queue
from store.ledger import Unit
from store.people.posts import post
from store.registry import Words, act
from store.rules.reaudit import improve_what_it_looks_at
from store.rules.sharing import sharers
from store.tables import Audit


@act(
    "audit.share",
    on=Audit,
    source={"moderated", "complete"},
    words=Words(story="shared the completed audit"),
)
def share(unit: Unit, audit: Audit, _fields: object) -> None:
    """IRO and CP chair with their Group Manager, and each internal service that was involved.

    The PSW and the audit team read every audit as it stands. A service that nobody in the people
    file belongs to is named to the audit team, who share it by hand.
    """
    told, unknown = sharers(unit, audit)
    for upn in told:
        queue(unit, upn, "shared", audit.id)
    if unknown:
        queue(unit, post("audit_team"), "share_by_hand", audit.id)
    improve_what_it_looks_at(unit, audit)
