"""Extra kinds of audit (§6): other subjects, some without a grade, some that nobody moderates."""

from dataclasses import replace

import pytest

from store.tables import Case, Cycle
from store.views.audit_list.swap import swap_choices
from store.views.audit_month.returned import returned
from store.views.moderation.moderated import moderated
from store.views.reports.grades import grades
from store.vocabulary.errors import Invalid, Stale
from tests.store.audit_month import check, hand_in
from tests.store.council import CYCLE, ISSUED, OFFICER, Council, a_return, case, caseload, staff
from tests.store.kinds import KINDS, added, with_rules

RECORD = "SR-20001"
UNGRADED = ("grade", "rationale", "domains")


@pytest.fixture
def drawn(empty: Council) -> Council:
    """A drawn cycle, and one supervision record among what the case file brought."""
    empty.found(with_rules(KINDS))
    empty.load_people(staff())
    empty.load_cases(caseload())
    empty.open_cycle()
    empty.load_cases([replace(case(RECORD), subject="supervision record")])
    empty.draw()
    return empty


@pytest.fixture
def coventry(drawn: Council) -> Council:
    """The same, issued."""
    drawn.issue()
    return drawn


def _ungraded() -> dict[str, object]:
    given = a_return(today=ISSUED.date())
    return {key: value for key, value in given.items() if key not in UNGRADED}


def test_a_kind_with_another_subject_looks_at_that_and_at_no_case(coventry: Council) -> None:
    assert added(coventry, "supervision", RECORD).case_ref == RECORD
    audit = coventry.audits()[0]
    with pytest.raises(Invalid, match="looks at a supervision record"):
        added(coventry, "supervision", audit.case_ref)


def test_what_is_no_case_is_never_drawn_and_takes_no_cases_place(drawn: Council) -> None:
    drawn.load_cases([case(RECORD)], absent_columns=["subject"])
    with drawn.read() as reader:
        assert reader.get(Case, RECORD).subject == "supervision record"
        assert RECORD not in reader.get(Cycle, CYCLE).pool
    audit = drawn.audits(state="allocated")[0]
    with pytest.raises(Invalid, match="SR-20001 is a supervision record"):
        drawn.do("list.swap", audit.id, {"case_ref": RECORD, "reason": "x"}, by=OFFICER)


def test_what_is_not_graded_is_returned_and_moderated_without_a_grade(coventry: Council) -> None:
    audit = added(coventry, "supervision", RECORD)
    given = _ungraded()
    coventry.do("return.submit", audit.id, given, by=audit.auditor or "")
    audit = check(coventry, coventry.audit(audit.id))
    assert audit.first is None
    with pytest.raises(Stale, match="not graded"):
        coventry.do(
            "moderation.change",
            audit.id,
            {"grade": "RI", "rationale": "x", "spoke_on": "2026-12-01"},
            by=audit.moderator or "",
        )
    coventry.do("moderation.agree", audit.id, by=audit.moderator or "")
    audit = coventry.audit(audit.id)
    assert (audit.state, audit.moderated) == ("moderated", None)
    with coventry.read() as reader:
        assert returned(reader, audit.id, audit.practitioner) is not None
        told = moderated(reader, audit.id, audit.practitioner)
    assert told is not None
    assert "dispute.raise" not in told.may


def test_a_grade_is_not_asked_of_it_and_not_taken(coventry: Council) -> None:
    audit = added(coventry, "supervision", RECORD)
    with pytest.raises(Invalid) as refused:
        coventry.do("return.submit", audit.id, a_return(), by=audit.auditor or "")
    assert "is not graded" in refused.value.fields["grade"]


def test_a_kind_that_is_not_moderated_is_complete_once_checked(coventry: Council) -> None:
    seen = next(a.case_ref for a in coventry.audits())
    audit = added(coventry, "observation", seen)
    assert audit.moderator is None
    assert check(coventry, hand_in(coventry, audit)).state == "complete"


def test_no_moderator_is_named_or_offered_where_nobody_moderates(drawn: Council) -> None:
    seen = next(a.case_ref for a in drawn.audits(state="allocated"))
    with pytest.raises(Invalid, match="Nobody moderates this audit"):
        added(drawn, "observation", seen, moderator="psw")
    row = added(drawn, "observation", seen)
    with drawn.read() as reader:
        offered = swap_choices(reader, row.id, OFFICER, most_cases=9, most_people=9)
    assert offered.auditors
    assert offered.moderators == ()
    other = {"auditor": offered.auditors[0][0], "reason": "Level loads"}
    with pytest.raises(Invalid, match="Nobody moderates this audit"):
        drawn.do("list.swap", row.id, other | {"moderator": "psw"}, by=OFFICER)
    drawn.do("list.swap", row.id, other, by=OFFICER)
    swapped = drawn.audit(row.id)
    assert (swapped.auditor, swapped.moderator) == (other["auditor"], None)


def test_what_nobody_moderates_and_nobody_can_amend_is_passed_as_it_stands(
    coventry: Council,
) -> None:
    seen = next(a.case_ref for a in coventry.audits())
    audit = hand_in(coventry, added(coventry, "observation", seen))
    coventry.do("person.left", audit.auditor or "", {"on": ISSUED.date().isoformat()}, by=OFFICER)
    with pytest.raises(Stale, match="nobody moderates it, so pass it as it stands"):
        coventry.do("check.send_back", audit.id, {"reasons": ["no_analysis"]}, by=OFFICER)
    assert check(coventry, coventry.audit(audit.id)).state == "complete"


def test_what_is_not_counted_is_in_no_report_of_grades(coventry: Council) -> None:
    added(coventry, "supervision", RECORD)
    with coventry.read() as reader:
        assert {row["kind"] for row in grades(reader, [CYCLE])["rows"]} == {"full"}


def test_nobody_chooses_a_case_for_an_audit_that_is_drawn(coventry: Council) -> None:
    """§2.2: only the seeded draw decides whose work is audited."""
    with pytest.raises(Invalid) as refused:
        coventry.do(
            "audit.add", CYCLE, {"kind": "full", "case_ref": "x", "reason": "x"}, by=OFFICER
        )
    assert set(refused.value.fields) == {"kind"}


def test_an_added_audit_is_as_independent_as_any_other(coventry: Council) -> None:
    """§2.3."""
    audit = coventry.audits()[0]
    with pytest.raises(Invalid, match="not in the case's team"):
        added(coventry, "observation", audit.case_ref, auditor=audit.team_manager)
