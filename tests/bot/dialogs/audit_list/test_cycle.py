"""What follows a step of the audit team, or why it could not be made and what would help."""

from dataclasses import replace
from typing import Any

import pytest

from bot.cards.parts.surface import CHAT, DIALOG
from bot.dialogs.faces import faced
from bot.dialogs.steps import after, refused
from store.allocation.infeasible import Infeasible
from store.tables import Audit
from store.vocabulary.errors import Invalid, LedgerError
from tests.bot.cards.linter import problems
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs.showing import verbs
from tests.store.council import CYCLE, HOS, OFFICER, SETUP, Council, caseload, staff

Json = dict[str, Any]


def test_a_clash_names_rules_and_rows_and_a_drawn_case_can_be_swapped(filled: Council) -> None:
    """programme.md §2.3: no rule is bent; the case is swapped, for a reason, before allocation."""
    filled.open_cycle()
    filled.do("cycle.select", CYCLE, {"seed": 7}, by=OFFICER, at=SETUP)
    everybody = [p.upn for p in staff()]
    first = next(a for a in _drawn(filled))
    barred = [case for case in caseload() if case.case_ref == first.case_ref]
    filled.load_cases([_involving(case, everybody) for case in barred])
    error: LedgerError | None = None
    try:
        filled.do("cycle.allocate", CYCLE, {"seed": 7}, by=OFFICER, at=SETUP)
    except Infeasible as clash:
        error = clash
    assert error is not None
    with filled.read(SETUP) as reader:
        card = refused(reader, "cycle.allocate", CYCLE, OFFICER, error=error, place=CHAT)
    assert card is not None
    assert problems(faced(card)) == []
    assert "list.swap" in verbs(faced(card))
    assert "no declared involvement" in words_of(card)
    spare = next(
        ref.case_ref
        for ref in caseload()
        if ref.service == "Frontdoor" and ref.case_ref not in {a.case_ref for a in _drawn(filled)}
    )
    with pytest.raises(Invalid):  # nobody is allocated yet, so nobody can be swapped
        filled.do(
            "list.swap", first.id, {"auditor": "tm.mash", "reason": "x y"}, by=OFFICER, at=SETUP
        )
    swap = {"case_ref": spare, "reason": "Everybody knows the family"}
    filled.do("list.swap", first.id, swap, by=OFFICER, at=SETUP)
    assert filled.audit(first.id).state == "swapped"
    assert filled.audit(f"{spare}-2026-12").state == "drawn"
    filled.do("cycle.allocate", CYCLE, {"seed": 7}, by=OFFICER, at=SETUP)
    assert filled.problems() == []


def _drawn(council: Council) -> list[Audit]:
    with council.read() as reader:
        return [a for a in reader.rows(Audit) if a.kind == "full" and a.state == "drawn"]


def _involving(case: Any, upns: list[str]) -> Any:
    return replace(case, involved_upns=tuple(upns))


def test_a_pool_too_small_is_told_with_the_way_on(filled: Council) -> None:
    filled.open_cycle()
    error: LedgerError | None = None
    try:
        filled.do("cycle.select", CYCLE, {"where": "team=MASH"}, by=OFFICER, at=SETUP)
    except LedgerError as small:
        error = small
    assert error is not None
    with filled.read(SETUP) as reader:
        card = refused(reader, "cycle.select", CYCLE, OFFICER, error=error, place=DIALOG)
    assert card is not None
    assert problems(faced(card)) == []
    assert "Widen the filter or import more cases." in words_of(card)


def test_what_follows_an_act_is_shown_to_the_audit_team_alone(council: Council) -> None:
    with council.read() as reader:
        args: Json = {"given": {}, "place": CHAT}
        assert after(reader, "list.propose", CYCLE, OFFICER, **args) is not None
        assert after(reader, "list.propose", CYCLE, HOS, **args) is None
        assert after(reader, "allocation.accept", council.audits()[0].id, OFFICER, **args) is None
