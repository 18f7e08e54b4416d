"""A bundle stands once: it takes over what is open of the one before it (programme.md §4)."""

from datetime import timedelta

from store.clock.ladders import OWNER
from store.ledger import SYSTEM
from store.registry import enact
from store.tables import Audit, Message, Person
from tests.bot.dialogs.showing import deliver
from tests.store.council import ISSUED, Council


def send(council: Council, duty: str, upn: str, *, days: int, alone: bool = False) -> list[str]:
    """A reminder of `duty` so many days after the allocation; gives what it covers."""
    at = ISSUED + timedelta(days=days)
    rung = {"duty": duty, "rung": f"on day {days}", "tell": OWNER}
    given = {"rungs": [rung], "day": at.date().isoformat(), "alone": alone}
    with council.ledger.unit(council.programme, actor=SYSTEM, at=at) as unit:
        enact(unit, "nudge.send", unit.get(Person, upn), given)
    deliver(council, at)
    with council.read(at) as reader:
        return list(reader.rows(Message, kind="nudge", to=upn, order="-queued_at")[0].covers)


def two_duties(council: Council) -> tuple[Audit, str, str]:
    """An audit whose auditor is to accept it and to return it."""
    audit = council.audits()[0]
    duties = council.duties(audit.id)
    return audit, duties["allocation.accept"].id, duties["return.submit"].id


def test_the_next_bundle_has_what_is_still_open_of_the_one_before(council: Council) -> None:
    audit, accept, hand_in = two_duties(council)
    upn = audit.auditor or ""
    assert send(council, accept, upn, days=1) == [accept]
    assert send(council, hand_in, upn, days=2) == [hand_in, accept]


def test_what_was_done_since_is_in_no_bundle_any_more(council: Council) -> None:
    audit, accept, hand_in = two_duties(council)
    upn = audit.auditor or ""
    send(council, accept, upn, days=1)
    council.do("allocation.accept", audit.id, by=upn, at=ISSUED + timedelta(days=1))
    assert send(council, hand_in, upn, days=2) == [hand_in]


def test_what_comes_beside_a_bundle_has_a_card_of_its_own_and_takes_nothing_over(
    council: Council,
) -> None:
    audit, accept, hand_in = two_duties(council)
    upn = audit.auditor or ""
    send(council, accept, upn, days=1)
    assert send(council, hand_in, upn, days=2, alone=True) == [hand_in]


def test_what_has_passed_to_others_is_left_out_of_the_next_bundle(council: Council) -> None:
    audit, accept, _hand_in = two_duties(council)
    other = next(one for one in council.audits() if one.auditor != audit.auditor)
    upn = other.auditor or ""
    send(council, accept, upn, days=1)
    own = council.duties(other.id)["return.submit"].id
    assert send(council, own, upn, days=2) == [own]
