"""Moderation as it is asked for: in one's work, by a nudge, by calling in the deputy (§4)."""

from datetime import UTC, datetime

from bot.scheduler.sweep import sweep
from store.tables import Audit
from store.views.nudges.my_work import my_work
from tests.bot.cards.linter import said
from tests.bot.dialogs.opening import opened
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.acts.arranging import submit_return
from tests.store.acts.moderating import CHECKED, MODERATED, checker, returned
from tests.store.council import ACADEMY, MANAGER, PSW, Council

TUESDAY = datetime(2026, 12, 29, 10, tzinfo=UTC)


def test_moderating_is_one_button_in_ones_work_once_the_check_is_done(council: Council) -> None:
    audit = returned(council, checked=False)
    for at, offered in ((CHECKED, {"return.view"}), (MODERATED, {"moderation.agree"})):
        with council.read(at) as reader:
            asks = my_work(reader, audit.moderator or "").asks
        [line] = [ask for ask in asks if "moderate" in ask.words]
        assert ({line.press.verb} if line.press else set()) == offered


def test_a_late_moderation_nudges_with_its_button(council: Council) -> None:
    audit = returned(council)
    sweep(council.ledger, council.programme, TUESDAY)
    card = shown(council, audit.moderator or "", "nudge", at=TUESDAY)
    assert "moderation.agree" in verbs(card)


def test_a_deputy_who_is_called_in_gets_the_button_and_the_manager_the_word(
    council: Council,
) -> None:
    """programme.md §4: urgent kinds go up after 4 working hours, before they are late."""
    audit = council.audits()[0]
    with council.unit() as unit:
        row = unit.get(Audit, audit.id)
        row.moderator, row.deputy = PSW, ACADEMY
        unit.record("moderators.named", row.id, {})
    submit_return(council, audit, grade="Inadequate")
    council.do("check.pass", audit.id, by=checker(audit), at=CHECKED)
    noon = datetime(2026, 12, 9, 12, tzinfo=UTC)
    sweep(council.ledger, council.programme, noon)
    called_in = shown(council, ACADEMY, "nudge", at=noon)
    assert "moderation.agree" in verbs(called_in)
    assert "who has not done it yet" in words(called_in)
    told = shown(council, MANAGER, "nudge", at=noon)
    assert told.summary == f"{audit.case_ref} still waits: due Wed 9 Dec"
    assert "past its day" not in words(told)
    asked = opened(council, "moderation.agree", audit.id, ACADEMY, noon)
    assert "You may decide it too, because Psw has not decided it yet." in said(asked)
