"""Files in the chat: an extract taken for what it is, hidden rows if asked, who married."""

import io
from collections.abc import Iterator

import pytest
import xlsxwriter

from bot.cards.programme.upload import LEAVE_OUT_HIDDEN
from bot.dialogs.audit_team import AuditTeamAnswers
from bot.dialogs.files import NOT_AT_HAND
from bot.ledger_access import LedgerAccess
from bot.turns import CardAnswer, FileSent, Words
from store.ledger import Actor
from tests.bot.cards.linter import elements
from tests.bot.cards.linter import said as words_of
from tests.bot.dialogs.test_files import CALLER, PEOPLE, FakeFiles, card_of, file, take
from tests.store.council import HOS, ISSUED, OFFICER, OTHER_OFFICER, Council
from tests.store.sheets.child_level.making import HEADINGS, in_need, on_plan, workbook_of
from tests.store.sheets.child_level.making_ssd import TABLES, zipped


@pytest.fixture
def access(council: Council) -> Iterator[LedgerAccess]:
    opened = LedgerAccess(council.ledger, council.programme, now=lambda: ISSUED)
    yield opened
    opened.close()


def sent(name: str, text: str = "") -> FileSent:
    return FileSent(CALLER, name, "https://c.sharepoint.com/f", text=text)


def with_a_hidden_line() -> bytes:
    """An Annex A workbook with two children, of whom the second is hidden."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("List 9")
        sheet.write_row(0, 0, HEADINGS[9])
        sheet.write_row(1, 0, [1])
        sheet.write_row(2, 0, [2])
        sheet.set_row(2, None, None, {"hidden": True})
    return out.getvalue()


async def test_an_annex_a_workbook_is_taken_for_what_it_is(access: LedgerAccess) -> None:
    content = workbook_of({6: [in_need(1, team="MASH", worker="Some Body")]})
    said = words_of(card_of(await take(access, FakeFiles(content), sent("a.xlsx"))))
    assert "Taken for an Annex A workbook." in said
    assert "1 case set aside" in said


async def test_the_kinds_of_change_keep_their_capitals(access: LedgerAccess) -> None:
    first = workbook_of({6: [in_need(1)]})
    await take(access, FakeFiles(first), sent("a.xlsx"))
    later = workbook_of({6: [in_need(1)], 7: [on_plan(1)]})
    assert "1 stepped up to CP" in words_of(
        card_of(await take(access, FakeFiles(later), sent("a.xlsx")))
    )


async def test_an_ssd_extract_is_taken_from_a_zip(access: LedgerAccess) -> None:
    said = words_of(card_of(await take(access, FakeFiles(zipped(TABLES)), sent("ssd.zip"))))
    assert "Taken for an SSD extract." in said


async def test_hidden_rows_are_left_out_where_the_sender_says_so(access: LedgerAccess) -> None:
    files = FakeFiles(with_a_hidden_line())
    refused = words_of(card_of(await take(access, files, sent("a.xlsx"))))
    assert "List 9, line 3: the line is hidden" in refused
    assert "--leave-out-hidden" not in refused, "that is for the shell"
    assert "Leave out what is hidden" in refused
    done = words_of(card_of(await take(access, files, sent("a.xlsx", "Leave  out hidden rows"))))
    assert "Cases imported: 1 added" in done


def pressing(access: LedgerAccess, files: FakeFiles) -> AuditTeamAnswers:
    return AuditTeamAnswers(access, files, lambda: None)


async def press_of(team: AuditTeamAnswers) -> dict[str, object]:
    """Send the file and give what the button on the answer carries."""
    refused = card_of(await team.file(Actor(OFFICER, "teams"), sent("a.xlsx")))
    [press] = [e for e in elements(refused) if e.get("type") == "Action.Execute"]
    assert press["verb"] == LEAVE_OUT_HIDDEN
    data: dict[str, object] = press["data"]
    return data


async def test_a_press_reads_the_file_again_without_what_is_hidden(access: LedgerAccess) -> None:
    team = pressing(access, FakeFiles(with_a_hidden_line()))
    done = await team.file_again(Actor(OFFICER, "teams"), CALLER, await press_of(team))
    assert isinstance(done, CardAnswer)
    assert "Cases imported: 1 added" in words_of(done.card)


async def test_a_file_without_anything_hidden_offers_no_such_button(access: LedgerAccess) -> None:
    files = FakeFiles(workbook_of({6: [in_need(None)]}))
    refused = card_of(await take(access, files, sent("a.xlsx")))
    assert LEAVE_OUT_HIDDEN not in str(refused)


async def test_the_button_is_its_senders_alone_and_works_as_long_as_the_file_is_at_hand(
    access: LedgerAccess,
) -> None:
    files = FakeFiles(with_a_hidden_line())
    team = pressing(access, files)
    data = await press_of(team)
    for upn, carried in ((OTHER_OFFICER, data), (HOS, data), (OFFICER, {"id": "file"})):
        assert await team.file_again(Actor(upn, "teams"), CALLER, carried) == Words(NOT_AT_HAND)
    assert len(files.fetched) == 1


async def test_who_married_is_named_by_both_sign_in_names(access: LedgerAccess) -> None:
    await take(access, FakeFiles(PEOPLE.format(n=1).encode()), file())
    married = PEOPLE.format(n=1).replace("new.one@", "new.other@").encode()
    said = words_of(card_of(await take(access, FakeFiles(married), file())))
    assert (
        "Renamed: new.one@riverside.example is now new.other@riverside.example. "
        "The former name still works."
    ) in said.replace("\\", "")
