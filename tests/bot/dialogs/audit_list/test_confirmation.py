"""The list for the Head of Service: a list sent again says what has changed (§2.4)."""

from store.tables import Audit, Case
from tests.bot.cards.linter import elements
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.council import HOS, OFFICER, Council


def a_change_is_asked(council: Council) -> tuple[str, str]:
    """The cycle, and the row of its list that the Head of Service wants changed."""
    cycle = council.open_cycle(month="2027-02-01")
    council.draw(cycle)
    council.do("list.propose", cycle)
    audit = council.audits(state="allocated", cycle=cycle)[0]
    given = {"audit": audit.id, "reason": "The worker has left."}
    council.do("list.change", cycle, given, by=HOS)
    return cycle, audit.id


def another_case(council: Council, cycle: str) -> str:
    """A case of the same service that nobody has drawn."""
    with council.read() as reader:
        on = {audit.case_ref for audit in reader.rows(Audit, cycle=cycle)}
        return next(c.id for c in reader.rows(Case, service="Frontdoor") if c.id not in on)


def primary(card: object) -> list[str]:
    return [e["title"] for e in elements(card) if e.get("style") == "positive"]


def test_a_list_sent_for_the_first_time_speaks_of_no_swap(council: Council) -> None:
    cycle = council.open_cycle(month="2027-02-01")
    council.draw(cycle)
    council.do("list.propose", cycle)
    told = words(shown(council, HOS, "list", cycle))
    assert "wapped" not in told
    assert "Sent again" not in told


def test_the_head_reads_what_was_swapped_since_they_had_the_list(council: Council) -> None:
    """A swap is never unseen (programme.md §2.2)."""
    cycle, row = a_change_is_asked(council)
    before = council.audit(row)
    case = another_case(council, cycle)
    given = {"case_ref": case, "reason": "The worker has left."}
    council.do("list.swap", row, given, by=OFFICER)
    council.do("list.propose", cycle, by=OFFICER)
    told = words(shown(council, HOS, "list", cycle))
    assert f"Swapped since: {case} instead of {before.case_ref}" in told


def test_the_head_reads_that_nothing_was_swapped(council: Council) -> None:
    cycle, _ = a_change_is_asked(council)
    council.do("list.propose", cycle, by=OFFICER)
    assert "Sent again unchanged" in words(shown(council, HOS, "list", cycle))


def test_the_audit_team_swaps_first_and_then_sends_the_list_again(council: Council) -> None:
    cycle, row = a_change_is_asked(council)
    card = shown(council, OFFICER, "list_change")
    assert primary(card.card) == ["Swap the row…"]
    assert verbs(card) == {"list.propose", "list.swap"}
    given = {"case_ref": another_case(council, cycle), "reason": "The worker has left."}
    council.do("list.swap", row, given, by=OFFICER)
    card = shown(council, OFFICER, "list_change")
    assert primary(card.card) == ["Send the list again"]
    assert verbs(card) == {"list.propose"}
