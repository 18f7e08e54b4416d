"""A press counts once: repeated, out of order, from old cards, or raced for (trust.md §2)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from bot.scheduler.sweep import sweep
from store.registry import Done, enact
from store.tables import Audit, Person
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed, Stale
from tests.store.council import (
    CYCLE,
    HOS,
    ISSUED,
    OFFICER,
    OTHER_OFFICER,
    SETUP,
    Council,
    a_return,
    caseload,
    person,
    staff,
)

EIGHT = 8


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
    """The accept is sent again after the exemption that was asked for later."""
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
    """What was not kept must never be answered as if it had been."""
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


def _at_once(*presses: Callable[[], Done]) -> Counter[str]:
    """All at the same moment, each on a thread; what came of them."""
    start = Barrier(len(presses))

    def press(one: Callable[[], Done]) -> str:
        start.wait()
        try:
            return "repeated" if one().repeated else "done"
        except LedgerError as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(presses)) as pool:
        return Counter(pool.map(press, presses))


def test_of_eight_presses_at_once_one_is_done_and_seven_are_repeats(council: Council) -> None:
    audit, auditor = _one(council)
    outcomes = _at_once(
        *[lambda: council.do("allocation.accept", audit.id, by=auditor, version=audit.version)]
        * EIGHT
    )
    assert outcomes == {"done": 1, "repeated": EIGHT - 1}
    assert council.audit(audit.id).version == audit.version + 1
    assert council.problems() == []


def test_of_eight_typed_commands_at_once_one_is_done_and_seven_are_stale(council: Council) -> None:
    audit, auditor = _one(council)
    outcomes = _at_once(*[lambda: council.do("allocation.accept", audit.id, by=auditor)] * EIGHT)
    assert outcomes == {"done": 1, "stale": EIGHT - 1}
    assert council.problems() == []


def test_eight_auditors_accepting_at_once_all_succeed_in_one_unbroken_chain(
    council: Council,
) -> None:
    def accept(audit: Audit) -> Callable[[], Done]:
        return lambda: council.do(
            "allocation.accept", audit.id, by=audit.auditor or "", version=audit.version
        )

    assert _at_once(*map(accept, council.audits())) == {"done": EIGHT}
    assert council.problems() == []


def test_two_heads_of_service_who_decide_at_once_decide_once(council: Council) -> None:
    council.load_people(
        [
            person("hos.two", roles=["head_of_service"], service=service, manager="director")
            for service in ("Frontdoor",)
        ]
    )
    audit = next(a for a in council.audits() if council.head_of(a.auditor) == HOS)
    council.ask_exemption(audit)
    version = council.audit(audit.id).version
    outcomes = _at_once(
        lambda: council.do("exemption.approve", audit.id, by=HOS, version=version),
        lambda: council.do(
            "exemption.refuse", audit.id, {"reason": "We need you"}, by="hos.two", version=version
        ),
    )
    assert outcomes == {"done": 1, "stale": 1}
    decided = council.table("exemption")[0]
    assert (decided["state"], decided["decided_by"]) in {("approved", HOS), ("refused", "hos.two")}
    assert council.problems() == []


def test_two_of_the_audit_team_who_confirm_at_once_confirm_once(council: Council) -> None:
    audit, _ = _one(council)
    council.exempt(audit)
    version = council.audit(audit.id).version
    outcomes = _at_once(
        *[
            lambda who=who: council.do("reallocation.confirm", audit.id, by=who, version=version)
            for who in (OFFICER, OTHER_OFFICER)
        ]
    )
    assert outcomes == {"done": 1, "stale": 1}
    assert (
        Counter(council.messages("allocation"))[council.audit(audit.id).auditor or "", audit.id]
        == 1
    )


def test_a_sweep_that_runs_twice_or_eight_times_at_once_nudges_once(council: Council) -> None:
    morning = datetime(2026, 12, 3, 9, 5, tzinfo=UTC)
    start = Barrier(EIGHT)

    def run(_: int) -> None:
        start.wait()
        sweep(council.ledger, council.programme, morning)

    with ThreadPoolExecutor(EIGHT) as pool:
        list(pool.map(run, range(EIGHT)))
    auditors = {audit.auditor for audit in council.audits()}
    assert sorted(to for to, _ in council.messages("nudge")) == sorted(filter(None, auditors))
    before = council.everything()
    sweep(council.ledger, council.programme, morning + timedelta(minutes=1))
    assert council.everything() == before
    assert council.problems() == []


def test_a_nudge_put_off_for_one_holder_of_a_post_is_not_lost_because_the_other_had_it(
    council: Council,
) -> None:
    """One officer had today's bundle already when the post's second duty came up."""
    first, second = council.audits()[:2]
    council.exempt(first)
    council.do("allocation.accept", second.id, by=second.auditor or "")
    day = datetime(2026, 12, 2, 9, 5, tzinfo=UTC)
    with council.unit(at=day) as unit:
        fields = {"rungs": [], "day": "2026-12-02"}
        enact(unit, "nudge.send", unit.get(Person, OFFICER), fields)
    sweep(council.ledger, council.programme, day)
    told = [to for to, _ in council.messages("nudge")]
    assert {to: told.count(to) for to in (OFFICER, OTHER_OFFICER)} == {OFFICER: 1, OTHER_OFFICER: 1}
    sweep(council.ledger, council.programme, day + timedelta(days=1))
    duty = council.duties(first.id)["reallocation.confirm"]
    heard = {rung["to"] for rung in duty.rungs_sent if rung["rung"] == "on the day"}
    assert {OFFICER, OTHER_OFFICER} <= heard


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


def test_the_council_of_these_tests_is_as_large_as_they_assume() -> None:
    assert len(staff()) > EIGHT
    assert len(caseload()) > EIGHT
    assert CYCLE.startswith("frontdoor")
