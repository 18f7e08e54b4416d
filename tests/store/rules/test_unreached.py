"""Who could not be reached is told apart from who did not answer, until something arrives."""

from datetime import timedelta

from store.duties.outbox import queue
from store.ledger import SYSTEM
from store.registry import enact
from store.views.deliveries.unreached import unreached
from store.views.programme.programme import programme_today
from tests.store.council import ISSUED, OFFICER, Council

BLOCKED = "They have blocked Sightline in Teams."
DELIVERED = {"conversation_id": "a:1", "activity_id": "1:9"}


def settle(council: Council, to: str, day: int, *, arrives: bool) -> None:
    """A message of its own that reaches somebody or does not, so many days after the issue."""
    at = ISSUED + timedelta(days=day)
    with council.ledger.unit(council.programme, actor=SYSTEM, at=at) as unit:
        audit = council.audits()[0].id
        message = queue(unit, to, "allocation", audit, once=f"{to}:{day}:{arrives}")
        assert message is not None
        unit.session.flush()
        if arrives:
            enact(unit, "message.deliver", message, DELIVERED)
        else:
            enact(unit, "message.fail", message, {"reason": BLOCKED})


def test_those_are_named_whom_nothing_reached_since(council: Council) -> None:
    settle(council, "tm.mash", 0, arrives=True)
    settle(council, "tm.mash", 1, arrives=False)
    settle(council, "tm.mash", 2, arrives=False)
    settle(council, "ap.mash", 1, arrives=False)
    settle(council, "ap.mash", 2, arrives=True)
    settle(council, "post:group_manager:Nowhere", 1, arrives=False)
    with council.read() as reader:
        lines = unreached(reader).people
        assert programme_today(reader, OFFICER).unreached == 2
    assert [(line.who.name, line.since, line.messages) for line in lines] == [
        ("Tm Mash", "Wed 2 Dec", 2),
        ("the Group Manager for Nowhere", "Wed 2 Dec", 1),
    ]
    assert lines[0].why == BLOCKED


def test_a_leaver_is_nobody_to_reach(council: Council) -> None:
    settle(council, "sw.mash", 1, arrives=False)
    council.do("person.left", "sw.mash", {"on": "2026-12-01"}, by=OFFICER)
    with council.read() as reader:
        assert unreached(reader).people == ()
