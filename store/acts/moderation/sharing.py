"""A completed audit is shared with those who go on working with the child (§2.14)."""

from store.duties.outbox import queue
from store.ledger import Unit
from store.people.posts import post
from store.registry import Words, act
from store.rules.reaudit import judge_what_it_looks_at
from store.rules.sharing import sharers
from store.tables import Audit
from store.vocabulary.states import DECIDED


@act("audit.share", on=Audit, source=DECIDED, words=Words(story="shared the completed audit"))
def share(unit: Unit, audit: Audit, _fields: object) -> None:
    """Send it to the IRO, the CP chair, their Group Manager and each internal service involved.

    The PSW and the audit team read every audit anyway. Where the people file has nobody in a
    service, the audit team is asked to share it by hand.
    """
    told, unknown = sharers(unit, audit)
    for upn in told:
        queue(unit, upn, "shared", audit.id)
    if unknown:
        queue(unit, post("audit_team"), "share_by_hand", audit.id)
    judge_what_it_looks_at(unit, audit)
