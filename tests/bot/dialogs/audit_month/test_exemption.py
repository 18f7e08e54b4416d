"""A request to be exempt: who decides, and what both sides read then (§2.7)."""

from store.tables import Audit, Person
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.council import OFFICER, Council


def test_an_exemption_asked_for_can_be_withdrawn_and_names_who_decides(council: Council) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    card = shown(council, audit.auditor or "", "allocation", audit.id)
    assert verbs(card) == {"exemption.withdraw"}
    assert "Hos" in words(card)
    assert "by Thu 3 Dec" in words(card)


def test_the_head_of_service_decides_on_one_card_which_becomes_the_receipt(
    council: Council,
) -> None:
    audit = council.audits()[0]
    head = council.head_of(audit.auditor)
    council.ask_exemption(audit)
    asked = shown(council, head, "exemption")
    assert verbs(asked) == {"exemption.approve", "exemption.refuse"}
    assert "“On leave from 7 December”" in words(asked)
    council.do("exemption.approve", audit.id, by=head)
    decided = shown(council, head, "exemption")
    assert verbs(decided) == set()
    assert decided.summary.startswith("You agreed")
    assert "once the audit team has confirmed" in words(decided)


def test_who_was_exempt_has_nothing_left_to_press(council: Council) -> None:
    audit = council.audits()[0]
    given_up = audit.auditor or ""
    freed = council.exempt(audit)
    assert verbs(shown(council, given_up, "allocation", audit.id)) == set()
    assert shown(council, given_up, "exempted").summary == f"You need not audit {audit.case_ref}"
    council.do("reallocation.confirm", audit.id, by=OFFICER)
    with council.read() as reader:
        name = reader.get(Person, freed.auditor or "").name
    old = words(shown(council, given_up, "allocation", audit.id))
    assert f"This audit was given to {name} on Tue 1 Dec, so there is nothing for you" in old
    assert "allocation.accept" in verbs(shown(council, freed.auditor or "", "allocation", audit.id))


def refuse_exemption(council: Council, audit: Audit) -> None:
    """Asked for by its auditor, refused by their Head of Service."""
    council.ask_exemption(audit)
    given = {"reason": "Ann will take one of the cases."}
    council.do("exemption.refuse", audit.id, given, by=council.head_of(audit.auditor))


def test_a_refused_auditor_reads_why_and_may_accept(council: Council) -> None:
    audit = council.audits()[0]
    refuse_exemption(council, audit)
    card = shown(council, audit.auditor or "", "not_exempted")
    assert "Ann will take one of the cases" in words(card)
    assert "allocation.accept" in verbs(card)
    assert verbs(card) >= {"exemption.request", "conflict.declare"}
    assert not verbs(shown(council, audit.auditor or "", "allocation", audit.id))
    council.do("allocation.accept", audit.id, by=audit.auditor or "")
    receipt = shown(council, audit.auditor or "", "not_exempted")
    assert receipt.summary == f"You accepted {audit.case_ref} on Tue 1 Dec, 09:30"
    assert "refused your request on Tue 1 Dec" in words(receipt)
    assert "Ann will take one of the cases" in words(receipt)
    assert "return.submit" in verbs(receipt)
