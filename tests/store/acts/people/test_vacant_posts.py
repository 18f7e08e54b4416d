"""Who owes what a vacant post owes: one person, who may do it, sees it and is reminded (§4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.cards.nudges.duty_lines import ask_words
from bot.rehearsal.checks.same_people import check_owners
from bot.scheduler.sweep import sweep
from store.tables import Audit, Message
from store.views.nudges.my_work import my_work
from store.views.nudges.nudge import nudge
from store.views.nudges.owed import OwedDuty, owed
from store.views.nudges.who_owes import who_owes
from store.vocabulary.errors import NotAllowed
from tests.bot.cards.linter import said
from tests.bot.dialogs.opening import opened
from tests.bot.dialogs.showing import deliver, shown, verbs, words
from tests.store.acts.arranging import audit_under, change_person
from tests.store.council import (
    DIRECTOR,
    HOS,
    ISSUED,
    MANAGER,
    OFFICER,
    OTHER_OFFICER,
    PSW,
    Council,
    person,
    staff,
)

AD, NEW = "assistant.director", "new.head"
LEFT = datetime(2026, 12, 2, 10, tzinfo=UTC)
OVERDUE = datetime(2026, 12, 7, 9, tzinfo=UTC)
"""A Monday: the request of Tue 1 Dec was to be decided by Thu 3 Dec."""
VACANT = "Nobody is the Head of Service for Frontdoor at the moment, so it came to you."


def with_an_assistant_director(council: Council) -> Audit:
    """Between the Head of Service and the Director; somebody in Frontdoor asks to be exempt."""
    head = next(row for row in staff() if row.upn == HOS)
    council.load_people(
        [person(AD, roles=["assistant_director"], manager=DIRECTOR), replace(head, manager_upn=AD)]
    )
    audit = audit_under(council, HOS)
    council.ask_exemption(audit)
    return council.audit(audit.id)


def leaves(council: Council, upn: str) -> None:
    council.do("person.left", upn, {"on": "2026-12-02"}, by=OFFICER, at=LEFT)


def moves_on(council: Council, upn: str) -> None:
    row = next(row for row in staff() if row.upn == upn)
    council.load_people([replace(row, roles=("moderator",), manager_upn=AD)], at=LEFT)


def exemption(council: Council, audit: Audit, at: datetime = LEFT) -> OwedDuty:
    with council.read(at) as reader:
        assert list(check_owners(reader)) == []
        asked = ("exemption.decide", audit.id)
        return next(line for line in owed(reader) if (line.kind, line.subject) == asked)


@pytest.mark.parametrize("gives_up", [leaves, moves_on])
def test_4_what_a_head_who_has_gone_owes_passes_to_the_first_manager_who_may_decide(
    council: Council, gives_up: Callable[[Council, str], None]
) -> None:
    audit = with_an_assistant_director(council)
    gives_up(council, HOS)
    line = exemption(council, audit)
    assert (line.owner, line.owed_by, line.stand_ins) == (AD, (AD,), ())
    with council.read(LEFT) as reader:
        assert audit.case_ref in [ask.about for ask in my_work(reader, AD).asks]
        assert my_work(reader, DIRECTOR).asks == ()
        owing = {one.who.upn for one in who_owes(reader, MANAGER).people}
        assert AD in owing
        assert not owing & {HOS, DIRECTOR}
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=DIRECTOR, at=LEFT)
    council.do("exemption.approve", audit.id, by=AD, at=LEFT)


def test_4_a_manager_who_is_away_is_passed_over(council: Council) -> None:
    audit = with_an_assistant_director(council)
    leaves(council, HOS)
    change_person(council, AD, absent_from=date(2026, 12, 2))
    assert exemption(council, audit).owed_by == (DIRECTOR,)
    council.do("exemption.approve", audit.id, by=DIRECTOR, at=LEFT)


def test_4_where_no_manager_may_decide_it_is_the_profiles_alternate(council: Council) -> None:
    audit = with_an_assistant_director(council)
    change_person(council, HOS, reports_to=None)
    leaves(council, HOS)
    assert exemption(council, audit).owed_by == (PSW,)
    council.do("exemption.refuse", audit.id, {"reason": "No"}, by=PSW, at=LEFT)


def test_4_where_nobody_is_found_the_audit_team_is_asked_and_it_stays_open(
    council: Council,
) -> None:
    audit = with_an_assistant_director(council)
    change_person(council, HOS, reports_to=None)
    change_person(council, PSW, absent_from=date(2026, 12, 1))
    leaves(council, HOS)
    line = exemption(council, audit)
    assert (line.owed_by, line.asked) == ((), (MANAGER, OFFICER, OTHER_OFFICER))
    with council.read(LEFT) as reader:
        [ask] = [ask for ask in my_work(reader, OFFICER).asks if ask.about == audit.case_ref]
    assert "nobody is here to decide the exemption" in ask_words(ask)
    for upn in (OFFICER, MANAGER, DIRECTOR):
        with pytest.raises(NotAllowed):
            council.do("exemption.approve", audit.id, by=upn, at=LEFT)


@pytest.mark.parametrize("gives_up", [leaves, moves_on])
def test_4_whom_it_passed_to_hears_of_it_at_once_and_a_successor_too(
    council: Council, gives_up: Callable[[Council, str], None]
) -> None:
    audit = with_an_assistant_director(council)
    gives_up(council, HOS)
    assert [to for to, _ in council.messages("nudge")] == [AD]
    with council.read(LEFT) as reader:
        [message] = reader.rows(Message, kind="nudge")
        [ask] = nudge(reader, message).asks
    assert (ask.about, ask.came) == (audit.case_ref, VACANT)
    head = person(NEW, roles=["head_of_service"], service="Frontdoor", manager=AD)
    council.load_people([head], at=datetime(2026, 12, 2, 12, tzinfo=UTC))
    assert [to for to, _ in council.messages("nudge")] == [AD, NEW]
    with council.read(LEFT) as reader:
        now = nudge(reader, message)
    assert now.asks == ()
    assert now.done == (f"Now with New Head, Head of Service: {audit.case_ref}",)


def test_4_whom_it_passed_to_is_reminded_and_not_blamed_for_what_was_not_theirs(
    council: Council,
) -> None:
    audit = with_an_assistant_director(council)
    leaves(council, HOS)
    sweep(council.ledger, council.programme, OVERDUE)
    with council.read(OVERDUE) as reader:
        told = [m for m in reader.rows(Message, kind="nudge") if m.to == AD]
        [message] = [m for m in told if m.once.startswith("nudge:")]
        [ask] = [a for a in nudge(reader, message).asks if a.about == audit.case_ref]
        assert not [m for m in reader.rows(Message, kind="nudge") if m.to == DIRECTOR]
    assert (ask.is_told, ask.stands_in, ask.came) == (False, False, VACANT)


def test_4_a_successor_owes_it_from_the_day_they_take_up_the_post(council: Council) -> None:
    audit = with_an_assistant_director(council)
    leaves(council, HOS)
    head = person(NEW, roles=["head_of_service"], service="Frontdoor", manager=AD)
    council.load_people([head], at=datetime(2026, 12, 4, 10, tzinfo=UTC))
    line = exemption(council, audit, OVERDUE)
    assert (line.owner, line.owed_by) == ("post:head_of_service:Frontdoor", (NEW,))
    with council.read(OVERDUE) as reader:
        [ask] = [ask for ask in my_work(reader, NEW).asks if ask.about == audit.case_ref]
    assert ask.came == "It came to you on Fri 4 Dec with the post."
    with pytest.raises(NotAllowed):
        council.do("exemption.approve", audit.id, by=AD, at=OVERDUE)
    council.do("exemption.approve", audit.id, by=NEW, at=OVERDUE)


def test_4_for_a_head_who_is_away_the_manager_above_stands_in_and_is_told_for_whom(
    council: Council,
) -> None:
    audit = with_an_assistant_director(council)
    change_person(council, HOS, absent_from=date(2026, 12, 1))
    line = exemption(council, audit, ISSUED)
    assert (line.owed_by, line.stand_ins) == ((HOS,), (AD,))
    with council.read() as reader:
        [ask] = [ask for ask in my_work(reader, AD).asks if ask.about == audit.case_ref]
    assert ask.stands_in
    assert HOS in ask.owner or "Head of Service" in ask.owner
    council.do("exemption.approve", audit.id, by=AD)


def test_4_whoever_asked_reads_who_decides_now_and_the_leaver_form_counts_it(
    council: Council,
) -> None:
    audit = with_an_assistant_director(council)
    deliver(council)
    assert "1 other duty" in said(opened(council, "person.left", HOS, OFFICER, at=ISSUED))
    [card] = [m for m in council.table("message")
              if m["to"] == audit.auditor and m["kind"] == "allocation"]  # fmt: skip
    assert card["redraw_at"] is None
    leaves(council, HOS)
    [card] = [m for m in council.table("message") if m["id"] == card["id"]]
    assert card["redraw_at"] is not None
    assert "Assistant Director" in words(shown(council, audit.auditor or "", "allocation", at=LEFT))


def test_4_whom_it_passed_to_reads_the_request_itself_before_they_decide(council: Council) -> None:
    audit = with_an_assistant_director(council)
    leaves(council, HOS)
    card = shown(council, AD, "exemption", at=LEFT)
    assert {"exemption.approve", "exemption.refuse"} <= verbs(card)
    assert "On leave from 7 December" in words(card)
    council.do("exemption.refuse", audit.id, {"reason": "No"}, by=AD, at=LEFT)
