"""`sightline cycle timetable` and a cycle opened from it (programme.md §2.1, §5)."""

from pathlib import Path

from tests.bot.cli.conftest import NOVEMBER, Shell

SHEET = "service,month,theme\nFrontdoor,2027-02,Neglect\nFrontdoor,2027-08,\n"


def record(shell: Shell, sheet: str, *, now: tuple[str, str] = NOVEMBER) -> list[str]:
    """The command that records `sheet` as the next version."""
    (shell.folder / "timetable.csv").write_text(sheet, "utf-8")
    Path(shell.folder / "minutes.txt").write_text("Heads agreed it.\n", "utf-8")
    return [
        "cycle", "timetable", "--record", "timetable.csv", "--minutes", "minutes.txt",
        "--agreed-on", "2026-11-20", *now,
    ]  # fmt: skip


def test_a_timetable_is_recorded_from_a_file_and_every_version_is_shown(council: Shell) -> None:
    assert council.done("cycle", "timetable") == []
    council.done(*record(council, SHEET))
    later = council.done(*record(council, "service,month\nFrontdoor,2027-08\n"))
    assert [one["version"] for one in later] == [2, 1]
    assert later[1]["minutes"] == "Heads agreed it."
    assert later[1]["entries"][0] == {
        "cycle": "frontdoor-2027-02", "service": "Frontdoor", "month": "2027-02",
        "theme": "Neglect", "state": "dropped", "meet_by": None,
    }  # fmt: skip
    assert later[0]["entries"][0]["meet_by"] == "2027-07-16T16:00:00+00:00"
    assert "Version 2, agreed on 2026-11-20" in council("cycle", "timetable").stdout


def test_a_sheet_that_cannot_be_planned_is_refused_and_nothing_is_kept(council: Shell) -> None:
    refused = council.refused(*record(council, "service,month\nBakery,2027-02\n"))
    assert "entries.0.service" in refused["fields"]
    refused = council.refused(*record(council, "team,month\nFrontdoor,2027-02\n"))
    assert "service" in refused["message"]
    assert council.done("cycle", "timetable") == []


def test_minutes_and_the_day_are_needed_with_a_new_version(council: Shell) -> None:
    (council.folder / "timetable.csv").write_text(SHEET, "utf-8")
    refused = council.refused("cycle", "timetable", "--record", "timetable.csv", code=2)
    assert "--minutes" in refused["message"]


def test_a_planned_cycle_is_opened_as_any_other(council: Shell) -> None:
    council.done(*record(council, SHEET))
    opened = council.done(
        "cycle", "open", "--service", "Frontdoor", "--month", "2027-02", "--kloe", "Voice?",
        "--accept-slack", *NOVEMBER,
    )  # fmt: skip
    assert opened["cycle"] == "frontdoor-2027-02"
    assert council.done("cycle", "show", "frontdoor-2027-02")["state"] == "open"
