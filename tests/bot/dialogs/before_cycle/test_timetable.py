"""The timetable in the chat: typed, corrected, looked at, announced (programme.md §5)."""

from datetime import UTC, datetime
from functools import partial

import pytest

from store.tables import Cycle
from store.vocabulary.errors import Invalid, NotAllowed
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs import audit_team
from tests.bot.dialogs.audit_team import inputs
from tests.bot.dialogs.showing import shown, words
from tests.store.acts.planning import OCTOBER, record
from tests.store.council import CYCLE, HOS, Council

opened = partial(audit_team.opened, at=OCTOBER)
sent = partial(audit_team.sent, at=OCTOBER)
looked = partial(audit_team.looked, at=OCTOBER)

TYPED = {
    "entries": "Frontdoor, 2026-12, Neglect\n\nCare, 2027-01",
    "agreed_on": "2026-10-01",
    "minutes": "All agreed",
}
NINE = datetime(2026, 10, 6, 9, tzinfo=UTC)


def test_the_timetable_is_typed_one_cycle_a_line_and_its_next_version_begins_with_it(
    filled: Council,
) -> None:
    opened(filled, "timetable.record", filled.programme)
    told = sent(filled, "timetable.record", filled.programme, TYPED)
    assert told == "Recorded as version 1. The Heads of Service it changes have been notified."
    with filled.read() as reader:
        assert reader.get(Cycle, CYCLE).theme == "Neglect"
    again = inputs(opened(filled, "timetable.record", filled.programme))
    assert again["services.2026-12.1"]["value"] == "Frontdoor"
    assert again["theme.2026-12.1"]["value"] == "Neglect"
    assert again["services.2027-01.1"]["value"] == "Care"


def test_the_year_is_chosen_month_by_month_and_no_code_is_typed(filled: Council) -> None:
    form = inputs(opened(filled, "timetable.record", filled.programme))
    months = [name for name in form if name.startswith("services.")]
    assert months[0] == "services.2026-11.1"
    assert len(months) == 12
    offered = [choice["value"] for choice in form["services.2026-12.1"]["choices"]]
    assert {"Frontdoor", "Care"} <= {*offered}
    given = {
        "services.2026-12.1": "Frontdoor,Care", "theme.2026-12.1": "Neglect",
        "services.2027-01.1": "Care", "agreed_on": "2026-10-01", "minutes": "All agreed",
    }  # fmt: skip
    sent(filled, "timetable.record", filled.programme, given)
    with filled.read() as reader:
        planned = {
            (c.service, f"{c.month:%Y-%m}", c.theme) for c in reader.rows(Cycle, state="planned")
        }
    assert planned == {
        ("Frontdoor", "2026-12", "Neglect"), ("Care", "2026-12", "Neglect"),
        ("Care", "2027-01", None),
    }  # fmt: skip


def test_two_themes_in_one_month_are_two_rows_of_the_next_form(filled: Council) -> None:
    lines = "Frontdoor, 2026-12, Neglect\nCare, 2026-12, Voice"
    sent(filled, "timetable.record", filled.programme, TYPED | {"entries": lines})
    form = inputs(opened(filled, "timetable.record", filled.programme))
    rows = {
        form[f"theme.2026-12.{n}"]["value"]: form[f"services.2026-12.{n}"]["value"] for n in (1, 2)
    }
    assert rows == {"Neglect": "Frontdoor", "Voice": "Care"}


def test_what_is_wrong_with_a_line_of_it_is_told_beside_the_lines(filled: Council) -> None:
    typed = TYPED | {"entries": "Frontdoor, 2026-12\nBakery, 2027-01\nCare"}
    with pytest.raises(Invalid) as why:
        sent(filled, "timetable.record", filled.programme, typed)
    card = opened(
        filled, "timetable.record", filled.programme, given=typed, errors=why.value.fields
    )
    assert "The cycles, one on each line" in words_of(card)
    assert inputs(card)["entries"]["value"] == typed["entries"]


def test_the_timetables_card_shows_what_is_ahead_and_its_minutes_to_the_audit_team_alone(
    filled: Council,
) -> None:
    none_yet = looked(filled, "timetable.view", filled.programme)
    assert "No timetable is recorded yet" in words_of(none_yet)
    sent(filled, "timetable.record", filled.programme, TYPED)
    card = looked(filled, "timetable.view", filled.programme)
    assert "Frontdoor, December 2026 (Neglect): planned" in words_of(card)
    assert "All agreed" not in words_of(card)
    assert "“All agreed”" in words_of(opened(filled, "timetable.minutes", "timetable-1"))
    with pytest.raises(NotAllowed):
        opened(filled, "timetable.minutes", "timetable-1", upn=HOS)


def test_the_head_of_a_service_sees_which_of_its_cycles_are_planned_and_which_no_more(
    filled: Council,
) -> None:
    record(filled, "Frontdoor 2026-12", "Care 2027-01")
    first = shown(filled, HOS, "timetable", at=NINE)
    assert "Frontdoor, December 2026: planned" in words(first)
    assert "Care" not in words(first)
    record(filled, "Care 2027-01", at=NINE)
    second = shown(filled, HOS, "timetable", "timetable-2", at=NINE)
    assert "Frontdoor, December 2026: no longer planned" in words(second)
