"""A council's own extract in the chat: taken for what it is, with hidden rows if asked."""

import io
from collections.abc import Iterator

import pytest
import xlsxwriter

from bot.ledger_access import LedgerAccess
from bot.turns import FileSent
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs.test_files import CALLER, FakeFiles, card_of, take
from tests.store.council import ISSUED, Council
from tests.store.sheets.child_level.making import HEADINGS, in_need, workbook_of
from tests.store.sheets.child_level.making_ssd import TABLES, zipped


@pytest.fixture
def access(council: Council) -> Iterator[LedgerAccess]:
    opened = LedgerAccess(council.ledger, council.programme, now=lambda: ISSUED)
    yield opened
    opened.close()


def sent(name: str, text: str = "") -> FileSent:
    return FileSent(CALLER, name, "https://c.sharepoint.com/f", text=text)


async def test_an_annex_a_workbook_is_taken_for_what_it_is(access: LedgerAccess) -> None:
    content = workbook_of({6: [in_need(1, team="MASH", worker="Some Body")]})
    said = words_of(card_of(await take(access, FakeFiles(content), sent("a.xlsx"))))
    assert "Taken for an Annex A workbook." in said
    assert "1 case set aside" in said


async def test_an_ssd_extract_is_taken_from_a_zip(access: LedgerAccess) -> None:
    said = words_of(card_of(await take(access, FakeFiles(zipped(TABLES)), sent("ssd.zip"))))
    assert "Taken for an SSD extract." in said


async def test_hidden_rows_are_left_out_where_the_sender_says_so(access: LedgerAccess) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("List 9")
        sheet.write_row(0, 0, HEADINGS[9])
        sheet.write_row(1, 0, [1])
        sheet.write_row(2, 0, [2])
        sheet.set_row(2, None, None, {"hidden": True})
    files = FakeFiles(out.getvalue())
    refused = words_of(card_of(await take(access, files, sent("a.xlsx"))))
    assert "List 9, line 3: the line is hidden" in refused
    assert "leave out hidden" in refused
    done = words_of(card_of(await take(access, files, sent("a.xlsx", "Leave  out hidden rows"))))
    assert "Cases imported: 1 added" in done
