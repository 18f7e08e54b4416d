"""Presses and sweeps that race for one thing: it is done once (trust.md §2)."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from bot.scheduler.sweep import sweep
from store.registry import Done, enact
from store.tables import Audit, Person
from store.vocabulary.errors import LedgerError
from tests.store.council import CYCLE, HOS, OFFICER, OTHER_OFFICER, Council, caseload, person, staff

EIGHT = 8


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
    audit = council.audits()[0]
    outcomes = _at_once(
        *[
            lambda: council.do(
                "allocation.accept", audit.id, by=audit.auditor or "", version=audit.version
            )
        ]
        * EIGHT
    )
    assert outcomes == {"done": 1, "repeated": EIGHT - 1}
    assert council.audit(audit.id).version == audit.version + 1
    assert council.problems() == []


def test_of_eight_typed_commands_at_once_one_is_done_and_seven_are_stale(council: Council) -> None:
    audit = council.audits()[0]
    outcomes = _at_once(
        *[lambda: council.do("allocation.accept", audit.id, by=audit.auditor or "")] * EIGHT
    )
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
    audit = council.audits()[0]
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
    told = Counter(to for to, _ in council.messages("nudge"))
    auditors = {audit.auditor for audit in council.audits() if audit.auditor}
    assert set(told.values()) == {1}
    assert auditors <= set(told)
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


def test_the_council_of_these_tests_is_as_large_as_they_assume() -> None:
    assert len(staff()) > EIGHT
    assert len(caseload()) > EIGHT
    assert CYCLE.startswith("frontdoor")
