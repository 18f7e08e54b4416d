"""Whatever people do, in any order and at any time, what must never happen does not (§7)."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.rehearsal.checks.same_people import check_owners, check_reminded
from bot.scheduler.digests import issue_digest
from bot.scheduler.sweep import sweep
from store.duties.outbox import waiting
from store.ledger import SYSTEM
from store.ledger.proof import rebuild
from store.people.posts import has_left, is_absent
from store.registry import ACTS, enact
from store.tables import Audit, Duty, Message, Person, Row
from store.vocabulary.errors import LedgerError
from tests.store.council import ISSUED, STRANGER, Council, staff
from tests.store.month_machine import (
    ANYBODY,
    BESIDE,
    COLUMNS,
    DAILY,
    DECIDED,
    DOINGS,
    IN_POSTS,
    LAST,
    MOST_LEAVERS,
    NIGHTLY,
    ONCE,
    OPEN,
    STEPS,
    VERBS,
    WAITING,
    less,
    master,
    open_to_whom,
)
from tests.store.must_never import (
    deadlines_stand_on_working_days_and_have_a_living_owner,
    each_rung_goes_out_once,
    grades_are_governed_in_their_order,
    nobody_audits_their_own_teams_work,
    nobody_decides_twice,
    nobody_exempts_themselves,
    nobody_is_to_be_told_twice,
    what_is_open_is_somebodys_to_do,
)
from tests.store.plausible import EVERYBODY, fields


class AuditMonth(RuleBasedStateMachine):
    """Eight audits, everybody with and without access, and the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="sightline-machine-"))
        copyfile(master(), self.folder / "council.db")
        self.council = Council.open(f"sqlite:///{self.folder / 'council.db'}")
        self.at = ISSUED
        self.grades: dict[tuple[str, str], str] = {}

    def teardown(self) -> None:
        """At the end the facts rebuild every row, byte for byte."""
        before = self.council.everything()
        rebuild(self.council.ledger, self.council.programme)
        after = self.council.everything()
        steering = Message.transient
        for table, rows in before.items():
            assert [less(row, steering) for row in after[table]] == [
                less(row, steering) for row in rows
            ]
        self.council.close()
        rmtree(self.folder)

    # ---- what people and the clock do --------------------------------------------------------

    @rule(by=st.sampled_from(STEPS), doings=DOINGS)
    def time_passes_and_things_happen(
        self, by: timedelta, doings: list[tuple[str, int, int, int]]
    ) -> None:
        """Part of a day: people act far more often than events happen to them."""
        self.at = min(self.at + by, LAST)
        for what, nth, verb, pick in doings:
            getattr(self, what)(nth, verb, pick)

    def _people_audit(self, nth: int, verb: int, pick: int) -> None:
        """Auditors accept, ask, declare, return and correct what was sent back."""
        self._do_what_is_open(OPEN, nth, verb, pick)

    def _people_decide(self, nth: int, verb: int, pick: int) -> None:
        """Others exempt, reallocate, check, moderate and void."""
        self._do_what_is_open(WAITING, nth, verb, pick)

    def _people_dispute_and_sample(self, nth: int, verb: int, pick: int) -> None:
        self._do_what_is_open(DECIDED, nth, verb, pick)

    def _do_what_is_open(self, states: tuple[str, ...], nth: int, verb: int, pick: int) -> None:
        with self.council.read(self.at) as reader:
            audits = [audit for audit in reader.rows(Audit) if audit.state in states]
            if not audits:
                return
            audit = audits[nth % len(audits)]
            may = open_to_whom(reader, VERBS, audit)
        self._one_of(may, audit, verb, pick)

    def _people_work_beside_the_audits(self, nth: int, verb: int, pick: int) -> None:
        """Samples are reported and signed, concerns are met about, help is requested."""
        on = BESIDE[pick % len(BESIDE)]
        verbs = [name for name, act in ACTS.items() if act.on is on and not act.is_consequence]
        with self.council.read(self.at) as reader:
            rows = reader.rows(on)
            if not rows:
                return
            row = rows[nth % len(rows)]
            may = open_to_whom(reader, verbs, row)
        self._one_of(may, row, verb, pick)

    def _one_of(self, may: list[tuple[str, str]], row: Row, verb: int, pick: int) -> None:
        """The act is chosen before the person, so that an act that many may do is not done most."""
        if not may:
            return
        names = sorted({name for name, _ in may})
        # Mostly acts that move the audit on: a moderator rarely steps aside, but often decides.
        moving = [name for name in names if ACTS[name].target and name != "return.recall"]
        names = moving if moving and pick % 5 else names
        name = names[verb % len(names)]
        doers = [upn for act, upn in may if act == name]
        self._press(row, name, doers[pick % len(doers)], pick, row.version)

    def _somebody_has_a_concern(self, nth: int, _verb: int, pick: int) -> None:
        with self.council.read(self.at) as reader:
            audits = reader.rows(Audit)
        audit = audits[nth % len(audits)]
        upn = (audit.auditor, audit.practitioner, audit.team_manager)[pick % 3] or STRANGER
        given = {"audit": audit.id, "text": "I was not heard"}
        self._try("concern.raise", upn, given, by=upn)

    def _somebody_tries_anything(self, nth: int, verb: int, pick: int) -> None:
        """Anybody, on any audit, from a new, an old or a forged card."""
        with self.council.read(self.at) as reader:
            audits = reader.rows(Audit)
        audit, behind = audits[nth % len(audits)], (None, 0, 1, 2, -1)[pick % 5]
        self._press(
            audit,
            VERBS[verb % len(VERBS)],
            ANYBODY[(nth + pick) % len(ANYBODY)],
            pick,
            None if behind is None else audit.version - behind,
        )

    def _press(self, row: Row, verb: str, upn: str, pick: int, version: int | None) -> None:
        """A press with plausible fields; no moderation before the check, no check by the two."""
        duty = self.council.duties(row.id).get("return.check")
        given = fields(verb, pick, self.at)
        if not self._try(verb, row.id, given, by=upn, version=version):
            return
        if verb in ("moderation.agree", "moderation.change"):
            assert duty is None or duty.due_at <= self.at, "moderated before the check"
        if verb.startswith("check.") and isinstance(row, Audit):
            assert upn not in (row.auditor, row.moderator)

    def _try(self, verb: str, subject: str, given: dict[str, Any], **how: Any) -> bool:
        """Whether it was done; a refused act leaves nothing behind."""
        before = self._facts()
        try:
            self.council.do(verb, subject, given, at=self.at, **how)
        except LedgerError:
            assert self._facts() == before
            return False
        return True

    def _facts(self) -> int:
        (head,) = self.council.table("head")
        return int(head["seq"])

    def _the_sweep_runs(self, *_: int) -> None:
        earlier = {row["id"] for row in self.council.table("message")}
        sweep(self.council.ledger, self.council.programme, self.at)
        facts = self._facts()
        sweep(self.council.ledger, self.council.programme, self.at)
        assert self._facts() == facts, "a sweep that runs twice does nothing twice"
        with self.council.read(self.at) as reader:
            assert list(check_reminded(reader, self.at)) == []
            today = reader.calendar.local(self.at).date()
            for message in reader.rows(Message):
                if message.id not in earlier and message.kind == "nudge":
                    told = reader.get(Person, message.to)
                    assert not is_absent(told, today)
                    assert not has_left(told, today)

    def _the_digest_is_issued(self, *_: int) -> None:
        issue_digest(self.council.ledger, self.council.programme, self.at)
        assert issue_digest(self.council.ledger, self.council.programme, self.at) is None

    def _somebody_is_away_or_back(self, nth: int, days: int, pick: int) -> None:
        upn, delegate = EVERYBODY[nth % len(EVERYBODY)], EVERYBODY[pick % len(EVERYBODY)]
        if self._try("person.back", upn, {}, by=upn):
            return
        today = self.at.date()
        given = {"from": today.isoformat(), "to": (today + timedelta(days=days % 9)).isoformat()}
        self._try("person.absent", upn, given | {"delegate": delegate}, by=upn)

    def _somebody_leaves(self, nth: int, _verb: int, _pick: int) -> None:
        """Few enough leavers that the council goes on; of the Director, nobody is above."""
        gone = [row["id"] for row in self.council.table("person") if row["left_on"] is not None]
        upn = EVERYBODY[nth % len(EVERYBODY)]
        if len(gone) < MOST_LEAVERS and upn not in gone:
            assert self._try("person.left", upn, {"on": self.at.date().isoformat()})

    def _somebody_moves_on(self, nth: int, _verb: int, pick: int) -> None:
        """Somebody in a post gives it up, by a people file, and does something else."""
        held = [row for row in staff() if row.upn in IN_POSTS]
        row = held[nth % len(held)]
        if pick % 3 == 0 and (row.upn, None) in self._people():
            self.council.load_people([replace(row, roles=("moderator",))], at=self.at)

    def _people(self) -> set[tuple[str, str | None]]:
        return {(row["id"], row["left_on"]) for row in self.council.table("person")}

    def _messages_go_out(self, _nth: int, _verb: int, pick: int) -> None:
        """Now and then Teams cannot reach one person, and delivers the others' messages."""
        lost = EVERYBODY[pick % len(EVERYBODY)] if pick % 3 == 0 else ""
        with self.council.ledger.unit(self.council.programme, actor=SYSTEM, at=self.at) as unit:
            for message in waiting(unit, 12):
                row = unit.get(Message, message)
                if row.to.startswith("post:"):
                    enact(unit, "message.address", row)
                elif row.to == lost:
                    enact(unit, "message.fail", row, {"reason": "Blocked", "out_of_reach": True})
                else:
                    where = {"conversation_id": f"c-{row.to}", "activity_id": row.id}
                    enact(unit, "message.deliver", row, where)

    def _somebody_is_told_another_way(self, nth: int, _verb: int, pick: int) -> None:
        with self.council.read(self.at) as reader:
            owed = reader.rows(Duty, kind="delivery.reach", closed_at=None)
        if owed:
            upn, by = owed[nth % len(owed)].subject, EVERYBODY[pick % len(EVERYBODY)]
            done = self._try("person.told", upn, {"how": "phone"}, by=by)
            assert not done or by != upn

    # ---- what must never happen (programme.md §7) --------------------------------------------

    @invariant()
    def the_ledger_is_whole(self) -> None:
        assert self.council.problems() == []

    @invariant()
    def nothing_that_must_never_happen_has_happened(self) -> None:
        with self.council.read(self.at) as reader:
            nobody_exempts_themselves(reader)
            nobody_decides_twice(reader)
            nobody_audits_their_own_teams_work(reader)
            deadlines_stand_on_working_days_and_have_a_living_owner(reader)
            what_is_open_is_somebodys_to_do(reader)
            grades_are_governed_in_their_order(reader)
            each_rung_goes_out_once(reader)
            nobody_is_to_be_told_twice(reader)
            assert list(check_owners(reader)) == []

    @invariant()
    def what_is_decided_is_decided_once(self) -> None:
        decided: Counter[str] = Counter()
        for fact in self.council.table("fact"):
            for table, row, columns in json.loads(fact["changes"]):
                if table in ONCE and columns.get("state", [None])[0] in ONCE[table]:
                    decided[row] += 1
        assert all(times == 1 for times in decided.values())

    @invariant()
    def no_grade_is_ever_overwritten(self) -> None:
        for row in self.council.table("audit"):
            for column in COLUMNS:
                # Each auditor has a first grade of their own, if the one before took theirs back.
                whose = f"{column} {row['barred']}" if column == "first" else column
                if (was := self.grades.get((row["id"], whose))) is not None:
                    assert row[column] == was
                elif row[column] is not None:
                    self.grades[row["id"], whose] = row[column]


def test_whatever_people_do_what_must_never_happen_does_not() -> None:
    run_state_machine_as_test(AuditMonth, settings=DAILY)


@pytest.mark.nightly
def test_whatever_people_do_all_night_what_must_never_happen_does_not() -> None:
    run_state_machine_as_test(AuditMonth, settings=NIGHTLY)
