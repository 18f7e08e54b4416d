"""Whatever stands in a child-level file, no card, fact or log repeats it (child-level data, trust).

The canary stands in every column of every list in turn, beside sound lines: as a value that
is wrong, as one that is read and as one that is passed over.
"""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from bot.ledger_access import LedgerAccess
from store.tables import Fact
from tests.bot.dialogs.test_case_files import sent
from tests.bot.dialogs.test_files import FakeFiles, card_of, take
from tests.store.council import ISSUED, Council
from tests.store.sheets.child_level.making import HEADINGS, Value, workbook_of
from tests.store.sheets.child_level.making_ssd import TABLES, zipped

CANARY = "Quillon Zephyrine"
SHOWN = ("Allocated Worker", "Allocated Team")
"""What is said to the audit team on purpose: the names of staff and teams that nobody knows."""


@pytest.fixture
def access(council: Council) -> Iterator[LedgerAccess]:
    opened = LedgerAccess(council.ledger, council.programme, now=lambda: ISSUED)
    yield opened
    opened.close()


def facts(council: Council) -> str:
    with council.read() as reader:
        return " ".join(f"{f.fields} {f.changes}" for f in reader.session.scalars(select(Fact)))


async def said_of(access: LedgerAccess, name: str, content: bytes) -> str:
    return str(card_of(await take(access, FakeFiles(content), sent(name))))


@pytest.mark.parametrize("number", HEADINGS)
async def test_no_column_of_any_list_is_repeated(
    council: Council, access: LedgerAccess, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    for at, column in enumerate(HEADINGS[number]):
        if column in SHOWN:
            continue
        line: list[Value] = [700 + at, *([None] * (len(HEADINGS[number]) - 1))]
        line[at] = CANARY
        content = workbook_of({number: [line], 9: [[1]]} if number != 9 else {9: [[1], line]})
        card = await said_of(access, f"{CANARY}.xlsx", content)
        assert CANARY not in card, column
    told = capsys.readouterr()
    assert CANARY not in told.out + told.err
    assert CANARY not in facts(council)


@pytest.mark.parametrize("number", HEADINGS)
async def test_nor_is_a_heading_that_nobody_knows(
    council: Council, access: LedgerAccess, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    lines: list[list[Value]] = [[*HEADINGS[number], CANARY], [1]]
    card = await said_of(access, "a.xlsx", workbook_of({"One": lines, 9: [[2]]}, headings=True))
    told = capsys.readouterr()
    assert CANARY not in card + told.out + told.err + facts(council)


@pytest.mark.parametrize("table", TABLES)
async def test_nor_is_any_column_of_an_ssd_table(
    council: Council, access: LedgerAccess, capsys: pytest.CaptureFixture[str], table: str
) -> None:
    heading, *lines = TABLES[table].splitlines()
    for at, column in enumerate(heading.split(",")):
        if column.endswith(("_name", "_team", "_team_id")):
            continue  # staff and teams, as above
        cells = lines[0].split(",")
        cells[at] = CANARY
        changed = "\n".join([heading, ",".join(cells), *lines[1:]]) + "\n"
        card = await said_of(access, f"{CANARY}.zip", zipped({**TABLES, table: changed}))
        assert CANARY not in card, column
    told = capsys.readouterr()
    assert CANARY not in told.out + told.err
    assert CANARY not in facts(council)
