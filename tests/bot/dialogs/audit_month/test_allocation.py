"""The allocation's card follows the audit: an offer, then its own receipt (§2.5)."""

from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.council import CYCLE, Council


def test_an_allocation_offers_accepting_asking_and_declaring(council: Council) -> None:
    audit = council.audits()[0]
    card = shown(council, audit.auditor or "", "allocation", audit.id)
    assert card.summary == f"Audit {audit.case_ref} by Mon 21 Dec"
    assert verbs(card) >= {"allocation.accept", "exemption.request", "conflict.declare"}
    assert "Not the case's practitioner." in words(card)
    assert "Counted: Tue 1 Dec, Wed 2" in words(card)


def test_an_accepted_allocation_is_its_own_receipt(council: Council) -> None:
    audit = council.audits()[0]
    council.do("allocation.accept", audit.id, by=audit.auditor or "", version=audit.version)
    card = shown(council, audit.auditor or "", "allocation", audit.id)
    assert card.summary == f"You accepted {audit.case_ref} on Tue 1 Dec, 09:30"
    assert "allocation.accept" not in verbs(card)
    assert "return.submit" in verbs(card)


def test_moderators_practitioners_and_team_managers_hear_of_their_own_audits(
    council: Council,
) -> None:
    audit = council.audits()[0]
    for kind, upn in (
        ("moderating", audit.moderator),
        ("selected", audit.practitioner),
        ("selected_team", audit.team_manager),
    ):
        assert audit.case_ref in words(shown(council, upn or "", kind, CYCLE))
