"""Urgent issues after an Inadequate: owed in every council, and told in one card (§2.13, §3)."""

from datetime import timedelta

import pytest

from bot.cards.moderation.inadequate import inadequate_card
from bot.rehearsal.teams.chats import buttons_of
from bot.scheduler.sweep import sweep
from store.programme.profile import Profile, shipped, shipped_names
from store.tables import Audit, Message
from store.views.moderation.inadequate import inadequate
from tests.store.acts.arranging import submit_return
from tests.store.acts.arranging_disputes import CHECKED, MODERATED
from tests.store.acts.moderating import checker
from tests.store.council import Council

CHANGED = {"grade": "Inadequate", "rationale": "CANARY: nobody saw her", "spoke_on": "2026-12-14"}
DUE = "Wed 16 Dec"


def moderated(council: Council, first: str) -> Audit:
    """Graded `first` by the auditor, and Inadequate by the moderator on Mon 14 December."""
    audit = council.audits()[0]
    submit_return(council, audit, grade=first)
    council.do("check.pass", audit.id, by=checker(audit), at=CHECKED)
    by = council.audit(audit.id).moderator or ""
    if first == "Inadequate":
        council.do("moderation.agree", audit.id, by=by, at=MODERATED)
    else:
        council.do("moderation.change", audit.id, CHANGED, by=by, at=MODERATED)
    return council.audit(audit.id)


def notice(council: Council, audit: Audit, upn: str) -> tuple[str, set[str]]:
    """What the notice says to them now, and what it offers."""
    with council.read(MODERATED) as reader:
        view = inadequate(reader, audit.id, upn)
    assert view is not None
    card = inadequate_card(view)
    return str(card), {button.verb for button in buttons_of(card)}


@pytest.mark.parametrize("name", shipped_names())
def test_every_council_whose_scale_has_an_inadequate_has_its_urgent_issues_addressed(
    name: str,
) -> None:
    profile = Profile.parse(shipped(name))
    rule = profile.duty["urgent.address"]
    assert rule.met_by == ("urgent.addressed",)
    assert {"moderation.agree", "moderation.change", "grade.change"} <= {*rule.opens_on}
    assert profile.ladders[rule.ladder["otherwise"]].rungs


@pytest.mark.parametrize("first", ["Inadequate", "RI"])
def test_the_team_managers_notice_has_the_date_and_the_button(council: Council, first: str) -> None:
    audit = moderated(council, first)
    said, offered = notice(council, audit, audit.team_manager)
    assert f"Urgent issues for the child are to be addressed by {DUE}" in said
    assert "urgent.addressed" in offered


def test_whoever_else_has_the_notice_reads_the_date_and_has_no_button(council: Council) -> None:
    audit = moderated(council, "RI")
    said, offered = notice(council, audit, audit.practitioner)
    assert DUE in said
    assert "urgent.addressed" not in offered


def test_no_second_card_brings_what_the_notice_has_said(council: Council) -> None:
    audit = moderated(council, "RI")
    sweep(council.ledger, council.programme, MODERATED + timedelta(minutes=2))
    duty = council.duties(audit.id)["urgent.address"]
    with council.read() as reader:
        nudged = reader.rows(Message, kind="nudge", to=audit.team_manager)
        assert not [message for message in nudged if duty.id in message.covers]


def test_before_moderation_the_notice_says_how_long_there_will_be(council: Council) -> None:
    audit = council.audits()[0]
    submit_return(council, audit, grade="Inadequate")
    said, _ = notice(council, audit, audit.team_manager)
    assert "the last day for them is 2 working days from moderation" in said
