"""A press counts once: repeated, out of order or from an old card (trust.md §2)."""

from datetime import timedelta

import pytest

from store.tables import Audit
from store.vocabulary.errors import Invalid, NotAllowed, Stale
from tests.store.council import HOS, ISSUED, OFFICER, SETUP, Council, a_return


@pytest.mark.parametrize("times", [2, 3, 4])
def test_a_press_that_teams_sends_again_is_done_once_and_answered_alike(
    council: Council, times: int
) -> None:
    audit, auditor = _one(council)
    presses = [
        council.do("allocation.accept", audit.id, by=auditor, version=audit.version,
                   at=ISSUED + timedelta(seconds=n))
        for n in range(times)
    ]  # fmt: skip
    assert [press.repeated for press in presses] == [False] + [True] * (times - 1)
    assert {(press.seq, press.at) for press in presses} == {(presses[0].seq, ISSUED)}
    assert council.verbs().count("allocation.accept") == 1


def test_a_form_sent_twice_makes_one_return(council: Council) -> None:
    audit, auditor = _one(council)
    for n in range(3):
        done = council.do("return.submit", audit.id, a_return(today=ISSUED.date()), by=auditor,
                          version=audit.version)  # fmt: skip
        assert done.repeated == (n > 0)
    assert len(council.table("audit_return")) == 1


def test_presses_that_come_out_of_order_each_count_once(council: Council) -> None:
    """The accept is sent again after a later request for an exemption."""
    audit, auditor = _one(council)
    given = {"category": "leave", "reason": "Away"}
    council.do("allocation.accept", audit.id, by=auditor, version=audit.version)
    council.do("exemption.request", audit.id, given, by=auditor, version=audit.version + 1)
    again = council.do("allocation.accept", audit.id, by=auditor, version=audit.version)
    assert again.repeated
    assert council.audit(audit.id).state == "exemption_asked"
    assert council.do(
        "exemption.request", audit.id, given, by=auditor, version=audit.version + 1
    ).repeated


def test_a_press_sent_again_after_the_audit_went_to_somebody_else_is_still_only_an_answer(
    council: Council,
) -> None:
    audit, auditor = _one(council)
    given = {"category": "leave", "reason": "Away"}
    council.do("exemption.request", audit.id, given, by=auditor, version=audit.version)
    council.do("exemption.approve", audit.id, by=council.head_of(auditor))
    before = council.everything()
    assert council.do(
        "exemption.request", audit.id, given, by=auditor, version=audit.version
    ).repeated
    assert council.everything() == before


def test_the_same_button_with_other_words_is_no_repeat(council: Council) -> None:
    """An answer must never claim that something was kept when it was not."""
    audit, auditor = _one(council)
    first = {"category": "leave", "reason": "Away"}
    council.do("exemption.request", audit.id, first, by=auditor, version=audit.version)
    with pytest.raises(Stale):
        council.do("exemption.request", audit.id, first | {"reason": "Ill"}, by=auditor,
                   version=audit.version)  # fmt: skip


def test_a_head_of_service_changes_row_after_row_of_the_list_and_none_is_lost(
    council: Council,
) -> None:
    rows = _proposed_again(council)
    for audit in rows:
        version = _version(council)
        done = council.do(
            "list.change",
            "frontdoor-2027-01",
            {"audit": audit.id, "reason": "On leave"},
            by=HOS,
            version=version,
        )
        assert not done.repeated
    asked = council.table("list_change")
    assert [row["audit"] for row in asked] == [audit.id for audit in rows]


def test_a_change_that_is_sent_twice_is_one_change(council: Council) -> None:
    row, version = _proposed_again(council)[0], _version(council)
    given = {"audit": row.id, "reason": "On leave"}
    for n in range(2):
        done = council.do("list.change", "frontdoor-2027-01", given, by=HOS, version=version)
        assert done.repeated == (n > 0)
    assert len(council.table("list_change")) == 1


def test_an_old_card_whose_duty_is_still_open_works(council: Council) -> None:
    """The card was drawn before the audit was accepted; its return button still works."""
    audit, auditor = _one(council)
    council.do("allocation.accept", audit.id, by=auditor, version=audit.version)
    done = council.do(
        "return.submit", audit.id, a_return(today=ISSUED.date()), by=auditor, version=audit.version
    )
    assert not done.repeated
    assert council.audit(audit.id).state == "returned"


def test_an_old_card_may_still_ask_for_what_the_audit_still_allows(council: Council) -> None:
    audit, auditor = _one(council)
    council.do("allocation.accept", audit.id, by=auditor, version=audit.version)
    done = council.do("exemption.request", audit.id, {"category": "leave", "reason": "Away"},
                      by=auditor, version=audit.version)  # fmt: skip
    assert not done.repeated


def test_an_old_card_whose_duty_is_closed_is_answered_with_how_it_stands(council: Council) -> None:
    """Asked, withdrawn and asked again: the first card must not decide the second request."""
    audit, auditor = _one(council)
    head = council.head_of(auditor)
    council.ask_exemption(audit, reason="A course that could be moved")
    first_card = council.audit(audit.id).version
    council.do("exemption.withdraw", audit.id, by=auditor)
    council.ask_exemption(audit, reason="An operation")
    before = council.everything()
    for verb, given in (("exemption.approve", {}), ("exemption.refuse", {"reason": "No"})):
        with pytest.raises(Stale, match="out of date"):
            council.do(verb, audit.id, given, by=head, version=first_card)
    assert council.everything() == before
    council.do("exemption.approve", audit.id, by=head, version=council.audit(audit.id).version)


def test_an_old_list_cannot_be_confirmed_after_it_was_changed(council: Council) -> None:
    row, first_card = _proposed_again(council)[0], _version(council)
    cycle = "frontdoor-2027-01"
    council.do("list.change", cycle, {"audit": row.id, "reason": "On leave"}, by=HOS)
    council.do("list.propose", cycle, by=OFFICER)
    with pytest.raises(Stale):
        council.do("list.confirm", cycle, by=HOS, version=first_card)


def test_a_card_that_speaks_of_what_has_not_happened_is_refused(council: Council) -> None:
    audit, auditor = _one(council)
    before = council.everything()
    with pytest.raises(Invalid) as refused:
        council.do("allocation.accept", audit.id, by=auditor, version=audit.version + 1)
    assert refused.value.fields == {"version": "is ahead of the ledger"}
    assert council.everything() == before


def test_a_card_from_before_a_reallocation_is_nobodys_any_more(council: Council) -> None:
    audit, auditor = _one(council)
    council.exempt(audit)
    council.do("reallocation.confirm", audit.id, by=OFFICER)
    with pytest.raises(NotAllowed):
        council.do("allocation.accept", audit.id, by=auditor, version=audit.version)


def _one(council: Council) -> tuple[Audit, str]:
    audit = council.audits()[0]
    return audit, audit.auditor or ""


def _proposed_again(council: Council) -> list[Audit]:
    """A second cycle whose list is with the Head of Service; three of its rows."""
    cycle = council.open_cycle(month="2027-01-01")
    council.draw(cycle)
    council.do("list.propose", cycle, at=SETUP)
    return council.audits(state="allocated", cycle=cycle)[:3]


def _version(council: Council) -> int:
    rows = council.table("cycle")
    return next(int(row["version"]) for row in rows if row["id"] == "frontdoor-2027-01")
