"""Every act, in every state, by everybody: what the registry declares is what happens."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col

from store.diagram import BEGIN, END, moves, state_diagram
from store.errors import LedgerError, NotAllowed, Stale, UnknownVerb
from store.registry import ACTS, ANY, Act, enact, may, perform
from store.sheets.cases import CaseSheet
from store.sheets.people import PeopleSheet
from store.tables import Audit, Cycle, DigestLine, Message, Person, Programme, Row
from tests.store.conftest import DATABASES
from tests.store.council import (
    ACADEMY,
    CYCLE,
    DIRECTOR,
    GM,
    HOS,
    HOS_CARE,
    ISSUED,
    MANAGER,
    OFFICER,
    PSW,
    SETUP,
    SHELL,
    STRANGER,
    Council,
    a_return,
    build,
    caseload,
    person,
    staff,
)

DELEGATE, IDLE_DELEGATE, LEAVER, GONE_DELEGATE = "stands.in", "would.stand.in", "left", "left.too"

README = Path(__file__).parents[2] / "README.md"


def everything_at_once(council: Council) -> None:
    """One ledger that holds an audit and a cycle in every state, and the whole cast."""
    build(council)
    council.load_people(_cast())
    _leave(council)
    audits = council.audits()
    # Those whose auditor is of the service audited, so that "own" and "other" are told apart.
    own = [audit for audit in audits if council.head_of(audit.auditor) == HOS]
    plain, accepted, asked, conflicted, *_ = own
    assert plain.state == "issued"
    council.do("allocation.accept", accepted.id, by=accepted.auditor or "")
    council.ask_exemption(asked)
    council.do(
        "conflict.declare", conflicted.id, {"reason": "A friend"}, by=conflicted.auditor or ""
    )
    rest = [a for a in audits if a not in (plain, accepted, asked, conflicted)]
    council.exempt(rest[0])
    council.do("return.submit", rest[1].id, a_return(today=ISSUED.date()), by=rest[1].auditor or "")
    council.exempt(rest[2])
    council.do("list.swap", rest[2].id, {"case_ref": _undrawn(council), "reason": "Moved away"},
               by=OFFICER)  # fmt: skip
    with council.unit() as unit:
        fields = {"occasion": "week", "as_of": ISSUED, "names": [plain.id]}
        enact(unit, "digest.issue", unit.get(Programme, council.programme), fields)
    months = iter(["2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01", "2027-05-01"])
    council.open_cycle(month=next(months))
    council.do("cycle.select", council.open_cycle(month=next(months)), {"seed": 7}, at=SETUP)
    for steps in range(3):
        cycle = council.open_cycle(month=next(months))
        council.draw(cycle)
        if steps:
            council.do("list.propose", cycle, at=SETUP)
        if steps == 2:
            row = council.audits(state="allocated", cycle=cycle)[0]
            council.do("list.change", cycle, {"audit": row.id, "reason": "On leave"}, by=HOS)


def _cast() -> list[Any]:
    """Frontdoor's Head is away with a delegate; Care's is here, so that delegate may do nothing."""
    away = (date(2026, 11, 30), date(2026, 12, 4))
    return [
        person(DELEGATE, roles=["group_manager"], service="Care", manager=HOS_CARE),
        person(IDLE_DELEGATE, roles=["group_manager"], service="Care", manager=HOS_CARE),
        person(LEAVER, roles=["audit_officer", "head_of_service", "divisional_director"],
               service="Frontdoor", manager=DIRECTOR),
        person(GONE_DELEGATE, roles=["psw"], manager=DIRECTOR),
        person("audit.two", roles=["audit_officer"], manager=MANAGER, absent=away,
               delegate=GONE_DELEGATE),
        person(HOS, roles=["head_of_service"], service="Frontdoor", manager=DIRECTOR,
               absent=away, delegate=DELEGATE),
        person(HOS_CARE, roles=["head_of_service"], service="Care", manager=DIRECTOR,
               delegate=IDLE_DELEGATE),
    ]  # fmt: skip


def _undrawn(council: Council) -> str:
    drawn = {row["case_ref"] for row in council.table("audit") if row["kind"] == "full"}
    return next(
        c.case_ref for c in caseload() if c.service == "Frontdoor" and c.case_ref not in drawn
    )


def _leave(council: Council) -> None:
    """Two people leave; `person.left` belongs to a later issue, so it is written as a fact here."""
    with council.unit() as unit:
        for upn in (LEAVER, GONE_DELEGATE):
            unit.get(Person, upn).left_on = date(2026, 11, 20)
        unit.record("person.left", council.programme, {})


@pytest.fixture(scope="module", params=DATABASES)
def whole(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Council]:
    """The ledger with everything in every state; each try is rolled back."""
    if request.param == "sqlite":
        council = Council.empty(f"sqlite:///{tmp_path_factory.mktemp('whole') / 'ledger.db'}")
    else:
        server = request.getfixturevalue("postgres")
        council = Council.empty(server.fresh())
    everything_at_once(council)
    yield council
    council.close()


CAST: Mapping[str, Callable[[Any], str | None]] = {
    "auditor": lambda audit: getattr(audit, "auditor", None),
    "moderator": lambda audit: getattr(audit, "moderator", None),
    "deputy": lambda audit: getattr(audit, "deputy", None),
    "practitioner": lambda audit: getattr(audit, "practitioner", None),
    "Team Manager": lambda audit: getattr(audit, "team_manager", None),
    "own Head of Service, away": lambda _: HOS,
    "Head of another service": lambda _: HOS_CARE,
    "Group Manager": lambda _: GM,
    "Audit Officer": lambda _: OFFICER,
    "Audit Officer who is away": lambda _: "audit.two",
    "Audit Manager": lambda _: MANAGER,
    "Head of the Learning Academy": lambda _: ACADEMY,
    "PSW": lambda _: PSW,
    "director": lambda _: DIRECTOR,
    "stranger": lambda _: STRANGER,
    "leaver": lambda _: LEAVER,
    "the shell": lambda _: SHELL,
    "delegate of the absent Head of Service": lambda _: DELEGATE,
    "delegate of a Head of Service who is here": lambda _: IDLE_DELEGATE,
    "delegate who has left": lambda _: GONE_DELEGATE,
    "nobody": lambda _: "",
}

AUDIT_TEAM = {"Audit Officer", "Audit Officer who is away", "Audit Manager"}
FRONTDOOR_HEAD = {"own Head of Service, away", "delegate of the absent Head of Service"}
# Who stands in each relation, told from programme.md and not from the code.
MEMBERS: Mapping[str, set[str]] = {
    "auditor": {"auditor"},
    "audit_team": AUDIT_TEAM,
    "conflict_resolver": AUDIT_TEAM,
    "head_of_service": FRONTDOOR_HEAD,
    "exempting_authority": FRONTDOOR_HEAD,
    "digest_answerer": {"director"},
}


REASON = {"reason": "For a reason"}
PEOPLE, CASES = PeopleSheet(tuple(staff()[:1]), (), ()), CaseSheet(tuple(caseload()[:1]), (), ())
# Fields with which each act would succeed, made for its subject.
FIELDS: Mapping[str, Callable[[Council, Any], dict[str, Any]]] = {
    "return.submit": lambda _c, _s: a_return(today=ISSUED.date()),
    "exemption.request": lambda _c, _s: {"category": "leave"} | REASON,
    "exemption.refuse": lambda _c, _s: REASON,
    "conflict.declare": lambda _c, _s: REASON,
    "conflict.resolve": lambda _c, _s: {"outcome": "keep"} | REASON,
    "list.change": lambda council, cycle: {"audit": _listed(council, cycle.id)} | REASON,
    "list.swap": lambda _c, audit: {"moderator": audit.moderator} | REASON,
    "cycle.open": lambda _c, _s: {"service": "Care", "month": "2026-12-01", "accept_slack": True},
    "cycle.select": lambda _c, _s: {"seed": 7},
    "cycle.allocate": lambda _c, _s: {"seed": 7},
    "digest.addressed": lambda _c, _s: {"how": "Spoke with them"},
    "people.import": lambda _c, _s: {"file": "people.csv", "rows": 1, "sheet": PEOPLE},
    "cases.import": lambda _c, _s: {"file": "cases.csv", "rows": 1, "sheet": CASES},
    "closure.add": lambda _c, _s: {"on": "2027-07-01", "name": "Council day"},
}


def _subjects(council: Council, act: Act) -> list[Row]:
    """One subject in each state that the ledger knows."""
    with council.read() as reader:
        if act.on is Audit:
            full = reader.rows(Audit, col(Audit.kind) == "full")
            kept: dict[str, Row] = {}
            for audit in full:
                kept.setdefault(audit.state, audit)
            return list(kept.values())
        rows = reader.rows(act.on)
        return list({getattr(row, "state", ANY): row for row in rows}.values())


def _listed(council: Council, cycle: str) -> str:
    rows = council.table("audit")
    full = [row["id"] for row in rows if row["cycle"] == cycle and row["kind"] == "full"]
    return str((full or [""])[0])


class Undo(Exception):
    """Takes back what was tried."""


BY_HAND = sorted(verb for verb, act in ACTS.items() if not act.is_consequence)


def _try(council: Council, verb: str, subject: Row, upn: str) -> type[LedgerError] | None:
    """What came of it; nothing of it stays."""
    given = FIELDS[verb](council, subject) if verb in FIELDS else {}

    def done_and_undone() -> None:
        with council.unit(by=upn) as unit:
            perform(unit, verb, subject.id, given)
            unit.close()
            after = unit.get(type(subject), subject.id)
            _assert_declared(verb, getattr(subject, "state", ANY), getattr(after, "state", ANY))
            raise Undo

    try:
        done_and_undone()
    except Undo:
        return None
    except LedgerError as refusal:
        return type(refusal)
    return None


def _assert_declared(verb: str, before: str, after: str) -> None:
    """What follows in the same commit may carry the subject further on."""
    act = ACTS[verb]
    if act.target:
        reached = {after} | {b for b, a, _ in moves(act.on) if a == after}
        assert reached & set(act.target), (verb, before, after)


@pytest.mark.parametrize("verb", BY_HAND)
def test_an_act_is_done_by_those_and_in_those_states_that_it_declares(
    whole: Council, verb: str
) -> None:
    """Everybody else is refused with a reason, and nothing is written."""
    act, before = ACTS[verb], whole.everything()
    tried, done = 0, 0
    for subject in _subjects(whole, act):
        state = getattr(subject, "state", ANY)
        open_here = ANY in act.source or state in act.source
        may_do = {CAST[label](subject) for who in act.by for label in MEMBERS[who.name]} | (
            {SHELL} if act.shell else set()
        )
        for label, upn_of in CAST.items():
            upn = upn_of(subject)
            if upn is None:
                continue
            outcome = _try(whole, verb, subject, upn)
            tried += 1
            if upn in may_do and open_here:
                assert outcome is None, (verb, state, label, outcome)
                done += 1
            elif upn in may_do and act.by and act.by[0].name != "exempting_authority":
                assert outcome is Stale, (verb, state, label, outcome)
            else:
                assert outcome in (NotAllowed, Stale), (verb, state, label, outcome)
    assert whole.everything() == before
    assert done >= 1, verb
    assert tried >= len(CAST) - 5


@pytest.mark.parametrize("verb", BY_HAND)
def test_a_button_is_shown_exactly_where_pressing_it_would_not_be_refused(
    whole: Council, verb: str
) -> None:
    act = ACTS[verb]
    for subject in _subjects(whole, act):
        for label, upn_of in CAST.items():
            upn = upn_of(subject)
            if upn is None or upn == SHELL:
                continue
            with whole.read() as reader:
                shown = may(reader, verb, reader.get(act.on, subject.id), upn)
            assert shown == (_try(whole, verb, subject, upn) is None), (verb, label)


@pytest.mark.parametrize("verb", sorted(v for v, act in ACTS.items() if act.is_consequence))
def test_what_only_follows_from_other_acts_nobody_does_by_hand(whole: Council, verb: str) -> None:
    before = whole.everything()
    with whole.read() as reader:
        rows = reader.rows(ACTS[verb].on, most=1)
    for upn_of in CAST.values():
        upn = upn_of(rows[0])
        if upn is not None:
            assert _try(whole, verb, rows[0], upn) is UnknownVerb
    assert whole.everything() == before


def test_the_ledger_of_this_test_holds_every_state_that_the_registry_knows(whole: Council) -> None:
    for on in (Audit, Cycle):
        known = {state for source, target, _ in moves(on) for state in (source, target)} - {"[*]"}
        with whole.read() as reader:
            assert {getattr(row, "state", ANY) for row in reader.rows(on)} == known


FINAL: Mapping[type[Row], set[str]] = {
    # Check and moderation of a return come with a later issue; its duty is open already.
    Audit: {"returned", "swapped"},
    Cycle: {"issued"},
}


@pytest.mark.parametrize("on", [Audit, Cycle])
def test_from_every_state_that_is_no_end_somebody_has_an_act(on: type[Row]) -> None:
    """Found by walking the registry: no dead end, and every end can be reached."""
    states = {state for source, target, _ in moves(on) for state in (source, target)}
    by_hand = {
        source for source, _, verb in moves(on) if not ACTS[verb].is_consequence and source != "[*]"
    }
    assert states - {"[*]"} - by_hand == FINAL[on]
    for state in states:
        assert _reached(on, state) & FINAL[on], state


@pytest.mark.parametrize("on", [Audit, Cycle])
def test_every_state_can_be_reached_from_the_beginning(on: type[Row]) -> None:
    states = {state for source, target, _ in moves(on) for state in (source, target)}
    assert _reached(on, "[*]") == states


def _reached(on: type[Row], state: str) -> set[str]:
    found, ahead = {state}, [state]
    while ahead:
        here = ahead.pop()
        for source, target, _ in moves(on):
            if source == here and target not in found:
                found.add(target)
                ahead.append(target)
    return found


def test_every_relation_of_the_registry_is_in_the_table_of_this_test() -> None:
    assert {who.name for act in ACTS.values() for who in act.by} == set(MEMBERS)


def test_a_message_has_an_end_from_every_state() -> None:
    for state in ("queued", "unknown"):
        assert _reached(Message, state) & {"delivered", "failed", "dropped"}


def test_only_a_digest_line_is_answered_by_the_director() -> None:
    named = {a.on for a in ACTS.values() for who in a.by if who.name == "digest_answerer"}
    assert named == {DigestLine}


def test_the_picture_in_the_readme_is_what_the_registry_says() -> None:
    readme = README.read_text("utf-8")
    assert BEGIN in readme, f"README.md needs {BEGIN} … {END}"
    shown = readme.split(BEGIN, 1)[1].split(END, 1)[0].strip()
    assert shown == state_diagram(), "paste what store.diagram.state_diagram() gives"


def test_the_drawn_and_the_allocated_come_about_as_the_picture_says(whole: Council) -> None:
    """What the registry cannot tell is told by the facts: which verb set which state."""
    seen = set()
    for fact in whole.table("fact"):
        for table, _, columns in json.loads(fact["changes"]):
            if table == "audit" and "state" in columns:
                before, after = columns["state"]
                seen.add((before or "[*]", after, fact["verb"]))
    assert {(b, a, v) for b, a, v in seen if b != "[*]"} <= set(moves(Audit))
    assert ("[*]", "drawn", "cycle.select") in seen
    assert CYCLE
