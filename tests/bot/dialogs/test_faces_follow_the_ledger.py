"""A card shows what is so now: after each act it is a receipt, and no stale button remains."""

from datetime import UTC, date, datetime

from bot.dialogs.faces import face
from bot.scheduler.digests import issue_digest
from bot.scheduler.sweep import sweep
from store.tables import Digest, DigestLine, Exemption, Message
from tests.bot.cards.linter import elements, problems
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.council import DIRECTOR, OFFICER, PSW, Council, a_return

AFTER = datetime(2026, 12, 22, 9, tzinfo=UTC)
"""Tuesday, a working day past the due day."""
MONTH_END = datetime(2026, 12, 31, 9, tzinfo=UTC)


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


def test_the_digest_names_what_is_not_in_and_only_the_director_records(council: Council) -> None:
    deliver(council)
    returned, *out = council.audits()
    given = a_return(today=date(2026, 12, 1))
    council.do("return.submit", returned.id, given, by=returned.auditor or "")
    issue_digest(council.ledger, council.programme, MONTH_END)
    card = shown(council, DIRECTOR, "digest", at=MONTH_END)
    assert card.summary == "Frontdoor, December: 1 of 8 in on time (13%)"
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
