"""The return's form: what its inputs mean to the act, and each mistake beside its input (§2.8)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.dialogs.audit_month.return_ import return_page
from bot.dialogs.forms import fields_of
from store.tables import Return
from store.vocabulary.errors import Invalid
from tests.bot.cards.linter import said
from tests.bot.dialogs.audit_month.returning import typed_return
from tests.bot.dialogs.opening import inputs, opened
from tests.store.council import ISSUED, Council

ENVELOPE = {"verb": "return.submit", "id": "x", "version": 3}


def test_what_the_form_sends_is_what_the_act_takes(council: Council) -> None:
    audit = council.audits()[0]
    data = ENVELOPE | typed_return()
    council.do("return.submit", audit.id, fields_of("return.submit", data), by=audit.auditor or "")
    returned = council.audit(audit.id)
    assert (returned.state, returned.first) == ("returned", "Good")
    with council.read() as reader:
        [kept] = reader.rows(Return)
    assert kept.domain_grades == {f"c{n}": "Good" for n in range(1, 6)} | {"c6": None}
    assert kept.services_involved == ["Edge of Care", "Positive Change"]


def test_each_grade_stands_with_its_own_definition(council: Council) -> None:
    audit = council.audits()[0]
    with council.read() as reader:
        card, scale = return_page(reader, audit.id, at="overall"), reader.profile.scale
    choices = inputs(card)["grade"]["choices"]
    assert [choice["title"] for choice in choices] == [f"{g.name}: {g.definition}" for g in scale]


def test_empty_boxes_are_dropped_and_filled_action_slots_close_up() -> None:
    data = ENVELOPE | {
        "actions.1.what": " ",
        "actions.1.scope": "case",
        "actions.3.what": "See the child alone",
        "actions.3.who": "practitioner",
        "evidence": "",
    }
    fields = fields_of("return.submit", data)
    assert fields == {"actions": [{"what": "See the child alone", "who": "practitioner"}]}


def test_a_path_through_what_is_no_branch_does_no_harm() -> None:
    assert fields_of("return.submit", {"grade": "Good", "grade.x": "y"}) == {
        "grade": "Good",
        "grade.x": "y",
    }
    assert fields_of("return.submit", {"actions.x": "y", "actions..z": "y"}) == {}


def wrong(council: Council, audit: Any, typed: dict[str, str]) -> dict[str, Any]:
    """The same form again with what the ledger found."""
    with pytest.raises(Invalid) as refused:
        council.do(
            "return.submit",
            audit.id,
            fields_of("return.submit", ENVELOPE | typed),
            by=audit.auditor or "",
        )
    return opened(
        council,
        "return.submit",
        audit.id,
        audit.auditor or "",
        given=ENVELOPE | typed,
        errors=refused.value.fields,
        at=ISSUED,
    )


def test_everything_typed_is_kept_when_something_needs_correcting(council: Council) -> None:
    typed = typed_return(grade="Fine")
    card = wrong(council, council.audits()[0], typed)
    kept = {name: asked.get("value") for name, asked in inputs(card).items()}
    assert {name: kept[name] for name in ("grade", "evidence", "rationale")} == {
        name: typed[name] for name in ("grade", "evidence", "rationale")
    }
    assert "Overall grade: choose one of" in said(card)
    assert "Please correct: choose one of" in said(card)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"domains.c6.not_applicable": ""}, "Check back: grade: give a grade, or say why"),
        ({"domains.c1.evidence": ""}, "Connect: grade: a grade needs its evidence"),
        ({"practitioner_involved": "someone_else"}, "If somebody else: who by role, and why: say"),
        ({"family_feedback": ""}, "The family's or child's feedback: give the family's"),
        ({"discussed_on": "2027-01-01"}, "discussed with them on is in the future"),
        ({"grade": "RI"}, "Action 1: what exactly: work below good needs an improvement plan"),
        ({"document_link": "javascript:x"}, "Link to the audit document is no web address"),
        ({"kloes.k1": ""}, "What this audit showed on line 1: say what"),
        ({"actions.3.what": "See the child"}, "Action 3: who: choose who does it"),
    ],
)
def test_each_fault_is_told_at_the_top_by_the_name_of_its_input(
    council: Council, changed: dict[str, str], told: str
) -> None:
    card = wrong(council, council.audits()[0], typed_return(**changed))
    assert told in said(card)
    assert "All that you typed is kept" in said(card)


def test_an_action_in_the_past_is_told_beside_its_own_slot(council: Council) -> None:
    action = {
        "actions.2.what": "See the child alone",
        "actions.2.who": "practitioner",
        "actions.2.by": "2026-11-02",
        "actions.2.different": "Their words guide the plan",
    }
    card = wrong(council, council.audits()[0], typed_return(**action))
    assert "Action 2: by when is in the past" in said(card)


def test_the_forms_today_is_the_authoritys_own(council: Council) -> None:
    audit = council.audits()[0]
    at = datetime(2026, 12, 2, 0, 30, tzinfo=UTC)
    given = typed_return(discussed_on="2027-01-01")
    card = opened(council, "return.submit", audit.id, audit.auditor or "", at=at, given=given,
                  errors={"discussed_on": "is in the future"})  # fmt: skip
    assert inputs(card)["discussed_on"]["max"] == date(2026, 12, 2).isoformat()
