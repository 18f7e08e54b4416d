"""Each rule of the case sheet; no error identifies a child."""

import logging
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.sheets import cases
from store.sheets.cases import CaseRow, read_cases
from store.sheets.problems import BadSheet
from store.sheets.reading import read_table
from tests.store.sheets.making import (
    CASE,
    KNOWN,
    TEAMS,
    case_problems,
    csv_file,
    read_these_cases,
    workbook,
)

CHILD = ("Quillon", "Zephyrine", "2014", "02-19", "Vexillian")


def test_a_good_row_becomes_a_case() -> None:
    both = "Pat.Kay@riverside.example; amina.noor@riverside.example"
    (read,) = read_these_cases({**CASE, "closed_on": "2026-09-01", "involved_upns": both}).rows
    assert read == CaseRow(
        case_ref="FD-10234",
        child_name="Quillon Zephyrine",
        date_of_birth=date(2014, 2, 19),
        ethnicity="Vexillian",
        service="Frontdoor",
        team="MASH North",
        practitioner_upn="pat.kay@riverside.example",
        team_manager_upn="amina.noor@riverside.example",
        iro_upn=None,
        cp_chair_upn=None,
        plan="CIN",
        closed_on=date(2026, 9, 1),
        flags=("neglect", "domestic_abuse"),
        involved_upns=("pat.kay@riverside.example", "amina.noor@riverside.example"),
        line=2,
    )


def test_a_row_in_print_does_not_tell_who_the_child_is() -> None:
    sheet = read_these_cases(CASE)
    table = read_table("cases.csv", csv_file(cases.COLUMNS, [CASE]))
    assert not any(word in f"{sheet!r}{table!r}" for word in CHILD)


def test_csv_and_workbook_give_the_same_cases() -> None:
    born = cases.COLUMNS.index("date_of_birth")
    line: list[str | date | None] = [CASE[column] or None for column in cases.COLUMNS]
    line[born] = date(2014, 2, 19)
    table = read_table("cases.xlsx", workbook([list(cases.COLUMNS), line]))
    assert read_cases(table, known=KNOWN, teams=TEAMS) == read_these_cases(CASE)


def test_a_case_needs_no_more_than_its_place_and_its_people() -> None:
    bare = dict.fromkeys(cases.COLUMNS, "") | {name: CASE[name] for name in cases.REQUIRED}
    (read,) = read_these_cases(bare).rows
    assert (read.child_name, read.date_of_birth, read.plan, read.flags) == (None, None, "", ())


def test_what_is_no_childs_case_needs_no_practitioner_and_its_team_manager_answers() -> None:
    line = {**CASE, "subject": "referral", "practitioner_upn": ""}
    (row,) = read_these_cases(line, subjects=frozenset({"case", "referral"})).rows
    assert row.practitioner_upn == row.team_manager_upn


def test_a_line_may_be_something_else_that_a_kind_of_audit_looks_at() -> None:
    subjects = frozenset({"case", "early help record", "team"})
    lines = ({**CASE, "subject": "Early  help record"}, {**CASE, "case_ref": "T-1"})
    read = read_these_cases(*lines, subjects=subjects).rows
    assert [row.subject for row in read] == ["early help record", "case"]
    with pytest.raises(BadSheet, match="write early help record, team, or leave it empty"):
        read_these_cases({**CASE, "subject": "referral"}, subjects=subjects)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"subject": "referral"}, "Line 2, subject: the value is not a subject of any kind"),
        ({"case_ref": ""}, "Line 2, case_ref: the cell is empty"),
        ({"case_ref": "FD 10234"}, "Line 2, case_ref: the value is not a case reference"),
        ({"case_ref": "F" * 40 + "1"}, "is not a case reference: use at most 40 letters"),
        ({"case_ref": "Quillon-Zephyrine"}, "has no digit and may be a name"),
        ({"case_ref": "Zephyrine-2"}, "the reference contains the child's name or birth date"),
        ({"case_ref": "QuillonZephyrine7"}, "the reference contains the child's name"),
        ({"case_ref": "FD-20140219"}, "the reference contains the child's name or birth date"),
        ({"case_ref": "19-02-2014"}, "the reference contains the child's name or birth date"),
        ({"date_of_birth": "19/02/2014"}, "Line 2, date_of_birth: the value is not a date"),
        ({"closed_on": "last week"}, "Line 2, closed_on: the value is not a date: write it"),
        ({"closed_on": "2013-01-01"}, "Line 2, closed_on: it is before date_of_birth"),
        ({"service": ""}, "Line 2, service: the cell is empty"),
        ({"service": "Front door"}, "Line 2, service: the ledger has no service of"),
        ({"service": "Front door"}, "; did you mean 'Frontdoor'?"),
        ({"team": "Mash North"}, "Line 2, team: the service has no team of this name; did you"),
        ({"practitioner_upn": ""}, "Line 2, practitioner_upn: the cell is empty"),
        ({"practitioner_upn": "Pat Kay"}, "the value is not a user principal name"),
        (
            {"practitioner_upn": "pat.kaye@riverside.example"},
            "'pat.kaye@riverside.example' is not in the ledger; did you mean 'pat.kay@river",
        ),
        (
            # Only the endings are alike, so no suggestion is made for a stranger.
            {"practitioner_upn": "nobody@riverside.example"},
            "'nobody@riverside.example' is not in the ledger.",
        ),
        ({"team_manager_upn": "x.y@z.example"}, "Line 2, team_manager_upn: 'x.y@z.example' is"),
        ({"iro_upn": "x.y@z.example"}, "Line 2, iro_upn: 'x.y@z.example' is not in"),
        ({"cp_chair_upn": "x.y@z.example"}, "Line 2, cp_chair_upn: 'x.y@z.example' is not in"),
        ({"involved_upns": "x.y@z.example;a"}, "Line 2, involved_upns: the value is not a"),
        ({"involved_upns": "x.y@z.example"}, "Line 2, involved_upns: 'x.y@z.example' is not in"),
        ({"flags": "domestic abuse"}, "contains a flag that is not a single word"),
        ({"flags": "neglect;x" * 600}, "has more than 4,000 characters"),
        ({"plan": "\uff1dcmd"}, "Line 2, plan: the value begins with = + - or @"),
        ({"child_name": "@Quillon"}, "Line 2, child_name: the value begins with"),
        ({"child_name": "Quillon\r"}, "Line 2, child_name: the value contains a tab"),
        ({"ethnicity": "\u200bVexillian"}, "Line 2, ethnicity: the value contains an invis"),
    ],
)
def test_a_wrong_cell_is_told_by_line_column_reason_and_remedy(
    change: dict[str, str], said: str
) -> None:
    sentences = case_problems({**CASE, **change})
    assert any(said in sentence for sentence in sentences)
    assert not any(word in sentence for sentence in sentences for word in CHILD)


def test_a_case_stands_on_one_line_only() -> None:
    said = case_problems(CASE, {**CASE, "case_ref": "fd-10234"})
    assert said == ["Line 3, case_ref: line 2 has the same reference: keep one line a case."]


def test_a_sheet_without_a_heading_does_not_have_its_first_child_quoted() -> None:
    full = {key: value or f"word {key}" for key, value in CASE.items()}
    content = csv_file(cases.COLUMNS, [full, full]).split(b"\r\n", 1)[1]
    with pytest.raises(BadSheet) as refused:
        read_cases(read_table("cases.csv", content), known=KNOWN, teams=TEAMS)
    said = str(refused.value)
    assert "Line 1, case_ref: the column is missing: add it to the first line." in said
    assert not any(word.lower() in said.lower() for word in CHILD)


@given(
    st.dictionaries(
        st.sampled_from(cases.COLUMNS),
        st.sampled_from(["Quillon Zephyrine", "2014-02-19", "19/02/2014", "Vexillian", "=x", "\t"]),
        min_size=1,
    )
)
def test_whatever_column_it_slipped_into_nothing_tells_who_the_child_is(
    slipped: dict[str, str],
) -> None:
    try:
        read_these_cases({**CASE, **slipped})
    except BadSheet as refused:
        record = logging.makeLogRecord({"exc_info": (BadSheet, refused, refused.__traceback__)})
        told = (
            f"{refused} {refused.fields} {refused.problems!r}{logging.Formatter().format(record)}"
        )
        assert not any(word in told for word in ("Quillon", "Vexillian", "2014", "19/02"))


def test_an_unknown_column_is_reported_and_not_fatal() -> None:
    content = csv_file([*cases.COLUMNS, "nhs_number"], [{**CASE, "nhs_number": "+44"}])
    sheet = read_cases(read_table("cases.csv", content), known=KNOWN, teams=TEAMS)
    assert sheet.unknown_columns == ("nhs_number",)


def test_a_file_in_another_encoding_is_refused_without_carrying_its_content() -> None:
    content = csv_file(cases.COLUMNS, [CASE]).replace(b"Quillon", b"Quill\xf3n \xc3\xb3")
    with pytest.raises(BadSheet) as refused:
        read_table("cases.csv", content)
    assert refused.value.__context__ is None
