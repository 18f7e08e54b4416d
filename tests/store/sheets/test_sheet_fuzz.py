"""Whatever bytes arrive, the answer is a table or a refusal in words, never a crash."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.sheets import cases, person
from store.sheets.cases import read_cases
from store.sheets.people import read_people
from store.sheets.problems import BadSheet
from store.sheets.reading import read_table
from tests.store.sheets.making import CASE, KNOWN, PERSON, TEAMS, csv_file, workbook

BOOK = workbook([list(person.COLUMNS), [*PERSON.values()]])
HOSTILE = st.text(
    st.one_of(
        st.characters(codec="utf-8"), st.sampled_from("=+-@\t\r\n\0\"',;;\u200b\u202e\ufeff\uff1dé")
    ),
    max_size=30,
)


def answer(name: str, content: bytes) -> None:
    """Read the file as far as it goes; every refusal has a place and a reason."""
    try:
        table = read_table(name, content)
        assert all(len(row.cells) == len(table.header) for row in table.rows)
        read_people(table)
    except BadSheet as refused:
        said = [problem.reason for problem in refused.problems]
    else:
        said = ["it was read."]
    assert said
    assert all(reason.endswith((".", "?")) for reason in said)


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.txt"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    answer(name, content)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_a_workbook_damaged_anywhere_is_read_or_refused(at: int, noise: bytes, cut: bool) -> None:
    answer("people.xlsx", BOOK[:at] + noise + (b"" if cut else BOOK[at + len(noise) :]))


@given(st.dictionaries(st.sampled_from(person.COLUMNS), HOSTILE))
def test_any_text_in_a_people_sheet_is_read_or_refused(cells: dict[str, str]) -> None:
    try:
        table = read_table("people.csv", csv_file(person.COLUMNS, [{**PERSON, **cells}]))
        (row,) = read_people(table).rows
    except BadSheet:
        return
    for value in (row.name, row.service, row.team, row.upn):
        assert value.isprintable()
        assert not value.startswith(("=", "+", "-", "@"))


@given(st.dictionaries(st.sampled_from(cases.COLUMNS), HOSTILE))
def test_any_text_in_a_case_sheet_is_read_or_refused(cells: dict[str, str]) -> None:
    try:
        table = read_table("cases.csv", csv_file(cases.COLUMNS, [{**CASE, **cells}]))
        (row,) = read_cases(table, known=KNOWN, teams=TEAMS).rows
    except BadSheet:
        return
    assert any(sign.isdigit() for sign in row.case_ref)
    assert (row.service, row.team) in TEAMS
