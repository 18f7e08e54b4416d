"""`sightline people import` and `sightline cases import`: what a second import changes."""

import csv
from pathlib import Path

from tests.bot.cli.conftest import COUNCIL, NOVEMBER, Shell, sample


def test_a_second_import_reports_changes_and_keeps_columns_that_the_file_lacks(
    council: Shell,
) -> None:
    rows = sample("people.csv")
    auditor = next(row for row in rows if row["trained_on"] and row["team"])
    kept = ("upn", "name", "entra_object_id", "roles", "service", "team")
    changed = {name: auditor[name] for name in kept} | {"name": "Another Name", "shoe_size": "7"}
    with Path("some.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(changed))
        writer.writeheader()
        writer.writerow(changed)
    said = council.done("people", "import", "some.csv", *NOVEMBER)
    assert said["changes"] == [{"id": auditor["upn"], "columns": ["name"]}]
    assert said["unknown_columns"] == ["shoe_size"]
    assert "trained_on" in said["absent_columns"]
    again = council.done("people", "import", "some.csv", *NOVEMBER)
    assert (again["changed"], again["unchanged"]) == (0, 1)
    whole = council.done("people", "import", str(COUNCIL / "people.csv"), *NOVEMBER)
    assert whole["changes"] == said["changes"]
    words = council("people", "import", "some.csv", *NOVEMBER).stdout
    assert "1 changed" in words
    assert "shoe_size" in words


def test_a_case_file_without_the_childs_columns_keeps_the_childs_identity(council: Shell) -> None:
    first = sample("cases.csv")[0]
    kept = ("case_ref", "service", "team", "practitioner_upn", "team_manager_upn", "flags")
    with Path("some.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, kept)
        writer.writeheader()
        writer.writerow({name: first[name] for name in kept} | {"flags": "neglect;new_flag"})
    said = council.done("cases", "import", "some.csv", *NOVEMBER)
    assert said["changes"] == [{"id": first["case_ref"], "columns": ["flags"]}]
    whole = council.done("cases", "import", str(COUNCIL / "cases.csv"), *NOVEMBER)
    assert whole["changes"] == said["changes"]
