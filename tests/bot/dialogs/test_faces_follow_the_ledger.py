"""A card shows what is so now: after each act it is a receipt, and no stale button remains."""

from datetime import UTC, date, datetime

import pytest

from bot.dialogs.faces import face, said, welcome
from bot.scheduler.digests import issue_digest
from bot.scheduler.sweep import sweep
from store.tables import Audit, Digest, DigestLine, Exemption, Message, Person
from tests.bot.cards.linter import CANARIES, elements, problems
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.council import (
    CYCLE,
    DIRECTOR,
    HOS,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    Council,
    a_return,
)

AFTER = datetime(2026, 12, 22, 9, tzinfo=UTC)
"""Tuesday, a working day past the due day."""
MONTH_END = datetime(2026, 12, 31, 9, tzinfo=UTC)


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


def test_2_7_a_refusal_and_a_conflict_that_was_left_leave_one_card_to_act_on(
    council: Council,
) -> None:
    audit = council.audits()[0]
    upn = audit.auditor or ""
    deliver(council)
    refuse_exemption(council, audit)
    deliver(council)
    council.do("conflict.declare", audit.id, {"reason": "I supervised her."}, by=upn)
    keep = {"outcome": "keep", "reason": "Long ago."}
    council.do("conflict.resolve", audit.id, keep, by=OFFICER)
    deliver(council)
    with council.read() as reader:
        chat = [m for m in reader.rows(Message, to=upn) if audit.id in m.subject]
        faces = {m.kind: drawn for m in chat if (drawn := face(reader, m)) is not None}
    assert [kind for kind, drawn in faces.items() if verbs(drawn)] == ["conflict_resolved"]
    assert {"allocation", "not_exempted"} < set(faces)


def test_every_officer_may_confirm_and_all_their_cards_follow(council: Council) -> None:
    audit = council.exempt(council.audits()[0])
    for upn in (OFFICER, OTHER_OFFICER, MANAGER):
        assert verbs(shown(council, upn, "reallocation")) == {"reallocation.confirm"}
    council.do("reallocation.confirm", audit.id, by=OFFICER)
    for upn in (OFFICER, OTHER_OFFICER, MANAGER):
        card = shown(council, upn, "reallocation")
        assert verbs(card) == set()
        assert "Officer confirmed on Tue 1 Dec, 09:30" in words(card)


@pytest.mark.parametrize(
    ("outcome", "title"), [("keep", "stays with you"), ("reallocate", "goes to somebody else")]
)
def test_a_conflict_goes_to_the_audit_team_and_the_declarer_hears(
    council: Council, outcome: str, title: str
) -> None:
    audit = council.audits()[0]
    declarer = audit.auditor or ""
    council.do("conflict.declare", audit.id, {"reason": "I supervised her."}, by=declarer)
    assert verbs(shown(council, OFFICER, "conflict")) == {"conflict.resolve"}
    given = {"outcome": outcome, "reason": "Looked at with the service."}
    council.do("conflict.resolve", audit.id, given, by=OFFICER)
    assert verbs(shown(council, OFFICER, "conflict")) == set()
    assert title in shown(council, declarer, "conflict_resolved").summary


@pytest.mark.parametrize("accepted", [False, True])
def test_2_7_what_stays_with_its_auditor_has_one_card_to_act_on_the_newest(
    council: Council, accepted: bool
) -> None:
    audit = council.audits()[0]
    upn = audit.auditor or ""
    if accepted:
        council.do("allocation.accept", audit.id, by=upn)
    deliver(council)
    for _ in range(2):
        council.do("conflict.declare", audit.id, {"reason": "I supervised her."}, by=upn)
        keep = {"outcome": "keep", "reason": "Long ago."}
        council.do("conflict.resolve", audit.id, keep, by=OFFICER)
        deliver(council)
    with council.read() as reader:
        chat = [m for m in reader.rows(Message, to=upn) if audit.id in m.subject]
        faces = [drawn for m in chat if (drawn := face(reader, m)) is not None]
    [newest] = [drawn for drawn in faces if verbs(drawn)]
    assert newest.summary == f"{audit.case_ref} stays with you"
    ways = {"return.submit"} if accepted else {"allocation.accept"}
    assert verbs(newest) >= ways | {"exemption.request", "conflict.declare"}
    older = [drawn.summary for drawn in faces if not verbs(drawn)]
    assert older == [f"{audit.case_ref}: a newer card is below"] * 2
    if not accepted:
        council.do("allocation.accept", audit.id, by=upn)
        receipt = shown(council, upn, "conflict_resolved")
        assert receipt.summary == f"You accepted {audit.case_ref} on Tue 1 Dec, 09:30"
        assert "return.submit" in verbs(receipt)
        assert not verbs(shown(council, upn, "allocation", audit.id))


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


def test_the_list_is_confirmed_on_one_card_and_copied_without_that(council: Council) -> None:
    cycle = council.open_cycle(service="Care")
    council.draw(cycle)
    council.do("list.propose", cycle)
    assert verbs(shown(council, "hos.care", "list", cycle)) == {
        "list.confirm",
        "list.view",
        "list.change",
    }
    assert verbs(shown(council, "gm.care", "list_copy", cycle)) == {"list.view"}
    audit = council.audits(state="allocated", cycle=cycle)[0]
    given = {"audit": audit.id, "reason": "The worker has left."}
    council.do("list.change", cycle, given, by="hos.care")
    assert "1 change" in shown(council, "hos.care", "list", cycle).summary
    asked = shown(council, OFFICER, "list_change")
    assert "The worker has left" in words(asked)
    assert verbs(asked) == {"list.propose", "list.swap"}
    council.do("list.propose", cycle, by=OFFICER)
    assert verbs(shown(council, OFFICER, "list_change")) == set()
    council.do("list.confirm", cycle, by="hos.care")
    assert shown(council, "hos.care", "list", cycle).summary.startswith("You confirmed")


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


def test_a_nudge_loses_what_was_done_and_ends_in_a_calm_word(council: Council) -> None:
    audit = council.audits()[0]
    auditor = audit.auditor or ""
    deliver(council)
    sweep(council.ledger, council.programme, AFTER)
    card = shown(council, auditor, "nudge", at=AFTER)
    assert "return.submit" in verbs(card)
    assert "allocation.accept" not in verbs(card), "one line an audit for one person"
    assert "1 working day ago" in card.summary
    for own in [a for a in council.audits() if a.auditor == auditor]:
        council.do(
            "return.submit", own.id, a_return(today=date(2026, 12, 21)), by=auditor, at=AFTER
        )
    assert shown(council, auditor, "nudge", at=AFTER).summary == "All done"


def test_a_nudge_that_has_not_gone_out_and_asks_for_nothing_is_dropped(council: Council) -> None:
    audit = council.audits()[0]
    deliver(council)
    sweep(council.ledger, council.programme, AFTER)
    for own in [a for a in council.audits() if a.auditor == audit.auditor]:
        council.do(
            "return.submit", own.id, a_return(today=date(2026, 12, 21)),
            by=own.auditor or "", at=AFTER,
        )  # fmt: skip
    with council.read(AFTER) as reader:
        [owed] = [m for m in reader.rows(Message) if m.kind == "nudge" and m.to == audit.auditor]
        assert face(reader, owed) is None


def test_an_escalation_says_who_is_late_and_offers_no_button_of_theirs(council: Council) -> None:
    deliver(council)
    late = council.audits()[0]
    for audit in council.audits():
        council.do("allocation.accept", audit.id, by=audit.auditor or "")
        if audit.id != late.id:
            given = a_return(today=date(2026, 12, 1))
            council.do("return.submit", audit.id, given, by=audit.auditor or "")
    sweep(council.ledger, council.programme, AFTER)
    card = shown(council, council.head_of(late.auditor), "nudge", at=AFTER)
    assert "1 working day" in words(card)
    assert "return.submit" not in verbs(card)


def test_the_digest_names_what_is_not_in_and_only_the_director_records(council: Council) -> None:
    deliver(council)
    returned, *out = council.audits()
    given = a_return(today=date(2026, 12, 1))
    council.do("return.submit", returned.id, given, by=returned.auditor or "")
    issue_digest(council.ledger, council.programme, MONTH_END)
    card = shown(council, DIRECTOR, "digest", at=MONTH_END)
    assert card.summary == "Frontdoor, December: 1 of 8 in on time (13 %)"
    assert "digest.view" in verbs(card)
    with council.read(MONTH_END) as reader:
        [issued] = reader.rows(Digest)
        lines = reader.rows(DigestLine)
    assert len(lines) == len(out)
    assert f"fact {issued.head_seq}, {issued.head_hash[:12]}" in words(card)
    assert "digest.addressed" not in verbs(shown(council, PSW, "digest", at=MONTH_END))


def test_what_was_never_delivered_is_nobodys_failure(council: Council) -> None:
    issue_digest(council.ledger, council.programme, MONTH_END)
    card = shown(council, DIRECTOR, "digest", at=MONTH_END)
    with council.read(MONTH_END) as reader:
        assert reader.rows(DigestLine) == []
    assert "digest.view" not in verbs(card)


@pytest.mark.parametrize("typed", ["help", "My work", "status?", "who owes", "what is this"])
@pytest.mark.parametrize("upn", [PSW, HOS, OFFICER, "tm.mash", "ap.care.one", "sw.mash", DIRECTOR])
def test_typed_words_are_answered_with_a_card_that_keeps_the_rules(
    council: Council, typed: str, upn: str
) -> None:
    with council.read(AFTER) as reader:
        [answer] = said(reader, reader.get(Person, upn), typed)
    assert problems(answer) == []


def test_a_team_manager_sees_no_other_teams_debts(council: Council) -> None:
    with council.read() as reader:
        [answer] = said(reader, reader.get(Person, "tm.mash"), "who owes")
        [own] = said(reader, reader.get(Person, "sw.mash"), "who owes")
    assert "Assessment" not in words(answer)
    assert own.summary == "1 person owes something"  # their own section
    assert "Tm" not in words(own)


def test_a_newcomer_is_welcomed_by_name(council: Council) -> None:
    with council.read() as reader:
        card = welcome(reader.get(Person, HOS))
    assert problems(card) == []
    assert "Hos Frontdoor" in words(card)


def test_no_card_of_the_whole_story_says_who_a_child_is(council: Council) -> None:
    council.exempt(council.audits()[0])
    deliver(council)
    sweep(council.ledger, council.programme, AFTER)
    issue_digest(council.ledger, council.programme, AFTER)
    deliver(council, AFTER)
    with council.read(AFTER) as reader:
        assert reader.rows(Exemption)
        faces = [face(reader, m) for m in reader.rows(Message) if not m.to.startswith("post:")]
    assert [problems(drawn) for drawn in faces if drawn is not None and problems(drawn)] == []


def test_the_button_to_swap_a_row_names_the_row_as_it_stands_and_not_its_cycle(
    council: Council,
) -> None:
    """Pressed with the cycle's version it would be refused as ahead of the ledger."""
    cycle = council.open_cycle(service="Care")
    council.draw(cycle)
    council.do("list.propose", cycle)
    audit = council.audits(state="allocated", cycle=cycle)[0]
    council.do("list.change", cycle, {"audit": audit.id, "reason": "Left."}, by="hos.care")
    asked = shown(council, OFFICER, "list_change")
    swap = next(
        element["data"]
        for element in elements(asked.card)
        if (element.get("data") or {}).get("verb") == "list.swap"
    )
    assert (swap["id"], swap["version"]) == (audit.id, council.audit(audit.id).version)
