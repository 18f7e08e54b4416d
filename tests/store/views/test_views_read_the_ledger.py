"""The read models of the Contract, over a real ledger on both databases."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.scheduler.digests import issue_digest
from store.ledger import SYSTEM
from store.registry import enact
from store.tables import Message
from store.views.nudges.my_work import my_work
from store.views.nudges.owed import owed
from store.views.parts.due import due_of
from store.views.reports.audit_story import audit_story
from store.views.reports.cycle_board import cycle_board
from store.views.reports.digest import digest, names_not_in
from store.vocabulary.errors import NotFound
from tests.store.council import (
    CYCLE,
    DIRECTOR,
    DUE,
    ISSUED,
    OFFICER,
    OTHER_OFFICER,
    SETUP,
    Council,
    a_return,
    caseload,
    staff,
)

LATE = datetime(2026, 12, 24, 12, tzinfo=UTC)
BOARD = {"cycle", "service", "month", "state", "seed", "draw", "audits"}
AUDIT = {
    "id", "kind", "case_ref", "team", "practitioner", "auditor", "moderator", "state", "version",
    "due", "grades",
}  # fmt: skip
GRADES = {"first", "moderated", "third_lock", "disputed", "progressed", "governing"}


def arrived(council: Council, *, failed: frozenset[str] = frozenset()) -> None:
    """Have every allocation delivered, or fail to the people named."""
    with council.ledger.unit(council.programme, actor=SYSTEM, at=ISSUED) as unit:
        for message in unit.rows(Message, Message.kind == "allocation"):
            if message.to in failed:
                enact(unit, "message.fail", message, {"reason": "Not installed."})
            else:
                got = {"conversation_id": "a", "activity_id": message.id}
                enact(unit, "message.deliver", message, got)


def test_a_cycle_is_shown_in_the_contracts_shape(council: Council) -> None:
    with council.read() as reader:
        board = cycle_board(reader, CYCLE)
    assert set(board) == BOARD
    assert (board["cycle"], board["service"], board["month"]) == (CYCLE, "Frontdoor", "2026-12")
    assert set(board["draw"]) == {"parameters", "pool", "drawn"}
    assert set(board["draw"]["drawn"]) <= set(board["draw"]["pool"])
    assert {frozenset(row) for row in board["audits"]} == {frozenset(AUDIT)}
    assert {frozenset(row["grades"]) for row in board["audits"]} == {frozenset(GRADES)}


def test_a_proposed_auditor_stands_on_the_board_already(council: Council) -> None:
    freed = council.exempt(council.audits()[0])
    with council.read() as reader:
        [row] = [row for row in cycle_board(reader, CYCLE)["audits"] if row["id"] == freed.id]
    assert row["auditor"] == freed.auditor
    assert row["state"] == "reallocating"


def test_what_was_drawn_stays_what_was_drawn_when_a_case_is_swapped(council: Council) -> None:
    council.load_cases(caseload(6))
    cycle = council.open_cycle(service="Care")
    council.draw(cycle)
    with council.read() as reader:
        before = cycle_board(reader, cycle)["draw"]["drawn"]
        audits = [row for row in cycle_board(reader, cycle)["audits"] if row["kind"] == "full"]
    spare = sorted(
        {f"CA-{n}{m}" for n in (1, 2) for m in range(6)} - {a["case_ref"] for a in audits}
    )
    assert spare
    swap = {"case_ref": spare[0], "reason": "The first one was closed."}
    council.do("list.swap", audits[0]["id"], swap, by=OFFICER)
    with council.read() as reader:
        assert cycle_board(reader, cycle)["draw"]["drawn"] == before


def test_an_unknown_cycle_is_refused(council: Council) -> None:
    with pytest.raises(NotFound), council.read() as reader:
        cycle_board(reader, "nowhere-2026-12")


def test_what_is_owed_is_told_most_urgent_first(council: Council) -> None:
    with council.read() as reader:
        everything = owed(reader)
        mine = owed(reader, "TM.MASH")
    assert [duty.due for duty in everything] == sorted(duty.due for duty in everything)
    assert mine
    assert {duty.owner for duty in mine} == {"tm.mash"}
    assert {duty.kind for duty in mine} == {"allocation.accept", "return.submit"}
    assert all(duty.rule for duty in everything)


def test_a_posts_duty_is_owed_by_each_who_holds_it(council: Council) -> None:
    council.exempt(council.audits()[0])
    with council.read() as reader:
        for upn in (OFFICER, OTHER_OFFICER):
            assert "reallocation.confirm" in {duty.kind for duty in owed(reader, upn)}
        assert owed(reader, DIRECTOR) == []


def test_a_service_heads_post_is_theirs_alone(council: Council) -> None:
    audit = next(a for a in council.audits() if council.head_of(a.auditor) == "hos.care")
    council.ask_exemption(audit)
    with council.read() as reader:
        assert [d.kind for d in owed(reader, "hos.care")] == ["exemption.decide"]
        assert owed(reader, "hos.frontdoor") == []


def test_the_delegate_of_somebody_absent_has_their_posts_work(council: Council) -> None:
    council.load_people(
        [
            replace(row, absent_from=date(2026, 11, 30), delegate_upn="gm.care")
            if row.upn == "hos.care"
            else row
            for row in staff()
        ]
    )
    audit = next(a for a in council.audits() if council.head_of(a.auditor) == "hos.care")
    council.ask_exemption(audit)
    with council.read() as reader:
        [line] = [ask for ask in my_work(reader, "gm.care").asks if ask.words.startswith("decide")]
    assert line.stands_in
    assert line.press is not None


def test_lateness_is_counted_in_working_days_and_never_before_the_day(council: Council) -> None:
    audit = council.audits()[0]
    duty = council.duties(audit.id)["return.submit"]
    for at, late, passed in (
        (ISSUED, 0, False),
        (DUE, 0, False),
        (datetime(2026, 12, 21, 18, tzinfo=UTC), 0, True),
        (datetime(2026, 12, 22, 9, tzinfo=UTC), 1, True),
        (datetime(2026, 12, 29, 9, tzinfo=UTC), 4, True),
    ):
        with council.read(at) as reader:
            due = due_of(reader, duty)
        assert (due.late, due.passed) == (late, passed)


def test_the_story_of_an_audit_is_told_in_order(council: Council) -> None:
    audit = council.audits()[0]
    freed = council.exempt(audit)
    council.do("reallocation.confirm", audit.id, by=OFFICER)
    with council.read() as reader:
        story = audit_story(reader, freed.id)
    said = [moment.what for moment in story]
    assert said[:4] == [
        "drew the case by lot",
        "allocated the cycle's audits",
        "sent the list to the Head of Service",
        "confirmed the list",
    ]
    assert said[-1] == "issued the audit to its auditor"
    assert said.index("asked to be exempt") < said.index("agreed to the exemption")
    assert [moment.at for moment in story] == sorted(moment.at for moment in story)
    assert story[0].at == SETUP


def test_an_unknown_audit_has_no_story(council: Council) -> None:
    with council.read() as reader:
        assert audit_story(reader, "nothing") == []


def test_an_assignment_counts_at_its_due_date(council: Council) -> None:
    first = council.audits()[0]
    council.do("return.submit", first.id, a_return(today=date(2026, 12, 1)), by=first.auditor or "")
    with council.read() as reader:
        [before] = digest(reader)["services"]
    assert (before["allocated"], before["returned_in_time"], before["rate_in_time"]) == (8, 0, None)
    with council.read(LATE) as reader:
        [after] = digest(reader)["services"]
    assert after == {
        "service": "Frontdoor", "allocated": 8, "exempted": 0, "returned_in_time": 1,
        "returned_late": 0, "not_returned": 7, "rate_in_time": 13,
    }  # fmt: skip


def test_a_late_return_is_neither_in_time_nor_missing(council: Council) -> None:
    first = council.audits()[0]
    given = a_return(today=date(2026, 12, 22))
    council.do("return.submit", first.id, given, by=first.auditor or "", at=LATE)
    with council.read(LATE) as reader:
        [row] = digest(reader)["services"]
    assert (row["returned_late"], row["not_returned"]) == (1, 7)


def test_exempted_is_out_and_a_reallocated_audit_counts_once_for_the_new_auditor(
    council: Council,
) -> None:
    freed = council.exempt(council.audits()[0])
    with council.read(LATE) as reader:
        [waiting] = digest(reader)["services"]
    assert (waiting["allocated"], waiting["exempted"]) == (7, 1)
    council.do("reallocation.confirm", freed.id, by=OFFICER)
    with council.read(LATE) as reader:
        told = digest(reader)
    [row] = told["services"]
    assert (row["allocated"], row["exempted"]) == (8, 1)
    assert [m["auditor"] for m in told["not_returned"] if m["audit"] == freed.id] == [freed.auditor]
    assert [(x["state"], x["decided_by"] is None) for x in told["exemptions"]] == [("given", False)]


def test_what_could_not_be_delivered_is_no_non_submission(council: Council) -> None:
    unreachable = council.audits()[0]
    arrived(council, failed=frozenset({unreachable.auditor or ""}))
    with council.read(LATE) as reader:
        names = names_not_in(reader)
        told = digest(reader)["not_returned"]
    assert unreachable.id not in names
    assert len(names) == sum(row["delivery"] == "delivered" for row in told)
    assert {row["delivery"] for row in told} == {"delivered", "failed"}
    assert {row["working_days_late"] for row in told} == {3}


def test_a_digest_of_an_earlier_moment_counts_what_was_so_then(council: Council) -> None:
    first = council.audits()[0]
    given = a_return(grade="Inadequate", today=date(2026, 12, 22))
    council.do("return.submit", first.id, given, by=first.auditor or "", at=LATE)
    earlier = datetime(2026, 12, 22, 9, tzinfo=UTC)
    with council.read(LATE) as reader:
        then, now = digest(reader, as_of=earlier), digest(reader)
    assert (then["services"][0]["not_returned"], now["services"][0]["not_returned"]) == (8, 7)
    assert (len(then["inadequate"]), len(now["inadequate"])) == (0, 1)
    assert (len(then["moderation_backlog"]), len(now["moderation_backlog"])) == (0, 1)


def test_how_it_was_addressed_is_told_by_whom_and_when_and_never_in_words(council: Council) -> None:
    arrived(council)
    month_end = datetime(2026, 12, 31, 9, tzinfo=UTC)
    issue_digest(council.ledger, council.programme, month_end)
    late = council.audits()[0]
    council.do(
        "digest.addressed", f"{late.id}.late.{late.auditor}", {"how": "CANARY words"},
        by=DIRECTOR, at=month_end,
    )  # fmt: skip
    with council.read(month_end) as reader:
        told = digest(reader)
    [row] = [row for row in told["not_returned"] if row["audit"] == late.id]
    assert row["addressed"] == {"by": DIRECTOR, "at": month_end}
    assert "CANARY" not in json.dumps(told, default=str)


def test_old_cycles_leave_the_digest_once_all_is_in(council: Council) -> None:
    arrived(council)
    march = datetime(2027, 3, 15, 10, tzinfo=UTC)
    with council.read(march) as reader:
        assert [row["service"] for row in digest(reader)["services"]] == ["Frontdoor"]
    for audit in council.audits():
        given = a_return(today=date(2026, 12, 22))
        council.do("return.submit", audit.id, given, by=audit.auditor or "", at=LATE)
    with council.read(march) as reader:
        assert digest(reader)["services"] == []
        assert len(digest(reader, [CYCLE])["services"]) == 1
