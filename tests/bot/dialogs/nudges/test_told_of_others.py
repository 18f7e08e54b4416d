"""Other people's lateness, told together by cycle and kind; one's own stays line by line (§4)."""

from datetime import UTC, datetime

import pytest

from bot.cards.nudges.others_lateness import LINES
from bot.dialogs.faces import Face, face
from bot.dialogs.forms import form
from bot.scheduler.sweep import sweep
from store.tables import Message
from store.views.nudges.help_request import stuck_with
from store.views.nudges.nudge import nudge
from store.views.nudges.who_owes import who_owes
from tests.bot.cards.linter import elements, problems
from tests.bot.dialogs.showing import deliver, verbs, words
from tests.store.council import HOS, MANAGER, Council

LATER = datetime(2026, 12, 29, 9, 30, tzinfo=UTC)
"""Tuesday after Christmas: nobody has returned, and the bundles above have filled."""


def newest(council: Council, upn: str, at: datetime = LATER) -> Message:
    deliver(council, at)
    sweep(council.ledger, council.programme, at)
    deliver(council, at)
    with council.read(at) as reader:
        sent = [m for m in reader.rows(Message) if m.kind == "nudge" and m.to == upn]
        return max(sent, key=lambda message: (message.queued_at, message.id))


def bundle(council: Council, upn: str) -> Face:
    message = newest(council, upn)
    with council.read(LATER) as reader:
        card = face(reader, message)
    assert card is not None
    assert problems(card) == []
    return card


def test_the_audit_team_reads_a_line_a_kind_and_follows_the_audits_from_there(
    council: Council,
) -> None:
    card = bundle(council, MANAGER)
    assert "Frontdoor: " in words(card)
    assert "returns late, the oldest since Mon 21 Dec" in words(card)
    assert "cycle.follow" in verbs(card)
    assert "(Team Manager) is to return the audit" not in words(card)


def test_the_button_opens_the_cycle_that_it_stands_beside(council: Council) -> None:
    card = bundle(council, MANAGER)
    [follow] = [
        e for e in elements(card.card) if (e.get("data") or {}).get("verb") == "cycle.follow"
    ]
    with council.read(LATER) as reader:
        _, opened = form(reader, "cycle.follow", follow["data"]["id"], MANAGER)
    assert "Frontdoor, December 2026" in opened["body"][0]["text"]


def test_a_head_of_service_has_every_line_in_a_fold_and_no_button_they_may_not_press(
    council: Council,
) -> None:
    card = bundle(council, HOS)
    assert "cycle.follow" not in verbs(card)
    with council.read(LATER) as reader:
        view = nudge(reader, newest(council, HOS))
    assert len(view.others) > LINES
    assert "See them all" in words(card)
    assert all(ask.about in words(card) for ask in view.others)


def test_one_number_for_one_person_in_bundle_help_and_who_owes(council: Council) -> None:
    """Whoever is late with a return is not also asked to accept the audit (programme.md §4)."""
    auditor = council.audits()[0].auditor or ""
    message = newest(council, auditor)
    with council.read(LATER) as reader:
        view = nudge(reader, message)
        stuck = stuck_with(reader, message.id, auditor)
        [mine] = [one for one in who_owes(reader, auditor).people if one.who.upn == auditor]
    assert stuck is not None
    assert len(view.asked) == len(stuck.stuck) == mine.owes
    assert view.overdue == mine.overdue


def test_the_numbers_differ_where_that_is_not_seen_to(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "store.views.nudges.help_request.one_line_an_audit", lambda duties, _at: duties
    )
    with pytest.raises(AssertionError):
        test_one_number_for_one_person_in_bundle_help_and_who_owes(council)
