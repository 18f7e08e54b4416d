"""Whatever people do, in whatever order and whenever: what must never happen does not (§7)."""

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.scheduler.digests import issue_digest
from bot.scheduler.sweep import sweep
from store.errors import LedgerError
from store.ledger import SYSTEM, Reader
from store.outbox import waiting
from store.people import in_post, is_absent
from store.proof import rebuild
from store.registry import ACTS, enact
from store.tables import Audit, DigestLine, Duty, Exemption, Message, Person
from tests.store.council import (
    DIRECTOR,
    ISSUED,
    PSW,
    STRANGER,
    Council,
    a_return,
    build,
    caseload,
    staff,
)

EVERYBODY = sorted(row.upn for row in staff())
ANYBODY = (*EVERYBODY, STRANGER)
VERBS = sorted(v for v, act in ACTS.items() if act.on is Audit and not act.is_consequence)
GRADES = ("Outstanding", "Good", "RI", "Inadequate")
COLUMNS = ("first", "moderated", "third_lock", "disputed", "progressed")
LAST = datetime(2027, 2, 26, 17, tzinfo=UTC)
ANY = st.sampled_from(range(97))
DOINGS = st.lists(st.tuples(ANY, ANY, ANY), min_size=3, max_size=8)
WAITING = ("exemption_asked", "conflict_declared", "reallocating")
OPEN = ("issued", "accepted", "exemption_asked")
STEPS = [timedelta(hours=h) for h in (-1, 1, 3, 8, 24, 24, 48, 120)]


@cache
def _master() -> Path:
    path = Path(mkdtemp(prefix="sightline-machine-")) / "council.db"
    council = Council.empty(f"sqlite:///{path}")
    build(council)
    council.close()
    return path


class AuditMonth(RuleBasedStateMachine):
    """Eight audits, everybody who may or may not do something, and the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="sightline-machine-"))
        copyfile(_master(), self.folder / "council.db")
        self.council = Council.open(f"sqlite:///{self.folder / 'council.db'}")
        self.at = ISSUED
        self.grades: dict[tuple[str, str], str] = {}

    def teardown(self) -> None:
        """At the end every row is made again from the facts, byte for byte."""
        before = self.council.everything()
        rebuild(self.council.ledger, self.council.programme)
        after = self.council.everything()
        steering = Message.transient
        for table, rows in before.items():
            assert [_less(row, steering) for row in after[table]] == [
                _less(row, steering) for row in rows
            ]
        self.council.close()
        rmtree(self.folder)

    # ---- what people and the clock do --------------------------------------------------------

    @rule(by=st.sampled_from(STEPS))
    def time_passes(self, by: timedelta) -> None:
        self.at = min(self.at + by, LAST)

    @rule(doings=DOINGS)
    def people_do_what_is_theirs(self, doings: list[tuple[int, int, int]]) -> None:
        """Auditors accept, declare, ask, take back, return; others decide what waits for them."""
        for number, (nth, verb, pick) in enumerate(doings):
            self._does_what_is_open(WAITING if number % 2 else OPEN, nth, verb, pick)

    def _does_what_is_open(self, states: tuple[str, ...], nth: int, verb: int, pick: int) -> None:
        with self.council.read(self.at) as reader:
            audits = [audit for audit in reader.rows(Audit) if audit.state in states]
            if not audits:
                return
            audit = audits[nth % len(audits)]
            may = [
                (name, upn)
                for name in VERBS
                if audit.state in ACTS[name].source
                for who in ACTS[name].by
                for upn in sorted(who.upns(reader, audit))
            ]
        if may:
            name, upn = may[verb % len(may)]
            self._press(audit, name, upn, pick, audit.version)

    @rule(nth=ANY, verb=st.sampled_from(VERBS), who=st.sampled_from(ANYBODY), pick=ANY,
          behind=st.sampled_from([None, 0, 1, 2, -1]))  # fmt: skip
    def somebody_tries_anything(
        self, *, nth: int, verb: str, who: str, pick: int, behind: int | None
    ) -> None:
        """Whoever it is, on whatever audit, from a new card or an old one or a forged one."""
        with self.council.read(self.at) as reader:
            audits = reader.rows(Audit)
        audit = audits[nth % len(audits)]
        self._press(audit, verb, who, pick, None if behind is None else audit.version - behind)

    def _press(self, audit: Audit, verb: str, upn: str, pick: int, version: int | None) -> None:
        """What is refused leaves nothing behind."""
        before = len(self.council.table("fact"))
        try:
            self.council.do(
                verb, audit.id, self._fields(verb, pick), by=upn, at=self.at, version=version
            )
        except LedgerError:
            assert len(self.council.table("fact")) == before

    def _fields(self, verb: str, pick: int) -> dict[str, Any]:
        reason = {"reason": f"Reason {pick}"}
        match verb:
            case "return.submit":
                today = self.at.date()
                given = a_return(grade=GRADES[pick % 4], today=today)
                for action in given["actions"]:
                    action["by"] = (today + timedelta(days=30)).isoformat()
                return given
            case "exemption.request":
                return {"category": ("leave", "sickness", "holiday")[pick % 3]} | reason
            case "exemption.refuse" | "conflict.declare":
                return reason
            case "conflict.resolve":
                return {"outcome": ("keep", "reallocate")[pick % 2]} | reason
            case "reallocation.confirm":
                return {"auditor": EVERYBODY[pick % len(EVERYBODY)]} if pick % 3 == 0 else {}
            case "list.swap":
                cases = [c.case_ref for c in caseload() if c.service == "Frontdoor"]
                choices = (
                    {"case_ref": cases[pick % len(cases)]},
                    {"moderator": EVERYBODY[pick % len(EVERYBODY)]},
                    {"auditor": EVERYBODY[pick % len(EVERYBODY)]},
                )
                return choices[pick % 3] | reason
            case _:
                return {}

    @rule()
    def the_sweep_runs(self) -> None:
        earlier = {row["id"] for row in self.council.table("message")}
        sweep(self.council.ledger, self.council.programme, self.at)
        facts = len(self.council.table("fact"))
        sweep(self.council.ledger, self.council.programme, self.at)
        assert len(self.council.table("fact")) == facts, (
            "a sweep that runs twice does nothing twice"
        )
        with self.council.read(self.at) as reader:
            today = reader.calendar.local(self.at).date()
            for message in reader.rows(Message):
                if message.id not in earlier:
                    assert not is_absent(reader.get(Person, message.to), today)

    @rule()
    def the_digest_is_issued(self) -> None:
        issue_digest(self.council.ledger, self.council.programme, self.at)
        assert issue_digest(self.council.ledger, self.council.programme, self.at) is None

    @rule(nth=st.integers(0, 5), who=st.sampled_from([DIRECTOR, DIRECTOR, PSW]))
    def the_director_answers(self, nth: int, who: str) -> None:
        with self.council.read(self.at) as reader:
            lines = reader.rows(DigestLine)
        if lines:
            line = lines[nth % len(lines)]
            try:
                self.council.do("digest.addressed", line.id, {"how": "Met"}, by=who, at=self.at,
                                version=line.version)  # fmt: skip
            except LedgerError:
                assert who == PSW

    @rule(upn=st.sampled_from(EVERYBODY), delegate=st.sampled_from(EVERYBODY),
          days=st.integers(0, 9))  # fmt: skip
    def somebody_is_away(self, upn: str, delegate: str, days: int) -> None:
        with self.council.unit(at=self.at) as unit:
            row, today = unit.get(Person, upn), unit.calendar.local(self.at).date()
            row.absent_from, row.absent_to = today, today + timedelta(days=days)
            row.delegate = delegate if delegate != upn else None
            unit.record("person.away", upn, {})

    @rule()
    def messages_go_out(self) -> None:
        with self.council.ledger.unit(self.council.programme, actor=SYSTEM, at=self.at) as unit:
            for message in waiting(unit, 12):
                row = unit.get(Message, message)
                if row.to.startswith("post:"):
                    enact(unit, "message.address", row)
                else:
                    where = {"conversation_id": f"c-{row.to}", "activity_id": row.id}
                    enact(unit, "message.deliver", row, where)

    # ---- what must never happen (programme.md §7) --------------------------------------------

    @invariant()
    def the_ledger_is_whole(self) -> None:
        assert self.council.problems() == []

    @invariant()
    def nobody_exempts_themselves_and_nothing_is_decided_twice(self) -> None:
        with self.council.read(self.at) as reader:
            for asked in reader.rows(Exemption):
                if asked.state in ("approved", "refused"):
                    assert asked.decided_by not in (None, asked.asked_by)
                    assert asked.decided_by != reader.get(Audit, asked.audit).auditor or (
                        asked.state == "approved"
                    )
        decided: Counter[str] = Counter()
        for fact in self.council.table("fact"):
            for table, row, columns in json.loads(fact["changes"]):
                if table in ("exemption", "conflict") and columns.get("state", [None])[0]:
                    decided[row] += 1
        assert all(times == 1 for times in decided.values())

    @invariant()
    def nobody_audits_their_own_teams_work(self) -> None:
        with self.council.read(self.at) as reader:
            for audit in reader.rows(Audit):
                if audit.state in ("issued", "accepted", "returned"):
                    auditor = reader.get(Person, audit.auditor or "")
                    assert auditor.team != audit.team
                    assert auditor.id not in (
                        audit.practitioner, audit.team_manager, audit.moderator, *audit.barred,
                    )  # fmt: skip

    @invariant()
    def every_duty_is_due_on_a_working_day_and_owned_by_somebody(self) -> None:
        with self.council.read(self.at) as reader:
            for duty in reader.rows(Duty):
                due = reader.calendar.local(duty.due_at)
                assert reader.calendar.is_working_day(due.date(), closures=duty.closures)
                assert (due.hour, due.minute) == (17, 0)
                if duty.closed_at is None:
                    assert in_post(reader, duty.owner), duty.owner

    @invariant()
    def work_under_way_has_an_open_duty_and_finished_work_has_none(self) -> None:
        with self.council.read(self.at) as reader:
            open_kinds = _open_kinds(reader)
            for audit in reader.rows(Audit):
                kinds = open_kinds[audit.id]
                if audit.state == "returned":
                    assert kinds == {"moderation.decide": 1}
                elif audit.state in ("swapped", "drawn", "allocated"):
                    assert not kinds
                else:
                    assert kinds, audit.state
                    assert set(kinds.values()) == {1}
                    assert "moderation.decide" not in kinds

    @invariant()
    def each_rung_goes_out_once_and_nobody_has_two_bundles_a_day(self) -> None:
        bundles: Counter[tuple[str, Any]] = Counter()
        with self.council.read(self.at) as reader:
            for duty in reader.rows(Duty):
                told = [(r["rung"], r["tell"], r["to"]) for r in duty.rungs_sent]
                assert len(told) == len(set(told))
            for message in reader.rows(Message):
                local = reader.calendar.local(message.not_before)
                if message.kind == "nudge":
                    bundles[message.to, local.date()] += 1
        assert all(n == 1 for n in bundles.values())

    @invariant()
    def no_grade_is_ever_overwritten(self) -> None:
        for row in self.council.table("audit"):
            for column in COLUMNS:
                if (was := self.grades.get((row["id"], column))) is not None:
                    assert row[column] == was
                elif row[column] is not None:
                    self.grades[row["id"], column] = row[column]


def _open_kinds(reader: Reader) -> dict[str, Counter[str]]:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for duty in reader.rows(Duty):
        if duty.closed_at is None:
            kinds[duty.subject][duty.kind] += 1
    return kinds


def _less(row: dict[str, Any], columns: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in columns}


QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)
# By day a failure is told as it was found: to make it short takes minutes, and nights have them.
DAILY = settings(max_examples=16, stateful_step_count=30, deadline=None, phases=[Phase.generate],
                 suppress_health_check=QUIET, derandomize=True)  # fmt: skip
NIGHTLY = settings(max_examples=400, stateful_step_count=60, deadline=None,
                   suppress_health_check=QUIET)  # fmt: skip


def test_whatever_people_do_what_must_never_happen_does_not() -> None:
    run_state_machine_as_test(AuditMonth, settings=DAILY)


@pytest.mark.nightly
def test_whatever_people_do_all_night_what_must_never_happen_does_not() -> None:
    run_state_machine_as_test(AuditMonth, settings=NIGHTLY)
