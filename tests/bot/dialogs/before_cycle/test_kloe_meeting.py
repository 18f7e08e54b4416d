"""The KLOE meeting in the chat: forms, cards, and the steps of the audit team (§2.1)."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.cards.parts.surface import DIALOG
from bot.dialogs.faces import faced, said
from bot.dialogs.steps import after
from store.tables import Cycle, Duty, Person
from store.views.nudges.duty_lines import ask
from store.vocabulary.errors import Invalid, LedgerError, NotAllowed
from tests.bot.cards.linter import problems
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs import audit_team
from tests.bot.dialogs.audit_team import inputs
from tests.bot.dialogs.showing import shown, verbs, words
from tests.store.acts.planning import AGREED, MET_AT, OCTOBER, SAID, convene, meet, record
from tests.store.council import CYCLE, HOS, HOS_CARE, OFFICER, SETUP, Council

opened = partial(audit_team.opened, at=OCTOBER)
sent = partial(audit_team.sent, at=OCTOBER)
looked = partial(audit_team.looked, at=OCTOBER)
NINE = datetime(2026, 10, 6, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)


def press_of(council: Council, cycle: str, kind: str, at: datetime) -> tuple[str, str]:
    """The button of a duty's line, for the officer."""
    with council.read(at) as reader:
        duty = reader.rows(Duty, subject=cycle, kind=kind, closed_at=None)[0]
        line = ask(reader, duty, OFFICER)
    assert line is not None
    assert line.press is not None
    return line.press.verb, line.press.id


def test_the_officer_is_led_from_the_programme_to_the_meeting_to_the_open_cycle(
    filled: Council,
) -> None:
    record(filled, "Frontdoor 2026-12")
    with filled.read(OCTOBER) as reader:
        (programme,) = said(reader, reader.get(Person, OFFICER), "audit team")
    assert "Frontdoor, December 2026: planned, meet by Tue 17 Nov" in words(programme)
    planned = looked(filled, "cycle.view", CYCLE)
    assert {"kloe.convene", "kloe.held", "cycle.open"} <= verbs(faced(planned))
    assert press_of(filled, CYCLE, "kloe.hold", OCTOBER) == ("kloe.convene", CYCLE)
    typed = {"times.1.on": "2026-11-17", "times.1.at": "10:00", "place": "Room 2"}
    opened(filled, "kloe.convene", CYCLE)
    told = sent(filled, "kloe.convene", CYCLE, typed)
    assert told.endswith("people are invited to the meeting for Frontdoor, December 2026.")
    assert press_of(filled, CYCLE, "kloe.hold", OCTOBER) == ("kloe.held", CYCLE)
    assert "Tue 17 Nov, 10:00; 0 of" in words_of(looked(filled, "cycle.view", CYCLE))

    invited = shown(filled, HOS, "kloe_invite", at=NINE)
    assert verbs(invited) == {"kloe.confirm"}
    opened(filled, "kloe.confirm", CYCLE, upn=HOS)
    told = sent(filled, "kloe.confirm", CYCLE, {"answer": "yes"}, upn=HOS)
    assert told.startswith("Sent. The audit team sees your answer")
    assert "You said that you will come." in words(shown(filled, HOS, "kloe_invite", at=NINE))

    held = inputs(opened(filled, "kloe.held", CYCLE, at=MET_AT))
    assert held["held_on"]["value"] == "2026-11-17"
    assert held["attended"]["value"] == HOS
    typed = {
        "held_on": "2026-11-17",
        "attended": f"{HOS},{OFFICER}",
        **SAID,
        "kloes.2.text": AGREED["text"],
        "kloes.2.where": "flags=neglect",
        "kloes.2.rationale": AGREED["rationale"],
    }
    told = sent(filled, "kloe.held", CYCLE, typed, at=MET_AT)
    assert told.startswith("Recorded. Frontdoor, December 2026 has its lines of enquiry.")
    assert told.endswith("The list is due by Tue 24 Nov.")
    assert press_of(filled, CYCLE, "list.propose", MET_AT) == ("cycle.open", filled.programme)
    assert "open the cycle" in words_of(looked(filled, "cycle.view", CYCLE, at=MET_AT))

    opening = inputs(opened(filled, "cycle.open", filled.programme, at=MET_AT))
    assert (opening["service"]["value"], opening["month"]["value"]) == ("Frontdoor", "2026-12-01")
    sent(
        filled,
        "cycle.open",
        filled.programme,
        {"service": "Frontdoor", "month": "2026-12-01"},
        at=MET_AT,
    )
    assert press_of(filled, CYCLE, "list.propose", MET_AT) == ("cycle.select", CYCLE)
    with filled.read(MET_AT) as reader:
        assert [line["text"] for line in reader.get(Cycle, CYCLE).kloes] == [AGREED["text"]]


def test_what_was_said_is_on_no_card_and_opens_for_its_readers_alone(filled: Council) -> None:
    record(filled, "Frontdoor 2026-12")
    convene(filled, CYCLE)
    meet(filled, CYCLE)
    recorded = shown(filled, HOS, "kloe_record", at=SETUP)
    assert "Is the child heard?" in words(recorded)
    for said_there in SAID.values():
        assert said_there not in words(recorded)
    (meeting,) = filled.table("meeting")
    dialog = opened(filled, "kloe.view", meeting["id"], upn=HOS, at=SETUP)
    assert "Because: Complaints said not" in words_of(dialog)
    assert f"“{SAID['worried_about']}”" in words_of(dialog)
    for upn in (HOS_CARE, "sw.mash"):
        with pytest.raises(NotAllowed):
            opened(filled, "kloe.view", meeting["id"], upn=upn, at=SETUP)


def test_a_wrong_filter_is_told_beside_the_line_that_was_typed(filled: Council) -> None:
    record(filled, "Frontdoor 2026-12")
    typed = {
        "held_on": "2026-10-05",
        "attended": HOS,
        **SAID,
        "kloes.3.text": "Why?",
        "kloes.3.rationale": "So",
        "kloes.3.where": "flags=neglekt",
    }
    with pytest.raises(Invalid) as why:
        sent(filled, "kloe.held", CYCLE, typed)
    card = opened(filled, "kloe.held", CYCLE, given=typed, errors=why.value.fields)
    assert "Dip samples for 3: only cases with: no case has flags=neglekt" in words_of(card)


def test_a_time_on_no_working_day_is_told_beside_the_day(filled: Council) -> None:
    record(filled, "Frontdoor 2026-12")
    typed = {"times.1.on": "2026-11-15", "times.1.at": "10:00", "place": "Room 2"}
    with pytest.raises(Invalid) as why:
        sent(filled, "kloe.convene", CYCLE, typed)
    card = opened(filled, "kloe.convene", CYCLE, given=typed, errors=why.value.fields)
    assert "Day is not on a working day" in words_of(card)


def test_a_meeting_that_moved_or_was_called_off_says_so_on_its_card(filled: Council) -> None:
    record(filled, "Frontdoor 2026-12")
    convene(filled, CYCLE)
    (first,) = filled.table("meeting")
    convene(filled, CYCLE, starts_at="2026-11-16T10:00", at=NINE)
    moved = shown(filled, HOS, "kloe_invite", first["id"], at=NINE)
    assert "It is now Mon 16 Nov, 10:00" in words(moved)
    record(filled, "Care 2027-01", at=TEN)
    second = next(row for row in filled.table("meeting") if row["state"] == "called_off")
    off = shown(filled, HOS, "kloe_invite", second["id"], at=TEN)
    assert "Called off" in words(off)


def test_the_dialogs_of_the_audit_team_go_on_to_the_cycle(filled: Council) -> None:
    record(filled, "Frontdoor 2026-12")
    convene(filled, CYCLE)
    with filled.read(OCTOBER) as reader:
        for verb, subject in (("kloe.convene", CYCLE), ("timetable.record", filled.programme)):
            card = after(reader, verb, subject, OFFICER, given={}, place=DIALOG)
            assert card is not None
            assert problems(faced(card)) == []
            assert after(reader, verb, subject, HOS, given={}, place=DIALOG) is None


def test_nobody_else_is_asked_for_a_timetable_or_a_record(filled: Council) -> None:
    record(filled, "Frontdoor 2026-12")
    for verb, subject in (
        ("timetable.record", filled.programme),
        ("kloe.convene", CYCLE),
        ("kloe.held", CYCLE),
    ):
        with pytest.raises(NotAllowed):
            opened(filled, verb, subject, upn=HOS)
    with pytest.raises(LedgerError):
        opened(filled, "kloe.confirm", CYCLE, upn=HOS)
