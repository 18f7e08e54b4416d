"""An act leaves everything or nothing, whatever refuses it or cuts it short."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from store.registry import ACTS, perform
from store.tables import Audit
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed, NotFound, Stale, UnknownVerb
from tests.store.council import HOS, OFFICER, Council, a_return

Try = Callable[[Council, Audit], Any]
REFUSALS: dict[str, tuple[type[LedgerError], Try]] = {
    "a stranger": (NotAllowed, lambda c, a: c.do("allocation.accept", a.id, by="nobody.known")),
    "an unknown act": (UnknownVerb, lambda c, a: c.do("audit.delete", a.id)),
    "an act nobody does by hand": (UnknownVerb, lambda c, a: c.do("allocation.issue", a.id)),
    "an unknown audit": (NotFound, lambda c, a: c.do("allocation.accept", a.id + "-other")),
    "a missing field": (
        Invalid,
        lambda c, a: c.do("exemption.request", a.id, {}, by=a.auditor or ""),
    ),
    "a field too many": (
        Invalid,
        lambda c, a: c.do("allocation.accept", a.id, {"grade": "Good"}, by=a.auditor or ""),
    ),
    "a return that does not fit": (
        Invalid,
        lambda c, a: c.do("return.submit", a.id, a_return(grade="Splendid"), by=a.auditor or ""),
    ),
    "a list that is confirmed already": (
        Stale,
        lambda c, a: c.do("list.confirm", a.cycle, by=HOS, version=99),
    ),
}


@pytest.mark.parametrize("why", REFUSALS)
def test_after_a_refusal_nothing_at_all_was_written(council: Council, why: str) -> None:
    error, attempt = REFUSALS[why]
    audit, before = council.audits()[0], council.everything()
    with pytest.raises(error):
        attempt(council, audit)
    assert council.everything() == before


def test_a_refusal_that_is_swallowed_still_leaves_nothing_half_done(council: Council) -> None:
    """Catching the refusal inside the unit does not commit what the act had begun to change."""
    audit = council.exempt(council.audits()[0])
    before = council.everything()
    unlawful = {"auditor": f"ap.{audit.team.lower()}", "reason": "The only one who is free"}

    def swallow() -> None:
        with council.unit(by=OFFICER) as unit, suppress(Invalid):
            perform(unit, "list.swap", audit.id, unlawful)

    with pytest.raises(RuntimeError, match="no fact says why"):
        swallow()
    assert council.everything() == before


class PowerCut(Exception):
    """The machine stops."""


def _power_cut_at(council: Council, moment: int) -> Callable[[], None]:
    """Stop at the `moment`th statement that the database gets; returns a function to undo it."""
    sent = 0

    def before(*_: Any) -> None:
        nonlocal sent
        sent += 1
        if sent == moment:
            raise PowerCut

    event.listen(council.engine, "before_cursor_execute", before)
    return lambda: event.remove(council.engine, "before_cursor_execute", before)


def test_wherever_an_act_is_cut_short_nothing_of_it_remains(council: Council) -> None:
    """An approval frees the case, names the next auditor, opens duties: all of it or none."""
    audit = council.audits()[0]
    council.ask_exemption(audit)
    head, before = council.head_of(audit.auditor), council.everything()
    for moment in range(1, 400):
        undo = _power_cut_at(council, moment)
        try:
            council.do("exemption.approve", audit.id, by=head)
        except PowerCut:
            undo()
            if moment % 7 == 0:
                assert council.everything() == before
            continue
        undo()
        break
    assert moment > 20
    assert council.audit(audit.id).state == "reallocating"
    assert council.verbs().count("exemption.approve") == 1
    assert council.problems() == []


def test_a_commit_that_fails_leaves_nothing_and_the_press_works_again(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the transaction commits."""
    audit, before = council.audits()[0], council.everything()
    dialect = council.engine.dialect
    full = dialect.loaded_dbapi.OperationalError("database or disk is full")

    def fail(_connection: Any) -> None:
        raise full

    monkeypatch.setattr(dialect, "do_commit", fail)
    with pytest.raises(OperationalError):
        council.do("allocation.accept", audit.id, by=audit.auditor or "", version=audit.version)
    monkeypatch.undo()
    assert council.everything() == before
    done = council.do("allocation.accept", audit.id, by=audit.auditor or "", version=audit.version)
    assert not done.repeated


@pytest.mark.parametrize("verb", sorted(v for v, act in ACTS.items() if act.on is Audit))
def test_an_act_that_breaks_in_the_middle_leaves_nothing(
    council: Council, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in our code after an act's own work and before its fact."""
    audit, before = council.audits()[0], council.everything()

    def broken(*_: Any) -> None:
        raise PowerCut

    monkeypatch.setattr("store.registry.performing.settle", broken)
    given = {
        "exemption.request": {"category": "leave", "reason": "Away"},
        "conflict.declare": {"reason": "My cousin"},
        "return.submit": a_return(),
    }
    with pytest.raises((PowerCut, LedgerError)):
        council.do(verb, audit.id, given.get(verb, {}), by=audit.auditor or "")
    assert council.everything() == before
