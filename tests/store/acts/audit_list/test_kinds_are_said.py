"""Every card, list, digest and register row says what kind of audit it speaks of (§1, §6)."""

from dataclasses import replace

import pytest

from bot.cards.audit_month.allocation import allocation_card
from bot.dialogs.faces import face
from store.programme.kinds import FULL
from store.tables import Audit, Duty, Message
from store.views.audit_list.cycle_rows import cycle_rows
from store.views.audit_month.allocation import allocation
from store.views.nudges.duty_lines import ask
from store.views.nudges.status import standing
from store.views.parts.brief import brief
from store.views.reports.register import register
from tests.bot.cards.linter import said
from tests.store.council import CYCLE, ISSUED, Council, case, caseload, staff
from tests.store.kinds import KINDS, added, with_rules

RECORD = "SR-20001"


@pytest.fixture
def council(empty: Council) -> Council:
    """An issued cycle with a practice observation, and an audit of a supervision record."""
    empty.found(with_rules(KINDS))
    empty.load_people(staff())
    record = replace(case(RECORD), subject="supervision record")
    record = replace(record, practitioner_upn=record.team_manager_upn)
    empty.load_cases([*caseload(), record])
    empty.open_cycle()
    empty.draw()
    empty.issue()
    return empty


def test_an_allocation_is_headed_by_its_kind_and_says_what_it_looks_at(council: Council) -> None:
    audit = added(council, "supervision", RECORD)
    with council.read(ISSUED) as reader:
        view = allocation(reader, audit.id, audit.auditor or "")
    words = said(allocation_card(view))
    assert words.startswith(f"Supervision audit {RECORD} by ")
    assert "a supervision record" in words


def test_every_message_duty_line_and_list_about_it_says_its_kind(council: Council) -> None:
    audit = added(council, "observation")
    named = f"{audit.case_ref} (practice observation)"
    with council.read(ISSUED) as reader:
        lines = [
            ask(reader, duty, duty.owner)
            for duty in reader.rows(Duty, subject=audit.id, closed_at=None)
        ]
        assert lines
        assert {line.about for line in lines if line} == {named}
        assert any(row.case_ref == named for row in cycle_rows(reader, CYCLE).rows)
        assert any(own.case_ref == named for own in standing(reader, audit.auditor or "").own)
        for message in reader.rows(Message):
            drawn = None if message.to.startswith("post:") else face(reader, message)
            words = "" if drawn is None else said(drawn.card)
            if audit.case_ref in words:
                assert "practice observation" in words.lower(), message.kind


def test_a_full_audit_and_its_register_row_are_called_what_the_profile_calls_them(
    council: Council,
) -> None:
    watched = added(council, "observation")
    with council.read(ISSUED) as reader:
        full = next(iter(reader.rows(Audit, kind=FULL)))
        assert brief(reader, full).case_ref == full.case_ref
        rows = {
            row["audit"]: row["kind"]
            for row in register(reader, [CYCLE], identifiable=False).audits
        }
    assert rows[full.id] == "audit"
    assert rows[watched.id] == "practice observation"


def test_what_is_no_childs_case_asks_nobody_for_a_practitioners_section(council: Council) -> None:
    audit = added(council, "supervision", RECORD)
    assert "section.complete" not in council.duties(audit.id)
    told = [row["kind"] for row in council.table("message") if row["to"] == audit.team_manager]
    assert "selected_team" in told
    assert "selected" not in told
