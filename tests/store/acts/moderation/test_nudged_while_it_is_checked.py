"""Who is nudged to moderate before the check's time has ended hears why they wait (§2.10, §4)."""

from datetime import UTC, datetime

import pytest

from bot.cards.nudges.duty_lines import ask_line_in_dialog
from bot.cards.nudges.nudge import nudge_card
from bot.dialogs.faces import faced
from bot.dialogs.forms import form
from bot.scheduler.sweep import sweep
from store.tables import Audit, Duty, Message
from store.views.nudges.duty_lines import ask
from store.views.nudges.nudge import nudge
from tests.bot.dialogs.showing import verbs, words
from tests.store.acts.arranging import submit_return
from tests.store.acts.moderating import checker
from tests.store.council import Council

EARLY = datetime(2026, 12, 8, 9, 30, tzinfo=UTC)
"""Tuesday morning; the check of an Inadequate ends after 4 working hours, at 13:30."""
CALLED_IN = datetime(2026, 12, 8, 13, 30, tzinfo=UTC)
NOON = datetime(2026, 12, 8, 12, tzinfo=UTC)
WAITS = "The audit team checks it until Tue 8 Dec, 13:30; please talk to the auditor meanwhile."


def inadequate(council: Council) -> Audit:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate", at=EARLY)
    return council.audit(audit.id)


def asked(council: Council, audit: Audit, upn: str | None, at: datetime) -> tuple[str, str]:
    """The verb of the line's button and why it waits, as `upn` would be nudged then."""
    with council.read(at) as reader:
        [duty] = reader.rows(Duty, subject=audit.id, kind="moderation.decide")
        line = ask(reader, duty, upn or "")
        assert line is not None
        return ("" if line.press is None else line.press.verb), line.waits


@pytest.mark.parametrize("when", [EARLY, NOON])
def test_2_10_while_it_is_checked_the_moderator_may_read_it_and_is_told_until_when(
    council: Council, when: datetime
) -> None:
    audit = inadequate(council)
    assert asked(council, audit, audit.moderator, when) == ("return.view", WAITS)


def test_2_10_once_it_passed_or_its_time_ended_the_button_is_to_moderate_it(
    council: Council,
) -> None:
    audit = inadequate(council)
    assert asked(council, audit, audit.moderator, CALLED_IN) == ("moderation.agree", "")
    council.do("check.pass", audit.id, by=checker(audit), at=NOON)
    assert asked(council, audit, audit.moderator, NOON) == ("moderation.agree", "")


def test_4_the_deputys_nudge_says_why_and_offers_the_return(council: Council) -> None:
    """Read while it is checked, as where a profile gives the check longer than 4 hours."""
    audit = inadequate(council)
    sweep(council.ledger, council.programme, CALLED_IN)
    with council.read(CALLED_IN) as reader:
        [duty] = reader.rows(Duty, subject=audit.id, kind="moderation.decide")
        nudges = reader.rows(Message, kind="nudge", to=audit.deputy)
        [message] = [m for m in nudges if duty.id in m.covers]
        assert message.covers == [duty.id], "an urgent kind goes alone"
    with council.read(NOON) as reader:
        card = faced(nudge_card(nudge(reader, message)))
        assert WAITS in words(card)
        assert "return.view" in verbs(card)
        _, opened = form(reader, "return.view", audit.id, audit.deputy or "")
    assert audit.case_ref in str(opened)


def test_4_so_does_the_line_in_my_work(council: Council) -> None:
    audit = inadequate(council)
    with council.read(NOON) as reader:
        [duty] = reader.rows(Duty, subject=audit.id, kind="moderation.decide")
        line = ask(reader, duty, audit.moderator or "")
    assert line is not None
    assert WAITS in str(ask_line_in_dialog(line))


def test_4_the_audit_team_who_cannot_moderate_it_are_not_told_to_wait(council: Council) -> None:
    audit = inadequate(council)
    assert asked(council, audit, checker(audit), NOON) == ("moderation.hand_over", "")
