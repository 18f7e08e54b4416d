"""A request to be exempt is decided on one card, however many audits it is about (§2.7)."""

import pytest

from store.tables import Audit, Exemption
from store.vocabulary.errors import Invalid
from tests.bot.cards.linter import elements
from tests.bot.dialogs.opening import inputs, opened
from tests.bot.dialogs.showing import shown, words
from tests.store.acts.reporting import change
from tests.store.council import ISSUED, OFFICER, Council

AWAY = {"category": "leave", "reason": "On leave from 7 December, back 4 January."}


def two_of_one(council: Council) -> tuple[Audit, Audit]:
    """Two audits that are with the same auditor, since one was given up by another."""
    given_up, *others = council.audits()
    council.exempt(given_up)
    for other in others:
        try:
            with_them = {"auditor": other.auditor}
            council.do("reallocation.confirm", given_up.id, with_them, by=OFFICER)
        except Invalid:
            continue
        return other, council.audit(given_up.id)
    raise AssertionError("nobody else may audit it")


def ask_for_both(council: Council) -> tuple[Audit, Audit, str]:
    """One request about both; gives them and who decides."""
    first, second = two_of_one(council)
    upn = first.auditor or ""
    council.do("exemption.request", first.id, {**AWAY, "also": [second.id]}, by=upn)
    return first, second, council.head_of(upn)


def states(council: Council, upn: str | None) -> list[str]:
    with council.read() as reader:
        return [row.state for row in reader.rows(Exemption, asked_by=upn)]


def test_the_card_says_the_load_what_else_is_with_them_who_would_take_it_and_by_when(
    council: Council,
) -> None:
    first, second = two_of_one(council)
    council.do("exemption.request", first.id, AWAY, by=first.auditor or "")
    said = words(shown(council, council.head_of(first.auditor), "exemption"))
    assert "Their load" in said
    assert f"{second.case_ref}, return due" in said
    with council.read() as reader:
        asked = reader.get(Audit, first.id)
    council.do("exemption.approve", asked.id, by=council.head_of(first.auditor))
    taker = council.audit(first.id).auditor
    assert taker is not None
    assert taker.replace(".", " ").title().split()[-1] in said.title()
    assert "due Mon 21 Dec" in said


def test_leave_that_covers_two_audits_is_one_request_with_one_card(council: Council) -> None:
    first, second, head = ask_for_both(council)
    assert [council.audit(one.id).state for one in (first, second)] == ["exemption_asked"] * 2
    card = shown(council, head, "exemption")
    assert f"{first.case_ref} and {second.case_ref}" in card.summary
    assert len([to for to, _subject in council.messages("exemption") if to == head]) == 1


@pytest.mark.parametrize("verb", ["exemption.approve", "exemption.refuse"])
def test_one_decision_decides_both_and_leaves_neither_owed(council: Council, verb: str) -> None:
    first, second, head = ask_for_both(council)
    council.do(verb, first.id, {"reason": "Have a good rest."}, by=head)
    assert set(states(council, first.auditor)) == {
        "approved" if verb == "exemption.approve" else "refused"
    }
    for audit in (first, second):
        assert "exemption.decide" not in council.duties(audit.id)
    kind = "exempted" if verb == "exemption.approve" else "not_exempted"
    told = [to for to, _subject in council.messages(kind) if to == first.auditor]
    assert len(told) == 2


def three_of_one(council: Council) -> tuple[list[Audit], str]:
    """Three audits of one auditor, asked about in one request; gives who decides too."""
    audits = council.audits()[:3]
    upn = audits[0].auditor or ""
    for audit in audits[1:]:
        change(council, audit, auditor=upn)
    council.do("exemption.request", audits[0].id, {**AWAY, "also": [a.id for a in audits]}, by=upn)
    return audits, council.head_of(upn)


@pytest.mark.parametrize("verb", ["exemption.approve", "exemption.refuse"])
def test_one_decision_decides_three_each_once(council: Council, verb: str) -> None:
    audits, head = three_of_one(council)
    council.do(verb, audits[1].id, {"reason": "Have a good rest."}, by=head)
    decided = "approved" if verb == "exemption.approve" else "refused"
    assert states(council, audits[0].auditor) == [decided] * 3


def test_who_takes_one_back_leaves_a_card_for_the_others(council: Council) -> None:
    audits, head = three_of_one(council)
    council.do("exemption.withdraw", audits[0].id, by=audits[0].auditor or "")
    assert len(council.messages("exemption")) == 2
    council.do("exemption.approve", audits[2].id, by=head)
    assert sorted(states(council, audits[0].auditor)) == ["approved", "approved", "withdrawn"]


def test_a_word_to_an_agreement_is_read_by_who_asked(council: Council) -> None:
    audit = council.audits()[0]
    council.ask_exemption(audit)
    head = council.head_of(audit.auditor)
    boxes = {
        one.get("id")
        for one in elements(shown(council, head, "exemption").card)
        if one.get("type") == "Input.Text"
    }
    assert boxes == {"reason"}
    council.do("exemption.approve", audit.id, {"reason": "Enjoy your leave."}, by=head)
    assert "“Enjoy your leave.”" in words(shown(council, audit.auditor or "", "exempted"))


def test_an_audit_of_somebody_else_cannot_be_asked_about(council: Council) -> None:
    first, _ = two_of_one(council)
    other = next(audit for audit in council.audits() if audit.auditor != first.auditor)
    with pytest.raises(Invalid) as refused:
        council.do(
            "exemption.request", first.id, {**AWAY, "also": [other.id]}, by=first.auditor or ""
        )
    assert "also" in refused.value.fields
    assert states(council, first.auditor) == []


def test_the_form_offers_the_other_audits_of_who_asks(council: Council) -> None:
    first, second = two_of_one(council)
    form = opened(council, "exemption.request", first.id, first.auditor or "", ISSUED)
    offered = [choice["value"] for choice in inputs(form)["also"]["choices"]]
    assert offered == [second.id]
