"""Every act, in every state, by everybody, does what the registry declares."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from store.acts.state_diagram import moves
from store.registry import ACTS, ANY, Act, may, perform
from store.tables import Audit, Case, Duty, Row
from store.vocabulary.errors import LedgerError, NotAllowed, Stale, UnknownVerb
from tests.store.conftest import DATABASES
from tests.store.council import SHELL, Council, actor
from tests.store.whole_cast import CAST, MEMBERS
from tests.store.whole_council import Whole, everything_at_once
from tests.store.whole_fields import FIELDS
from tests.store.whole_labels import ONLY_WHERE
from tests.store.whole_setting import NOW


@pytest.fixture(scope="module", params=DATABASES)
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Whole]:
    """The ledger with everything in every state. No try changes it."""
    if request.param == "sqlite":
        council = Council.empty(f"sqlite:///{tmp_path_factory.mktemp('whole') / 'ledger.db'}")
    else:
        server = request.getfixturevalue("postgres")
        council = Council.empty(server.fresh())
    yield everything_at_once(council)
    council.close()


class Undo(Exception):
    """Rolls back what was tried."""


BY_HAND = sorted(verb for verb, act in ACTS.items() if not act.is_consequence)


def _done_and_undone(
    council: Council, verb: str, subject: Row, upn: str, given: dict[str, Any]
) -> None:
    """That person can do it; it is then rolled back."""
    with suppress(Undo), council.unit(by=upn, at=NOW) as unit:
        perform(unit, verb, subject.id, given)
        unit.close()
        after = unit.get(type(subject), subject.id)
        _assert_declared(verb, getattr(subject, "state", ANY), getattr(after, "state", ANY))
        raise Undo


def _refusals(
    council: Council, verb: str, subject: Row, upns: set[str], given: dict[str, Any]
) -> set[type[LedgerError]]:
    """How each of these people is refused, all in one unit of work, which is committed.

    A refusal writes nothing, so it does not affect the next try.
    """
    told = set()
    with council.unit(at=NOW) as unit:
        head = unit.head()
        for upn in sorted(upns):
            unit.actor = actor(upn)
            with pytest.raises(LedgerError) as refusal:
                perform(unit, verb, subject.id, given)
            told.add(refusal.type)
        assert unit.head() == head
        assert not unit.session.new
        assert not unit.session.dirty
    return told


def _assert_declared(verb: str, before: str, after: str) -> None:
    """Consequences in the same commit may move the subject to a later state."""
    act = ACTS[verb]
    if act.target:
        reached = {after} | {b for b, a, _ in moves(act.on) if a == after}
        assert reached & set(act.target), (verb, before, after)


def _may_do(act: Act, label: str, subject: Row) -> set[str]:
    named = {upn for who in act.by for upn in MEMBERS[who.name](label, subject)}
    return named | ({SHELL} if act.shell else set())


def _is_open(act: Act, label: str, subject: Row) -> bool:
    state = getattr(subject, "state", ANY)
    where = ONLY_WHERE.get(act.verb.replace("lock.change", "lock.confirm"), {label})
    return (ANY in act.source or state in act.source) and label in where


@pytest.mark.parametrize("verb", BY_HAND)
def test_an_act_is_done_by_those_and_in_those_states_that_it_declares(
    whole: Whole, verb: str
) -> None:
    """Everybody else is refused and nothing is written; a button is shown to those alone.

    Where an act is not open, only those who might have done it try it. Its button is checked for
    everybody.
    """
    act, council = ACTS[verb], whole.council
    done = 0
    # On the other database only those who may do it run it: that covers its SQL.
    exhaustive = council.engine.dialect.name == "sqlite"
    for label, subject_id in whole.subjects[act.on].items():
        with council.read(NOW) as reader:
            subject = reader.get(act.on, subject_id)
        open_here, may_do = _is_open(act, label, subject), _may_do(act, label, subject)
        given = FIELDS[verb](council, subject) if verb in FIELDS else {}
        everybody = {upn for upn_of in CAST.values() if (upn := upn_of(subject)) is not None}
        with council.read(NOW) as reader:
            row = reader.get(act.on, subject_id)
            shown = {upn for upn in everybody - {SHELL} if may(reader, verb, row, upn)}
        assert shown == ((everybody & may_do) - {SHELL} if open_here else set()), (verb, label)
        tried = everybody if open_here and exhaustive else everybody & may_do
        doers = tried & may_do if open_here else set()
        for upn in sorted(doers):
            _done_and_undone(council, verb, subject, upn, given)
        refused = _refusals(council, verb, subject, tried - doers, given)
        assert refused <= {NotAllowed, Stale}, (verb, label, refused)
        done += len(doers)
    assert council.everything() == whole.rows
    assert done >= 1, verb


@pytest.mark.parametrize("verb", sorted(v for v, act in ACTS.items() if act.is_consequence))
def test_what_only_follows_from_other_acts_nobody_does_by_hand(whole: Whole, verb: str) -> None:
    council = whole.council
    with council.read() as reader:
        row = reader.rows(ACTS[verb].on, limit=1)[0]
    everybody = {upn for upn_of in CAST.values() if (upn := upn_of(row)) is not None}
    assert _refusals(council, verb, row, everybody, {}) == {UnknownVerb}
    assert council.everything() == whole.rows


def test_the_ledger_of_this_test_holds_every_state_that_the_registry_knows(whole: Whole) -> None:
    assert {ACTS[verb].on for verb in BY_HAND} == set(whole.subjects)
    for on, labels in whole.subjects.items():
        known = {state for source, target, _ in moves(on) for state in (source, target)}
        with whole.council.read() as reader:
            assert known - {"[*]"} <= {
                getattr(reader.get(on, subject), "state", ANY) for subject in labels.values()
            }


def test_every_relation_of_the_registry_is_in_the_table_of_this_test() -> None:
    assert {who.name for act in ACTS.values() for who in act.by} == set(MEMBERS)


def test_where_more_than_the_state_decides_is_told_in_the_table_of_this_test(whole: Whole) -> None:
    """An act with its own reason to be closed must be in the table, with its subjects."""
    told = ONLY_WHERE.keys() | {"lock.change"}
    for verb, labels in ONLY_WHERE.items():
        assert labels <= whole.subjects[ACTS[verb].on].keys()
    own_reason = {v for v, act in ACTS.items() if act.closed_because.__name__ != "<lambda>"}
    assert own_reason <= told


def test_the_drawn_and_the_allocated_come_about_as_the_picture_says(whole: Whole) -> None:
    """The facts record which verb set which state, where the registry cannot say."""
    seen: dict[str, set[tuple[str, str, str]]] = {"audit": set(), "kloe_report": set()}
    for fact in whole.council.table("fact"):
        for table, _, columns in json.loads(fact["changes"]):
            if table in seen and "state" in columns:
                before, after = columns["state"]
                seen[table].add((before or "[*]", after, fact["verb"]))
    assert seen["audit"] - {("[*]", "reallocating", "list.swap")} <= set(moves(Audit))
    assert ("[*]", "drawn", "cycle.select") in seen["audit"]
    assert ("drawn", "sampling", "dip.open") in seen["audit"]


def test_the_subjects_of_a_relation_that_looks_further_are_all_there(whole: Whole) -> None:
    with whole.council.read(NOW) as reader:
        moderators = {a.moderator for a in reader.rows(Audit, kind="full")}
        assert len(moderators - {None}) > 3
        assert reader.rows(Duty, kind="lock.confirm")
        assert reader.rows(Case)
