"""Each rule of the people sheet, by the sentence that the error shows."""

from datetime import date

import pytest

from store.sheets import person
from store.sheets.people import read_people
from store.sheets.problems import BadSheet
from store.sheets.reading import read_table
from tests.store.sheets.making import (
    PERSON,
    csv_file,
    file_problems,
    people_problems,
    read_these_people,
    somebody,
    workbook,
)

UPN = "amina.noor@riverside.example"


def test_a_good_row_becomes_a_person() -> None:
    (read,) = read_these_people({**PERSON, "upn": " Amina.Noor@Riverside.example "}).rows
    assert read == person.PersonRow(
        upn=UPN,
        name="Amina Noor",
        entra_object_id="0b5a2c1e-7f64-4d1c-9c55-0f6e7a1d2b3c",
        roles=("auditor", "team_manager"),
        service="Frontdoor",
        team="MASH North",
        manager_upn=None,
        trained_on=date(2025, 3, 4),
        max_audits=2,
        absent_from=None,
        absent_to=None,
        delegate_upn=None,
        line=2,
    )


def test_csv_and_workbook_give_the_same_people() -> None:
    rows = [somebody(1), somebody(2, manager_upn="person.1@riverside.example", max_audits="0")]
    typed = {"trained_on": date(2025, 3, 4)}
    book = workbook(
        [list(person.COLUMNS)]
        + [
            [
                typed.get(column)
                or (int(row[column]) if column == "max_audits" else row[column] or None)
                for column in person.COLUMNS
            ]
            for row in rows
        ]
    )
    from_csv = read_people(read_table("people.csv", csv_file(person.COLUMNS, rows)))
    assert read_people(read_table("people.xlsx", book)) == from_csv


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"upn": ""}, "Line 2, upn: the cell is empty"),
        ({"name": ""}, "Line 2, name: the cell is empty"),
        ({"entra_object_id": ""}, "Line 2, entra_object_id: the cell is empty"),
        ({"roles": " ; "}, "Line 2, roles: the cell is empty"),
        ({"upn": "Amina Noor"}, "Line 2, upn: 'Amina Noor' is not a user principal name: write it"),
        ({"upn": "amina@"}, "is not a user principal name"),
        ({"upn": "a" * 120 + "@riverside.example"}, "is not a user principal name"),
        ({"upn": "\u0430mina@riverside.example"}, "contains a letter outside a to z"),
        ({"upn": "amina\u200b@riverside.example"}, "'amina\\u200b@riverside.example' contains"),
        ({"name": "Amina \u202eroon"}, "contains an invisible character"),
        ({"name": "Amina\u3164Noor"}, "contains an invisible character"),
        ({"name": "Amina\tNoor"}, "contains a tab, a line break or another control character"),
        ({"name": "Amina\nNoor"}, "contains a tab, a line break or another control character"),
        ({"name": "Amina\0"}, "contains a tab, a line break or another control character"),
        ({"name": "12"}, "has no letter: write the person's name"),
        ({"name": "A" * 201}, "has more than 200 characters: shorten it"),
        ({"name": "<at>Director</at>"}, "contains a link or one of"),
        ({"name": "[Amina](http://evil.example)"}, "contains a link or one of"),
        ({"name": "{{ amina }}"}, "contains a link or one of"),
        ({"service": "#REF!"}, "Line 2, service: '#REF!' is a spreadsheet error"),
        ({"service": ""}, "Line 2, service: the cell is empty: a team_manager needs a service"),
        ({"team": ""}, "Line 2, team: the cell is empty: a team_manager needs a team"),
        ({"roles": "director", "service": ""}, "Line 2, service: the cell is empty: name"),
        ({"entra_object_id": "12345"}, "'12345' is not an Entra ID object id: copy it"),
        (
            {"entra_object_id": "0" * 8 + "-0000" * 3 + "-" + "0" * 12},
            "is not an Entra ID object id",
        ),
        ({"roles": "audtor"}, "Line 2, roles: 'audtor' is not a role; did you mean 'auditor'?"),
        (
            {"roles": "auditor;wizard;iros"},
            "Line 2, roles: 'iros' is not a role; did you mean 'iro'",
        ),
        ({"roles": "auditor;wizard;iros"}, "Line 2, roles: 'wizard' is not a role."),
        ({"trained_on": "04/03/2025"}, "'04/03/2025' is not a date: write it as year-month-day"),
        ({"trained_on": "2025-02-30"}, "'2025-02-30' is not a date"),
        ({"trained_on": "0001-01-01"}, "'0001-01-01' is not a date"),
        ({"trained_on": "\uff12\uff10\uff12\uff15-03-04"}, "is not a date"),
        ({"max_audits": "two"}, "'two' is not a whole number: write 0, 1, 2"),
        ({"max_audits": "-1"}, "Line 2, max_audits: '-1' begins with = + - or @"),
        ({"max_audits": "1.5"}, "is not a whole number"),
        ({"absent_to": "2026-12-01"}, "Line 2, absent_from: the cell is empty but absent_to is"),
        (
            {"absent_from": "2026-12-02", "absent_to": "2026-12-01"},
            "Line 2, absent_to: it is before absent_from",
        ),
        ({"delegate_upn": UPN}, "Line 2, delegate_upn: the delegate is the person themselves"),
        (
            {"delegate_upn": "amina.nor@riverside.example"},
            "neither in this sheet nor in the ledger; did you mean 'amina.noor@riverside.example'?",
        ),
        ({"manager_upn": "x.y@z.example"}, "Line 2, manager_upn: 'x.y@z.example' is neither in"),
        ({"manager_upn": UPN}, f"the managers form a circle ({UPN} → {UPN}): correct one of them."),
    ],
)
def test_a_wrong_cell_is_told_by_line_column_reason_and_remedy(
    change: dict[str, str], said: str
) -> None:
    assert any(said in sentence for sentence in people_problems({**PERSON, **change}))


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", " =", "\u00a0="]
)
@pytest.mark.parametrize("column", ["name", "service", "team"])
def test_a_cell_that_a_spreadsheet_would_run_is_refused(column: str, sign: str) -> None:
    said = people_problems({**PERSON, column: f'{sign}HYPERLINK("x")'})
    assert any(f"Line 2, {column}:" in sentence and "a formula" in sentence for sentence in said)


def test_a_formula_in_a_workbook_is_refused_by_its_line() -> None:
    book = workbook([list(person.COLUMNS), [*PERSON.values()]])
    assert read_people(read_table("people.xlsx", book)).rows
    bad = workbook([list(person.COLUMNS), [PERSON["upn"], "=1+1", *list(PERSON.values())[2:]]])
    with pytest.raises(BadSheet, match=r"Line 2, name: '=1\+1' begins with"):
        read_people(read_table("people.xlsx", bad))


def test_names_keep_their_accents_apostrophes_and_hyphens() -> None:
    (read,) = read_these_people({**PERSON, "name": "Zoe\u0308  O\u2019Neill-Świątek (agency)"}).rows
    assert read.name == "Zoë O\u2019Neill-Świątek (agency)"


def test_a_person_stands_on_one_line_only() -> None:
    twice = {**somebody(2), "upn": "PERSON.1@riverside.example"}
    said = people_problems(somebody(1), twice)
    assert said == [
        "Line 3, upn: 'person.1@riverside.example' is already on line 2: keep one line per person."
    ]


def test_two_people_cannot_have_one_object_id() -> None:
    first = somebody(1)
    copied = somebody(2, entra_object_id=first["entra_object_id"].upper())
    said = people_problems(first, copied)
    assert said == [
        "Line 3, entra_object_id: the same id is already on line 2: copy each person's own."
    ]


def test_an_object_id_that_the_ledger_gave_to_somebody_else_is_refused() -> None:
    sheet = read_table("people.csv", csv_file(person.COLUMNS, [PERSON]))
    held = {PERSON["entra_object_id"]: "pat.kay@riverside.example"}
    with pytest.raises(BadSheet, match=r"already belongs to 'pat\.kay@riverside\.example'"):
        read_people(sheet, frozenset({UPN, *held.values()}), object_ids=held)
    assert read_people(sheet, object_ids={PERSON["entra_object_id"]: UPN}).rows


def test_a_manager_may_be_known_already_from_an_earlier_import() -> None:
    boss = "old.boss@riverside.example"
    (read,) = read_these_people({**PERSON, "manager_upn": boss}, known=frozenset({boss})).rows
    assert read.manager_upn == boss


def test_a_manager_whose_own_line_is_wrong_is_still_somebody() -> None:
    said = people_problems(
        somebody(1, manager_upn="person.2@riverside.example"), somebody(2, max_audits="many")
    )
    assert [sentence.split(":")[0] for sentence in said] == ["Line 3, max_audits"]


def test_managers_who_go_round_in_a_circle_are_told_once() -> None:
    ring = [somebody(n, manager_upn=f"person.{n % 3 + 1}@riverside.example") for n in (1, 2, 3)]
    outside = somebody(4, manager_upn="person.1@riverside.example")
    said = people_problems(*ring, outside)
    assert len(said) == 1
    assert said[0].startswith("Line 2, manager_upn: the managers form a circle (person.1@")


def test_a_circle_that_closes_through_the_ledger_is_seen() -> None:
    boss = "old.boss@riverside.example"
    sheet = read_table("people.csv", csv_file(person.COLUMNS, [{**PERSON, "manager_upn": boss}]))
    with pytest.raises(BadSheet, match="form a circle"):
        read_people(sheet, frozenset({boss}), managers={boss: UPN})


def test_a_team_is_written_one_way_throughout() -> None:
    said = people_problems(somebody(1), somebody(2, team="Mash north"))
    assert said == [
        "Line 3, team: 'Mash north' is written 'MASH North' on line 2: use one spelling."
    ]


def test_an_unknown_column_is_reported_and_its_cells_are_left_alone() -> None:
    row = {**PERSON, "notes": "=1+1\nanything"}
    sheet = read_people(read_table("people.csv", csv_file([*person.COLUMNS, "notes"], [row])))
    assert sheet.unknown_columns == ("notes",)
    assert len(sheet.rows) == 1


def test_a_column_that_is_needed_and_missing_is_named_with_its_remedy() -> None:
    content = b"upn,name,entra_object_id,role\na,b,c,d\n"
    with pytest.raises(BadSheet) as refused:
        read_people(read_table("people.csv", content))
    (problem,) = refused.value.problems
    assert problem.sentence.startswith("Line 1, roles: the column is missing: rename 'role'.")
    assert ",".join(person.COLUMNS) in problem.reason


def test_an_absent_optional_column_is_told_apart_from_an_empty_one() -> None:
    columns = [column for column in person.COLUMNS if column != "max_audits"]
    content = csv_file(columns, [{key: PERSON[key] for key in columns}])
    assert read_people(read_table("people.csv", content)).absent_columns == ("max_audits",)


def test_every_problem_of_every_row_is_listed_in_the_order_of_the_file() -> None:
    said = people_problems(
        somebody(1, roles="audtor", trained_on="soon"), somebody(2), somebody(3, name="")
    )
    assert [sentence.split(":")[0] for sentence in said] == [
        "Line 2, roles",
        "Line 2, trained_on",
        "Line 4, name",
    ]


def test_a_refusal_gives_programs_a_code_and_every_place_that_is_wrong() -> None:
    with pytest.raises(BadSheet) as refused:
        read_these_people(somebody(1, roles="audtor"), somebody(2, name=""))
    assert refused.value.code == "bad_sheet"
    assert set(refused.value.fields) == {"Line 2, roles", "Line 3, name"}
    assert str(refused.value).startswith("Nothing was imported: the sheet has 2 problems.\n")


def test_a_sheet_wrong_throughout_is_told_quickly() -> None:
    rows = [somebody(n, manager_upn=f"persn.{n}@riverside.example") for n in range(3_000)]
    said = people_problems(*rows)
    assert len(said) == 3_000
    # Each suggestion searches all 3,000 names, so only the first few errors have one.
    assert 0 < len([sentence for sentence in said if "did you mean" in sentence]) <= 20


def test_reading_is_refused_before_rows_are_looked_at_when_commas_are_missing() -> None:
    content = csv_file(person.COLUMNS, [PERSON]).replace(b"Amina Noor,", b"Amina Noor ")
    assert file_problems("people.csv", content)[0].startswith("Line 2: it has 12 cells")
