"""`sightline cases import` and `cases match`: whatever a council sends, told as JSON."""

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import COUNCIL, NOVEMBER, Shell, sample
from tests.store.sheets.child_level.making import in_need, on_plan, referral, workbook_of
from tests.store.sheets.child_level.making_ssd import TABLES, zipped

KEYS = {
    "file", "rows", "added", "changed", "unchanged", "changes", "kind", "dry_run", "set_aside",
    "unmatched", "missing", "changed_by_kind", "passed_over",
}  # fmt: skip


@pytest.fixture
def worker() -> dict[str, str]:
    """A practitioner of the sample council, as the people file has them."""
    return next(
        row for row in sample("people.csv") if row["roles"] == "practitioner" and row["team"]
    )


@pytest.fixture
def extract(worker: dict[str, str]) -> Path:
    """An Annex A workbook about that worker's cases and one of somebody unknown."""
    place = {"team": worker["team"], "worker": worker["name"].upper()}
    content = workbook_of({
        1: [[700001]],
        3: [referral(700001, **place)],
        6: [in_need(700001, **place), in_need(700002, team="The Hub", worker="Xa Nobody")],
        7: [on_plan(700001, **place)],
    })  # fmt: skip
    Path("annex.xlsx").write_bytes(content)
    return Path("annex.xlsx")


def test_an_annex_a_workbook_is_told_apart_and_counted_by_cases(
    council: Shell, extract: Path
) -> None:
    said = council.done("cases", "import", str(extract), *NOVEMBER)
    assert said.keys() >= KEYS
    assert (said["kind"], said["dry_run"]) == ("annex-a", False)
    assert (said["rows"], said["added"], said["unchanged"]) == (4, 2, 0)
    assert said["set_aside"] == [
        {"case_ref": "700002", "reason": "its worker is not known; its team is not known"}
    ]
    assert [(one["name"], one["team"], one["cases"]) for one in said["unmatched"]] == [
        ("", "The Hub", 1), ("Xa Nobody", "The Hub", 1),
    ]  # fmt: skip
    assert said["changed_by_kind"] == {"new": 2}
    assert said["passed_over"] == ["list 1 (contacts)"]
    assert len(said["missing"]) == sum(not row["closed_on"] for row in sample("cases.csv"))
    again = council.done("cases", "import", str(extract), *NOVEMBER)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_our_own_sheet_says_that_it_is_ours(council: Shell) -> None:
    said = council.done("cases", "import", str(COUNCIL / "cases.csv"), *NOVEMBER)
    assert said.keys() >= KEYS
    assert (said["kind"], said["changed"], said["set_aside"], said["missing"]) == (
        "sheet",
        0,
        [],
        [],
    )


def test_a_dry_run_says_the_same_and_writes_nothing(council: Shell, extract: Path) -> None:
    before = council.done("ledger", "verify")
    dry = council.done("cases", "import", str(extract), "--dry-run", *NOVEMBER)
    assert dry["dry_run"] is True
    assert council.done("ledger", "verify") == before
    done = council.done("cases", "import", str(extract), *NOVEMBER)
    assert dry | {"dry_run": False} == done
    words = council("cases", "import", str(extract), "--dry-run", *NOVEMBER).stdout
    assert "was taken for an Annex A workbook" in words
    assert "Nothing was saved: this is a dry run." in words


def test_who_is_unknown_is_listed_and_answered_once(
    council: Shell, extract: Path, worker: dict[str, str]
) -> None:
    council.done("cases", "import", str(extract), *NOVEMBER)
    asked = council.done("cases", "match", *NOVEMBER)
    assert len(asked["unmatched"]) == 2
    place = f"The Hub={worker['service']}/{worker['team']}"
    said = council.done(
        "cases", "match", f"Xa Nobody={worker['upn']}", "--team", place, *NOVEMBER
    )  # fmt: skip
    assert said == {"answered": 2, "unmatched": [], "set_aside": []}
    facts = council.done("ledger", "facts", "700002")
    assert [fact["verb"] for fact in facts] == ["cases.import", "cases.match"]
    assert council.done("ledger", "verify")["ok"] is True


def test_an_unknown_upn_or_team_is_refused(council: Shell, extract: Path) -> None:
    council.done("cases", "import", str(extract), *NOVEMBER)
    for answer in (["Xa Nobody=no.one@x.example"], ["--team", "The Hub=Nowhere/None"]):
        refused = council.refused("cases", "match", *answer, *NOVEMBER)
        assert refused["error"] == "invalid"
    for usage in (["Xa Nobody"], ["--team", "The Hub"]):
        assert council("cases", "match", *usage, *NOVEMBER).exit_code == 2


def test_no_word_of_a_refusal_quotes_the_workbook(council: Shell) -> None:
    Path("annex.xlsx").write_bytes(workbook_of({6: [in_need("Quillon Zephyrine")]}))
    refused = council.refused("cases", "import", "annex.xlsx", *NOVEMBER)
    assert "Quillon" not in json.dumps(refused)
    assert list(refused["fields"]) == ["List 6, line 2, ref"]


def test_an_ssd_extract_is_taken_from_a_folder_and_from_a_zip(council: Shell) -> None:
    folder = Path("extract")
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    Path("extract.zip").write_bytes(zipped(TABLES))
    first = council.done("cases", "import", "extract", *NOVEMBER)
    assert (first["kind"], first["added"], first["passed_over"]) == ("ssd", 2, ["ssd_family"])
    again = council.done("cases", "import", "extract.zip", *NOVEMBER)
    assert (again["kind"], again["unchanged"]) == ("ssd", 2)
