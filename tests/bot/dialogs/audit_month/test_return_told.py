"""A return is shown to each of its readers in their own words, and never quoted (§2.8)."""

from datetime import date

from tests.bot.cards.linter import CANARIES
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.council import OFFICER, Council, a_return


def test_a_return_is_told_to_each_in_their_own_words_and_never_quoted(council: Council) -> None:
    audit = council.audits()[0]
    given = a_return(grade="RI", today=date(2026, 12, 1), rationale="CANARY rationale")
    council.do("return.submit", audit.id, given, by=audit.auditor or "")
    titles = set()
    for upn in (audit.moderator, audit.practitioner, audit.team_manager, OFFICER):
        card = shown(council, upn or "", "returned", audit.id)
        titles.add(words(card))
        assert "RI" in card.summary
        assert "CANARY" not in words(card)
        assert not any(canary in words(card) for canary in CANARIES)
    assert len(titles) == 4
    receipt = shown(council, audit.auditor or "", "allocation", audit.id)
    assert receipt.summary.startswith(f"You returned {audit.case_ref}")
    assert verbs(receipt) == {"return.recall", "return.view"}
