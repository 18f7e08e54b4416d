"""A file in the chat: its sender is checked before its content, and its name is not trusted."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from bot.cards.parts.kit import title_of
from bot.dialogs.fields import fields_of
from bot.dialogs.files import (
    DECLINED,
    GONE,
    NOT_THEIRS,
    ONE_AT_A_TIME,
    OTHER_KIND,
    give_file,
    offer_file,
    take_file,
)
from bot.dialogs.files_at_hand import FilesAtHand
from bot.ledger_access import LedgerAccess
from bot.turns import (
    Answer,
    Caller,
    FileAnswered,
    FileGiven,
    FilePlace,
    FileSent,
    FileTrouble,
    OfferFile,
    SendCards,
    Words,
)
from store.ledger import Actor
from store.tables import Case, Person
from store.vocabulary import terms
from tests.bot.cards.linter import elements
from tests.bot.cards.linter import said as words_of
from tests.store.council import CYCLE, HOS, ISSUED, OFFICER, OTHER_OFFICER, Council

CALLER = Caller("e", "t", "29:x", "a:1", "https://smba.trafficmanager.net/uk/", "f:1", None)
PLACE = FilePlace(
    "https://c.sharepoint.com/up", "https://c.sharepoint.com/f", "r.xlsx", "u", "xlsx"
)
PEOPLE = (
    "upn,name,entra_object_id,roles,service,team\n"
    "new.one@riverside.example,New One,22222222-aaaa-4bbb-8ccc-00000000000{n},"
    "auditor,Care,Care One\n"
)
CASES = (
    "case_ref,child_name,date_of_birth,service,team,practitioner_upn,team_manager_upn\n"
    "FD-900,Zebedee Quill,2014-02-03,Frontdoor,MASH,{upn},tm.mash@x.example\n"
)


@dataclass
class FakeFiles:
    """Gives what a test put there, and remembers what was fetched and put."""

    content: bytes = b""
    trouble: FileTrouble | None = None
    fetched: list[str] = field(default_factory=list)
    given: list[tuple[str, bytes]] = field(default_factory=list)

    async def fetch(self, source: str) -> bytes:
        """Give the content, or the trouble."""
        self.fetched.append(source)
        if self.trouble is not None:
            raise self.trouble
        return self.content

    async def put(self, upload_url: str, content: bytes) -> None:
        """Remember it."""
        self.given.append((upload_url, content))


@pytest.fixture
def access(council: Council) -> Iterator[LedgerAccess]:
    access = LedgerAccess(council.ledger, council.programme, now=lambda: ISSUED)
    yield access
    access.close()


def file(name: str = "people.csv", more: int = 0) -> FileSent:
    return FileSent(CALLER, name, "https://c.sharepoint.com/f", more)


async def take(
    access: LedgerAccess, files: FakeFiles, turn: FileSent, upn: str = OFFICER
) -> Answer:
    return await take_file(access, files, Actor(upn, "teams"), turn, FilesAtHand())


def card_of(answer: Answer) -> dict[str, object]:
    assert isinstance(answer, SendCards), answer
    [out] = answer.cards
    assert out.summary == title_of(out.card)
    return out.card


async def test_a_file_of_somebody_else_is_not_even_fetched(access: LedgerAccess) -> None:
    files = FakeFiles(PEOPLE.format(n=1).encode())
    assert await take(access, files, file(), HOS) == Words(NOT_THEIRS)
    assert files.fetched == []


@pytest.mark.parametrize("name", ["people.pdf", "people", "people.csv.exe", "people.xlsm", ""])
async def test_another_kind_of_file_is_not_even_fetched(access: LedgerAccess, name: str) -> None:
    files = FakeFiles()
    assert await take(access, files, file(name)) == Words(OTHER_KIND)
    assert files.fetched == []


async def test_several_files_at_once_are_none(access: LedgerAccess) -> None:
    files = FakeFiles()
    assert await take(access, files, file(more=1)) == Words(ONE_AT_A_TIME)
    assert files.fetched == []


async def test_what_stopped_a_file_is_told_as_it_is(access: LedgerAccess) -> None:
    files = FakeFiles(trouble=FileTrouble("too_large", "The file is larger than 5 MB."))
    assert await take(access, files, file()) == Words("The file is larger than 5 MB.")


async def test_people_are_imported_in_one_commit_as_the_officers_own_act(
    council: Council, access: LedgerAccess
) -> None:
    before = len(council.verbs())
    answer = await take(access, FakeFiles(PEOPLE.format(n=1).encode()), file("Zebedee Quill.CSV"))
    card = card_of(answer)
    assert title_of(card) == "People imported: 1 added, 0 changed"
    assert "7 columns not in the file, so left unchanged." in words_of(card)
    assert council.verbs()[before:] == ["people.import"]
    fact = council.table("fact")[-1]
    assert (fact["actor"], fact["via"]) == (OFFICER, "teams")
    assert "Zebedee" not in fact["fields"]
    assert "people.csv" in fact["fields"]
    # The same once more changes nothing; another id of the same person is one row changed.
    again = card_of(await take(access, FakeFiles(PEOPLE.format(n=1).encode()), file()))
    assert title_of(again) == "People checked: nothing has changed"
    changed = card_of(await take(access, FakeFiles(PEOPLE.format(n=2).encode()), file()))
    assert title_of(changed) == "People imported: 0 added, 1 changed"
    assert "Entra object id: 1 row." in words_of(changed) or "Entra object id" in words_of(changed)


async def test_a_timetable_is_read_into_a_form_that_asks_when_it_was_agreed(
    council: Council, access: LedgerAccess
) -> None:
    before = len(council.verbs())
    sheet = b"service,month,theme\nFrontdoor,2027-01,Neglect\nCare,2027-02-01,\n"
    card = card_of(await take(access, FakeFiles(sheet), file("timetable.csv")))
    assert title_of(card) == "The timetable file has 2 cycles: record them"
    assert council.verbs()[before:] == []
    inputs = {
        part["id"]: part.get("value", "")
        for part in elements(card)
        if str(part.get("type")).startswith("Input.")
    }
    assert inputs["entries"] == "Frontdoor, 2027-01, Neglect\nCare, 2027-02"
    flat = inputs | {"agreed_on": "2026-11-30", "minutes": "All agreed"}
    given = fields_of("timetable.record", flat)
    council.do("timetable.record", council.programme, given, by=OFFICER)
    (row,) = council.table("timetable")
    assert [entry["theme"] for entry in json.loads(row["entries"])] == ["Neglect", None]


async def test_a_timetable_without_a_service_somewhere_says_where(access: LedgerAccess) -> None:
    card = card_of(await take(access, FakeFiles(b"service,month\n,2027-01\n"), file("t.csv")))
    assert title_of(card) == "Nothing was imported: 1 thing to correct in the timetable file"
    assert "Line 2, service" in words_of(card)


async def test_a_wrong_row_imports_nothing_and_says_where_and_how(
    council: Council, access: LedgerAccess
) -> None:
    lines = PEOPLE.format(n=1) + "x,,z,wizard,,\n" * 12
    card = card_of(await take(access, FakeFiles(lines.encode()), file()))
    assert title_of(card).startswith("Nothing was imported: ")
    assert title_of(card).endswith("in the people file")
    told = words_of(card)
    assert "Line 3, upn" in told
    assert "more. Correct these first." in told
    with council.read() as reader:
        assert reader.find(Person, "new.one@riverside.example") is None


async def test_a_case_file_with_nobody_known_says_so_and_nothing_of_the_child(
    council: Council, access: LedgerAccess
) -> None:
    content = CASES.format(upn="sw.nobody@x.example").encode()
    card = card_of(await take(access, FakeFiles(content), file("cases.csv")))
    assert "is not in the ledger" in words_of(card)
    for canary in ("Zebedee", "Quill", "2014-02-03"):
        assert canary not in str(card)
    with council.read() as reader:
        assert reader.find(Case, "FD-900") is None


@pytest.mark.parametrize(
    "content",
    [
        b"Zebedee Quill,2014-02-03\nx,y\n",
        b"upn,case_ref\na,b\n",
        b"",
        b"\x00\xff\xfe",
        b"PK\x03\x04",
    ],
)
async def test_a_file_that_is_neither_is_told_without_its_first_line(
    access: LedgerAccess, content: bytes
) -> None:
    card = card_of(await take(access, FakeFiles(content), file()))
    assert title_of(card) == "Nothing was imported: 1 thing to correct in the file"
    assert "Zebedee" not in str(card)


@pytest.mark.parametrize("offer", ["1", "99999", "x", "²", "-1"])
async def test_only_a_register_that_was_asked_for_is_given(
    access: LedgerAccess, offer: str
) -> None:
    files = FakeFiles()
    turn = FileAnswered(CALLER, offer, PLACE)
    assert await give_file(access, files, Actor(OFFICER, "teams"), turn) == Words(GONE)
    assert files.given == []


async def test_a_declined_file_is_left(access: LedgerAccess) -> None:
    turn = FileAnswered(CALLER, "1", None)
    files = FakeFiles()
    assert await give_file(access, files, Actor(OFFICER, "teams"), turn) == Words(DECLINED)
    assert files.given == []


async def test_a_register_is_given_to_whoever_asked_as_they_asked_for_it(
    council: Council, access: LedgerAccess
) -> None:
    asked = {"cycles": [CYCLE], "identifiable": False}
    done = council.do("register.issue", council.programme, asked, by=OFFICER)
    offer = await offer_file(access, Actor(OFFICER, "teams"), done.seq)
    assert isinstance(offer, OfferFile)
    assert (offer.name, offer.offer) == ("register-2026-12-01.xlsx", str(done.seq))
    files, turn = FakeFiles(), FileAnswered(CALLER, offer.offer, PLACE)
    assert await give_file(access, files, Actor(OFFICER, "teams"), turn) == FileGiven(PLACE)
    [(where, content)] = files.given
    assert where == PLACE.upload_url
    assert abs(len(content) - offer.size) < 200
    book = load_workbook(BytesIO(content))
    assert "Officer" in str(list(book.worksheets[0].iter_rows(values_only=True)))
    every = str([row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)])
    for canary in ("Zebedee", "Martian", "2014-02-03"):
        assert canary not in every


async def test_an_evidence_pack_is_given_by_the_name_that_the_profile_agreed(
    council: Council, access: LedgerAccess
) -> None:
    done = council.do("evidence.issue", CYCLE, by=OFFICER)
    offer = await offer_file(access, Actor(OFFICER, "teams"), done.seq)
    assert isinstance(offer, OfferFile)
    assert offer.name == "Frontdoor 2026-12 Evidence pack.zip"
    files, turn = FakeFiles(), FileAnswered(CALLER, offer.offer, PLACE)
    assert await give_file(access, files, Actor(OFFICER, "teams"), turn) == FileGiven(PLACE)
    [(_, content)] = files.given
    assert "Frontdoor 2026-12 Board report.docx" in ZipFile(BytesIO(content)).namelist()


@pytest.mark.parametrize("other", [OTHER_OFFICER, HOS])
async def test_somebody_elses_register_is_not_given(
    council: Council, access: LedgerAccess, other: str
) -> None:
    done = council.do("register.issue", council.programme, {"cycles": []}, by=OFFICER)
    files, turn = FakeFiles(), FileAnswered(CALLER, str(done.seq), PLACE)
    assert await give_file(access, files, Actor(other, "teams"), turn) == Words(GONE)
    assert files.given == []


async def test_who_left_the_audit_team_gets_no_register_any_more(
    council: Council, access: LedgerAccess
) -> None:
    done = council.do("register.issue", council.programme, {"cycles": []}, by=OFFICER)
    with council.unit(by=OFFICER) as unit:
        row = unit.get(Person, OFFICER)
        row.roles = ["practitioner"]
        unit.record("test.moved", OFFICER, {})
    files, turn = FakeFiles(), FileAnswered(CALLER, str(done.seq), PLACE)
    refused = Words(NOT_THEIRS.replace(terms.AUDIT_TEAM, "audit team"))
    assert await give_file(access, files, Actor(OFFICER, "teams"), turn) == refused
    assert files.given == []
