"""The register: the audit team's alone, and a fact of the ledger each time (programme.md §5)."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.cli.output import jsonable
from store.tables import Audit, DipFinding, GradeDecision, Person, SendBack
from store.views.reports.register import Register, as_document, register
from store.views.reports.register_parts import age
from store.vocabulary.errors import NotAllowed, NotFound
from tests.store.acts.arranging import RETURNED, submit_return
from tests.store.acts.arranging_meetings import MET, NEXT_DAY, convene, hold
from tests.store.acts.reporting import AFTER, change
from tests.store.audit_month import moderate
from tests.store.council import CYCLE, DIRECTOR, GM, HOS, ISSUED, MANAGER, OFFICER, PSW, Council

CHILD = ("Zebedee Quill", "2014-02-03", "Martian")
WORDS: dict[str, Any] = {
    "evidence": "CANARY evidence",
    "rationale": "CANARY rationale",
    "family_feedback": "CANARY family",
    "kloes": {"k1": "CANARY kloe"},
    "document_link": "https://council.example/CANARY",
}


def told(council: Council, *, identifiable: bool = False) -> Register:
    with council.read(AFTER) as reader:
        return register(reader, [CYCLE], identifiable=identifiable, asked_by=OFFICER)


def name_of(council: Council, upn: str | None) -> str:
    with council.read() as reader:
        return reader.get(Person, upn or "").name


def said(view: Register) -> str:
    return json.dumps(jsonable(as_document(view)), ensure_ascii=False)


def a_busy_audit(council: Council) -> Audit:
    """Returned, sent back with a note, moderated with a rationale."""
    audit = council.audits()[0]
    submit_return(council, audit, grade="RI", **WORDS)
    with council.unit(at=RETURNED) as unit:
        note = unit.seal("CANARY note", "audit")["sealed"]
        why = unit.seal(json.dumps({"rationale": "CANARY why"}), "audit")["sealed"]
        unit.add(
            SendBack(
                programme=unit.programme, id="sb1", audit=audit.id, step="check", sent_by=OFFICER,
                reasons=["no_analysis"], note=note, sent_at=RETURNED,
            )
        )  # fmt: skip
        unit.add(
            GradeDecision(
                programme=unit.programme, id="gd1", audit=audit.id, step="moderation",
                outcome="change", decided_by=MANAGER, decided_at=AFTER, grade="Inadequate",
                spoke_on=date(2026, 12, 22), practitioner_heard=True, content=why,
            )
        )  # fmt: skip
        unit.record("test.arranged", unit.programme, {})
    change(council, audit, moderated="Inadequate", moderated_by=MANAGER, moderated_at=AFTER)
    return audit


def test_5_without_who_the_children_are_it_holds_no_word_that_anybody_wrote(
    council: Council,
) -> None:
    a_busy_audit(council)
    everything = said(told(council))
    for canary in (*CHILD, "CANARY"):
        assert canary not in everything
    assert "child_name" not in everything


def test_5_with_who_the_children_are_it_holds_their_details_findings_and_feedback(
    council: Council,
) -> None:
    audit = a_busy_audit(council)
    view = told(council, identifiable=True)
    everything = said(view)
    for canary in CHILD:
        assert canary in everything
    for words in ("evidence", "rationale", "family", "kloe", "note", "why"):
        assert f"CANARY {words}" in everything
    row = next(row for row in view.audits if row["audit"] == audit.id)
    assert row["date_of_birth"] == date(2014, 2, 3)
    assert row["age"] == 12


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2014, 2, 3), date(2027, 2, 2), 12),
        (date(2014, 2, 3), date(2027, 2, 3), 13),
        (date(2012, 2, 29), date(2027, 2, 28), 14),
        (date(2012, 2, 29), date(2027, 3, 1), 15),
        (date(2026, 12, 30), date(2027, 1, 4), 0),
        (date(2027, 1, 5), date(2027, 1, 4), 0),
    ],
)
def test_guide_6_the_age_is_counted_in_whole_years(born: date, on: date, years: int) -> None:
    assert age(born, on) == years


def test_guide_6_the_age_is_that_at_the_audit_and_goes_with_the_identity(council: Council) -> None:
    a_busy_audit(council)
    late = datetime(2027, 6, 1, 9, tzinfo=UTC)
    with council.read(late) as reader:
        view = register(reader, (), identifiable=True)
    ages = {row["returned"] is None: row["age"] for row in view.audits}
    assert ages == {False: 12, True: 13}
    assert not any("age" in row for row in told(council).audits)


def test_5_it_says_who_why_chosen_and_every_grade(council: Council) -> None:
    audit = a_busy_audit(council)
    view = told(council)
    assert len(view.audits) == 8
    row = next(row for row in view.audits if row["audit"] == audit.id)
    assert row["auditor"] == name_of(council, audit.auditor)
    assert str(row["why_chosen"]).startswith("Seeded draw (7) from ")
    assert (row["grade_first"], row["grade_moderated"], row["grade_governing"]) == (
        "RI",
        "Inadequate",
        "Inadequate",
    )
    assert (row["in_time"], row["practitioner_section"], row["sent_back"]) == (
        True,
        "not written",
        1,
    )
    assert (row["actions"], row["actions_open"], row["family_heard"]) == (1, 1, True)
    steps = [(step["step"], step["grade"]) for step in view.steps if step["audit"] == audit.id]
    assert steps == [
        ("returned", "RI"),
        ("sent back at check", None),
        ("moderation: change", "Inadequate"),
    ]
    domains = [row["about"] for row in view.findings if row["audit"] == audit.id]
    assert domains[:2] == ["Overall", "Connect"]


def test_5_it_says_which_meetings_were_held_and_recorded_and_never_what_was_said(
    council: Council,
) -> None:
    audit, other = council.audits()[:2]
    for one in (audit, other):
        moderate(council, one, grade="RI")
    hold(council, audit, record="CANARY record")
    convene(council, other)
    given = {"reason": "CANARY why"}
    council.do("uopp.not_held", other.id, given, by=other.auditor or "", at=NEXT_DAY)
    view = told(council, identifiable=True)
    held, missed = (
        next(row for row in view.meetings if row["audit"] == one.id) for one in (audit, other)
    )
    assert (held["state"], held["held_on"]) == ("held", MET.date())
    assert held["minutes_recorded"]
    assert name_of(council, audit.auditor) in str(held["there"])
    assert (missed["state"], missed["held_on"], missed["minutes_recorded"]) == (
        "not held",
        None,
        None,
    )
    assert "CANARY" not in said(told(council))
    assert "CANARY" not in str(view.meetings)


def test_5_a_dip_sample_has_its_own_line(council: Council) -> None:
    with council.unit() as unit:
        dip = next(row for row in unit.rows(Audit) if row.kind == "dip")
        unit.add(
            DipFinding(
                programme=unit.programme, id="f1", audit=dip.id, sampled_by=OFFICER,
                sampled_at=ISSUED, answer="partly",
                content=unit.seal("CANARY finding", "audit")["sealed"],
            )
        )  # fmt: skip
        unit.record("test.arranged", unit.programme, {})
    [row] = [row for row in told(council).dips if row["audit"] == dip.id]
    assert (row["answer"], row["line_of_enquiry"]) == ("partly", 1)
    assert "finding" not in row
    [row] = [row for row in told(council, identifiable=True).dips if row["audit"] == dip.id]
    assert row["finding"] == "CANARY finding"


def test_5_every_row_of_a_table_has_the_same_columns(council: Council) -> None:
    a_busy_audit(council)
    submit_return(council, council.audits()[0])
    for identifiable in (False, True):
        for rows in told(council, identifiable=identifiable).tables.values():
            assert len({tuple(row) for row in rows}) <= 1


def test_5_that_a_register_was_issued_is_a_fact_that_says_to_whom(council: Council) -> None:
    given = {"cycles": [CYCLE], "identifiable": True}
    council.do("register.issue", council.programme, given, by=OFFICER)
    fact = council.table("fact")[-1]
    assert (fact["verb"], fact["actor"]) == ("register.issue", OFFICER)
    assert json.loads(fact["fields"]) == given
    assert council.problems() == []


@pytest.mark.parametrize("upn", [HOS, GM, DIRECTOR, PSW, "tm.mash", "sw.mash"])
def test_5_the_register_is_for_the_audit_team_alone(council: Council, upn: str) -> None:
    with pytest.raises(NotAllowed):
        council.do("register.issue", council.programme, {"cycles": []}, by=upn)


def test_5_a_register_of_a_cycle_that_there_is_not_is_refused(council: Council) -> None:
    with pytest.raises(NotFound):
        council.do("register.issue", council.programme, {"cycles": ["x"]}, by=OFFICER)


def test_5_a_child_whose_details_were_disposed_of_stands_without_them(council: Council) -> None:
    council.tamper("DELETE FROM sealed WHERE retention = 'child'")
    [name] = {row["child_name"] for row in told(council, identifiable=True).audits}
    assert name is None


def test_5_people_stand_by_name_and_with_their_upn_only_where_two_have_one_name(
    council: Council,
) -> None:
    audit = council.audits()[0]
    with council.unit() as unit:
        unit.get(Person, MANAGER).name = unit.get(Person, audit.auditor or "").name
        unit.record("test.arranged", unit.programme, {})
    row = next(row for row in told(council).audits if row["audit"] == audit.id)
    assert row["auditor"] == f"{name_of(council, audit.auditor)} ({audit.auditor})"
    assert row["practitioner"] == name_of(council, audit.practitioner)
