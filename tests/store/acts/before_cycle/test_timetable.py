"""The year's timetable of cycles and themes, with versions and minutes (programme.md §2.1, §5)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from store.tables import Timetable
from store.vocabulary.errors import Invalid, NotAllowed
from tests.store.acts.planning import MET_AT, OCTOBER, convene, filled, meet, owed, record, states
from tests.store.council import CYCLE, DIRECTOR, HOS, HOS_CARE, OFFICER, Council


def test_2_1_each_month_ahead_of_a_timetable_is_a_planned_cycle_with_its_theme(
    empty: Council,
) -> None:
    council = filled(empty)
    record(council, "frontdoor 2026-12: Neglect", "Care 2027-06", "Frontdoor 2026-10")
    assert states(council) == {CYCLE: "planned", "care-2027-06": "planned"}
    themes = {row["id"]: row["theme"] for row in council.table("cycle")}
    assert themes == {CYCLE: "Neglect", "care-2027-06": None}


@pytest.mark.parametrize(
    ("month", "due", "rule"),
    [
        ("2026-12", datetime(2026, 11, 17, 17, tzinfo=UTC), "2 weeks before December 2026"),
        (
            "2027-01",  # Fri 18 Dec
            datetime(2026, 12, 18, 17, tzinfo=UTC),
            "2 weeks before January 2027",
        ),
        (
            "2027-05",  # Sat 17 April, so the working day before
            datetime(2027, 4, 16, 16, tzinfo=UTC),
            "2 weeks before May 2027; Sat 17 Apr is no working day, so the one before",
        ),
        (
            "2028-05",  # Mon 17 April 2028 is Easter Monday, so Thursday before Good Friday
            datetime(2028, 4, 13, 16, tzinfo=UTC),
            "2 weeks before May 2028; Mon 17 Apr is no working day, so the one before",
        ),
    ],
)
def test_2_1_the_meeting_is_due_two_weeks_before_the_audit_month_on_a_working_day(
    empty: Council, month: str, due: datetime, rule: str
) -> None:
    """The date counts back, so what lands on no working day goes back too (programme.md §4)."""
    council = filled(empty)
    record(council, f"Frontdoor {month}")
    duty = owed(council, f"frontdoor-{month}")["kloe.hold"]
    assert (duty.owner, duty.due_at) == ("post:audit_team", due)
    assert duty.rule.startswith(rule)


def test_5_every_version_and_its_minutes_are_kept(empty: Council) -> None:
    council = filled(empty)
    record(council, "Frontdoor 2026-12", minutes="Quillon was heard")
    first = council.table("timetable")
    record(council, "Care 2027-01", minutes="Frontdoor asked for time", agreed_on="2026-10-05")
    versions = council.table("timetable")
    assert versions[:1] == first
    assert [row["number"] for row in versions] == [1, 2]
    assert [json.loads(row["entries"])[0]["service"] for row in versions] == ["Frontdoor", "Care"]
    with council.read() as reader:
        minutes = [reader.unseal(row.minutes) for row in reader.rows(Timetable, order="number")]
    assert minutes == ["Quillon was heard", "Frontdoor asked for time"]
    assert "Quillon" not in str(council.table("fact"))


def test_2_1_what_a_later_version_drops_is_owed_no_more(empty: Council) -> None:
    council = filled(empty)
    record(council, "Frontdoor 2026-12", "Care 2027-01")
    record(council, "Care 2027-01")
    assert states(council) == {CYCLE: "dropped", "care-2027-01": "planned"}
    assert owed(council, CYCLE) == {}
    assert council.duties(CYCLE, still_open=False)["kloe.hold"].outcome == "cancelled"
    assert "kloe.hold" in owed(council, "care-2027-01")


def test_2_1_what_a_later_version_moves_is_due_before_its_new_month(empty: Council) -> None:
    council = filled(empty)
    record(council, "Frontdoor 2026-12")
    record(council, "Frontdoor 2027-02")
    assert states(council) == {CYCLE: "dropped", "frontdoor-2027-02": "planned"}
    assert owed(council, CYCLE) == {}
    assert owed(council, "frontdoor-2027-02")["kloe.hold"].due_at.date().isoformat() == "2027-01-18"


def test_2_1_who_was_invited_hears_that_a_dropped_cycles_meeting_is_off(empty: Council) -> None:
    council = filled(empty)
    record(council, "Frontdoor 2026-12", "Care 2027-01")
    convene(council, CYCLE)
    invited = len(council.messages("kloe_invite"))
    record(council, "Care 2027-01")
    (meeting,) = council.table("meeting")
    assert meeting["state"] == "called_off"
    assert len(council.messages("kloe_invite")) == 2 * invited


def test_2_1_a_dropped_cycle_after_its_meeting_owes_no_list_either(empty: Council) -> None:
    council = filled(empty)
    record(council, "Frontdoor 2026-12", "Care 2027-01")
    meet(council, CYCLE)
    assert set(owed(council, CYCLE)) == {"list.propose"}
    record(council, "Care 2027-01", at=MET_AT)
    assert owed(council, CYCLE) == {}


def test_2_1_planned_again_it_is_owed_again_and_what_was_agreed_still_stands(
    empty: Council,
) -> None:
    council = filled(empty)
    record(council, "Frontdoor 2026-12", "Care 2027-01")
    meet(council, "care-2027-01")
    record(council, "Frontdoor 2027-03")
    record(council, "Frontdoor 2026-12: Neglect", "Care 2027-01")
    assert states(council)[CYCLE] == "planned"
    assert "kloe.hold" in owed(council, CYCLE)
    assert "kloe.hold" not in owed(council, "care-2027-01")


def test_2_1_the_same_entry_again_asks_nothing_twice(empty: Council) -> None:
    council = filled(empty)
    record(council, "Frontdoor 2026-12")
    before = owed(council, CYCLE)["kloe.hold"].id
    record(council, "Frontdoor 2026-12", "Care 2027-01")
    assert owed(council, CYCLE)["kloe.hold"].id == before
    assert council.verbs().count("cycle.plan") == 2


def test_2_1_a_cycle_that_was_opened_goes_on_whatever_a_later_version_says(empty: Council) -> None:
    council = filled(empty)
    record(council, "Frontdoor 2026-12")
    council.open_cycle()
    record(council, "Care 2027-01")
    assert states(council)[CYCLE] == "open"
    record(council, "Frontdoor 2026-12: Neglect", "Care 2027-01")
    assert states(council)[CYCLE] == "open"
    assert council.table("cycle")[-1]["theme"] is None


def test_2_1_the_heads_of_the_services_that_it_changes_are_told(empty: Council) -> None:
    council = filled(empty)
    record(council, "Frontdoor 2026-12", "Care 2027-01")
    record(council, "Care 2027-01")
    told = [to for to, _ in council.messages("timetable")]
    assert sorted(told) == [
        "post:head_of_service:Care",
        "post:head_of_service:Frontdoor",
        "post:head_of_service:Frontdoor",
    ]


@pytest.mark.parametrize(
    ("entries", "given", "field"),
    [
        (["Bakery 2026-12"], {}, "entries.0.service"),
        (["Frontdoor 2026-12", "frontdoor 2026-12"], {}, "entries.1"),
        (["Frontdoor 2026-12"], {"agreed_on": "2026-10-06"}, "agreed_on"),
        (["Frontdoor 2026-12"], {"minutes": " "}, "minutes"),
        ([], {}, "entries"),
        (["Frontdoor December"], {}, "entries.0.month"),
    ],
)
def test_2_1_a_timetable_that_cannot_be_is_refused_with_how_to_mend_it(
    empty: Council, entries: list[str], given: dict[str, Any], field: str
) -> None:
    council = filled(empty)
    with pytest.raises(Invalid) as refused:
        record(council, *entries, **given)
    assert set(refused.value.fields) == {field}
    assert council.table("timetable") == []


@pytest.mark.parametrize("upn", [HOS, HOS_CARE, DIRECTOR])
def test_2_1_the_timetable_is_recorded_by_the_audit_team_alone(empty: Council, upn: str) -> None:
    council = filled(empty)
    with pytest.raises(NotAllowed):
        record(council, "Frontdoor 2026-12", by=upn)
    record(council, "Frontdoor 2026-12", by=OFFICER, at=OCTOBER)
