"""A new auditor is confirmed on the audit team's cards, among the lawful alone (§2.7)."""

from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.council import MANAGER, OFFICER, OTHER_OFFICER, Council


def test_every_officer_may_confirm_and_all_their_cards_follow(council: Council) -> None:
    audit = council.exempt(council.audits()[0])
    for upn in (OFFICER, OTHER_OFFICER, MANAGER):
        assert verbs(shown(council, upn, "reallocation")) == {"reallocation.confirm"}
    council.do("reallocation.confirm", audit.id, by=OFFICER)
    for upn in (OFFICER, OTHER_OFFICER, MANAGER):
        card = shown(council, upn, "reallocation")
        assert verbs(card) == set()
        assert "Officer confirmed on Tue 1 Dec, 09:30" in words(card)
