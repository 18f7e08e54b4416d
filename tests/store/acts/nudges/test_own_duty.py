"""A new duty of an authority's own needs no code: who, when opened, due, how met (§4)."""

from datetime import UTC, datetime

import pytest

from bot.dialogs.faces import faced
from bot.dialogs.receipts import receipt
from bot.scheduler.sweep import sweep
from store.tables import Audit, Duty
from store.views.reports.audit_story import audit_story
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.bot.dialogs.opening import inputs, opened
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.council import ISSUED, Council, caseload, staff
from tests.store.kinds import with_rules

OWN = """
[duty."duty.{name}"]
opens_on = ["allocation.issue"]
owner = "{owner}"
due = "3 working days"
event = "issue"
met_by = ["duty.done"]
ladder = "short"
words = "{words}"
source = "our own"
"""
RULES = OWN.format(name="family_call", owner="practitioner", words="call the family") + OWN.format(
    name="room", owner="practitioner", words="book a room"
)
DUE = datetime(2026, 12, 4, 10, tzinfo=UTC)
DONE = {"done_on": "2026-12-03"}


@pytest.fixture
def own(empty: Council) -> Council:
    empty.found(with_rules(RULES))
    empty.load_people(staff())
    empty.load_cases(caseload())
    empty.open_cycle()
    empty.draw()
    empty.issue()
    deliver(empty)
    return empty


def owed(council: Council) -> tuple[Audit, Duty, Duty]:
    """An audit, and both duties of its practitioner about it."""
    audit = council.audits()[0]
    duties = council.duties(audit.id)
    return audit, duties["duty.family_call"], duties["duty.room"]


def test_4_it_is_nudged_recorded_and_gone_from_the_card(own: Council) -> None:
    audit, call, room = owed(own)
    sweep(own.ledger, own.programme, DUE)
    assert "work.view" in verbs(shown(own, audit.practitioner, "nudge", at=DUE))
    listed = opened(own, "work.view", f"{audit.practitioner} {call.kind}", audit.practitioner, DUE)
    assert "duty.done" in verbs(faced(listed))
    assert f"{audit.case_ref}: call the family" in words(faced(listed))
    form = opened(own, "duty.done", call.id, audit.practitioner, at=DUE)
    assert inputs(form).keys() == {"done_on"}
    own.do("duty.done", call.id, DONE, by=audit.practitioner, at=DUE)
    with own.read(DUE) as reader:
        assert (reader.get(Duty, call.id).outcome, reader.get(Duty, room.id).outcome) == (
            "met",
            None,
        )
        said = receipt(reader, "duty.done", call.id)
        assert said == f"Recorded as done: {audit.case_ref}, call the family."
        assert any("recorded as done" in line.what for line in audit_story(reader, audit.id))
    assert f"Done: {audit.case_ref}" in words(shown(own, audit.practitioner, "nudge", at=DUE))


def test_4_an_old_card_hears_that_it_was_done(own: Council) -> None:
    audit, call, _ = owed(own)
    sweep(own.ledger, own.programme, DUE)
    own.do("duty.done", call.id, DONE, by=audit.practitioner, at=DUE, version=call.version)
    with pytest.raises(Stale, match="This was done already"):
        own.do("duty.done", call.id, {"done_on": "2026-12-04"}, by=audit.practitioner, at=DUE,
               version=call.version)  # fmt: skip


def test_4_only_whoever_owes_it_records_it_and_no_day_to_come(own: Council) -> None:
    audit, call, _ = owed(own)
    with pytest.raises(NotAllowed):
        own.do("duty.done", call.id, {"done_on": "2026-12-01"}, by=audit.team_manager)
    with pytest.raises(Invalid) as refused:
        own.do("duty.done", call.id, {"done_on": "2026-12-09"}, by=audit.practitioner)
    assert refused.value.fields == {
        "done_on": "is in the future: give a day from Mon 1 Jun 2026 to Tue 1 Dec 2026"
    }


def test_4_what_has_an_act_of_its_own_is_not_merely_recorded(own: Council) -> None:
    audit = own.audits()[0]
    returning = own.duties(audit.id)["return.submit"]
    with pytest.raises(Stale, match="its own button"):
        own.do(
            "duty.done", returning.id, {"done_on": ISSUED.date().isoformat()}, by=returning.owner
        )
