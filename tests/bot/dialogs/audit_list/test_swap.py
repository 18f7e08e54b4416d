"""The form that swaps a row of the list (programme.md §2.2)."""

from tests.bot.dialogs.audit_team import inputs, opened
from tests.store.council import OFFICER, SETUP, Council


def test_a_swap_offers_lawful_people_alone_and_what_it_offers_is_taken(council: Council) -> None:
    council.open_cycle(service="Care", month="2027-01-01")
    council.do("cycle.select", "care-2027-01", {"seed": 1}, at=SETUP)
    council.do("cycle.allocate", "care-2027-01", {"seed": 1}, at=SETUP)
    [row, *_] = council.audits(state="allocated", cycle="care-2027-01")
    fields = inputs(opened(council, "list.swap", row.id))
    offered = {choice["value"] for choice in fields["auditor"]["choices"]}
    assert row.auditor not in offered
    assert not offered & {row.practitioner, row.team_manager}
    assert fields["reason"]["isRequired"] is True
    council.do("list.swap", row.id, {"auditor": min(offered), "reason": "Level loads"}, by=OFFICER)
    assert council.audit(row.id).auditor == min(offered)
